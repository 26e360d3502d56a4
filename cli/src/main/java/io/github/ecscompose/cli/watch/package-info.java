/** What a deployment has come to, told as it goes on. */
@org.jspecify.annotations.NullMarked
package io.github.ecscompose.cli.watch;
