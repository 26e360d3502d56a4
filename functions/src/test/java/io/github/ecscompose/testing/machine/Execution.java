package io.github.ecscompose.testing.machine;

import java.util.Optional;

/**
 * An execution that has ended.
 *
 * @param output of one that succeeded
 * @param failure of one that did not
 * @param events entries of its history
 * @param transitions states entered, which is what Step Functions charges for
 */
public record Execution(
    Optional<Object> output, Optional<StateFailure> failure, int events, int transitions) {}
