/** The state machines of {@code statemachine/}, run on a test clock. */
@org.jspecify.annotations.NullMarked
package io.github.ecscompose.testing.machine;
