package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Deploy.OnFailure;
import java.util.Map;

/** Reads {@code deploy}. */
final class DeployReader {

  private static final Map<String, OnFailure> ON_FAILURE =
      Map.of("rollback", OnFailure.ROLLBACK, "keep", OnFailure.KEEP);
  private static final int SHORTEST = 60;

  /** Well within the day after which a deployment's workflow ends by itself. */
  private static final int LONGEST = 43_200;

  private DeployReader() {}

  static Deploy read(Section section) {
    return new Deploy(
        section.get(
            "on_failure",
            field -> field.choice(ON_FAILURE, "rollback or keep"),
            Deploy.DEFAULT.onFailure()),
        section.get("timeout", field -> field.seconds(SHORTEST, LONGEST), Deploy.DEFAULT.timeout()),
        section.get("prune", Field::flag, Deploy.DEFAULT.prune()));
  }
}
