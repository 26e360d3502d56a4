@org.jspecify.annotations.NullMarked
package io.github.ecscompose.architecture;
