/** The command line: a client of the API, and a checker of stackfiles that needs no network. */
@org.jspecify.annotations.NullMarked
package io.github.ecscompose.cli;
