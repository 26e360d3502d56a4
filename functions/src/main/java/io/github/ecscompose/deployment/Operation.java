package io.github.ecscompose.deployment;

import java.util.Objects;
import java.util.Optional;

/** What a deployment, in the widest sense, does to its cluster. */
public sealed interface Operation {

  /** It brings about what a stackfile wants. */
  record Deploy() implements Operation {}

  /**
   * It removes what ecs-compose made.
   *
   * @param service the only one that goes; where none is named, all of the cluster does
   */
  record Destroy(Optional<String> service) implements Operation {
    public Destroy {
      Objects.requireNonNull(service, "service");
    }
  }

  /** As table, files and API have it. */
  default String word() {
    return switch (this) {
      case Deploy deploy -> "deploy";
      case Destroy destroy -> "destroy";
    };
  }

  /** The one service that it is about, if it is about one. */
  default Optional<String> onlyService() {
    return switch (this) {
      case Deploy deploy -> Optional.empty();
      case Destroy(Optional<String> service) -> service;
    };
  }

  default boolean isDestroy() {
    return this instanceof Destroy;
  }

  /** Whether it removes all that there is of a cluster. */
  default boolean destroysAll() {
    return isDestroy() && onlyService().isEmpty();
  }

  /** The operation of that word; any other than {@code destroy} deploys. */
  static Operation of(String word, Optional<String> service) {
    return word.equals("destroy") ? new Destroy(service) : new Deploy();
  }
}
