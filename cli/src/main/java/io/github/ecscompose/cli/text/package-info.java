/** What is printed, and how it looks where it goes. */
@org.jspecify.annotations.NullMarked
package io.github.ecscompose.cli.text;
