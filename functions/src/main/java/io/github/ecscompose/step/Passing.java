package io.github.ecscompose.step;

import io.github.ecscompose.error.CanceledException;
import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.NamespacePendingException;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.PreconditionFailedException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.error.StandInPendingException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;

/** Tells what goes away by itself from what stays until somebody sees to it. */
final class Passing {

  private Passing() {}

  /** Whether the same may succeed in a while. */
  static boolean passes(EcsComposeException failure) {
    return switch (failure) {
      case DrainingException e -> true;
      case NamespacePendingException e -> true;
      case StandInPendingException e -> true;
      case ThrottledException e -> true;
      case TransientException e -> true;
      case CanceledException e -> false;
      case NotOursException e -> false;
      case PreconditionFailedException e -> false;
      case RefusedException e -> false;
      case StackfileRejectedException e -> false;
    };
  }
}
