/** What stands in place of the API and of a terminal. */
@org.jspecify.annotations.NullMarked
package io.github.ecscompose.cli.testing;
