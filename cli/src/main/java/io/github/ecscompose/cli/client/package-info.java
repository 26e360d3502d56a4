/** The API, signed and repeated, and where it is found. */
@org.jspecify.annotations.NullMarked
package io.github.ecscompose.cli.client;
