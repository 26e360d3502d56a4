/** Docker compose's files, made into stackfiles. */
@org.jspecify.annotations.NullMarked
package io.github.ecscompose.cli.compose;
