@org.jspecify.annotations.NullMarked
package io.github.ecscompose.hash;
