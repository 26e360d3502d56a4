/** What a user types: one class for each command. */
@org.jspecify.annotations.NullMarked
package io.github.ecscompose.cli.command;
