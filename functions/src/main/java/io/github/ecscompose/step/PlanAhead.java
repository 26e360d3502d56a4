package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentId;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.plan.PlanReport;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.step.Decide.Decision;
import io.github.ecscompose.step.StartDeployment.Submission;
import java.time.Clock;
import java.util.List;
import java.util.Objects;

/**
 * Tells what a deployment of a stackfile would change, by the very decision that the deployment
 * would make. Changes nothing, files nothing and starts nothing.
 */
public final class PlanAhead {

  private final Stackfiles stackfiles;
  private final Decide decide;
  private final Clock clock;

  public PlanAhead(
      DeploymentFiles files,
      DeploymentRecords records,
      Parameters parameters,
      Plan.Sources sources,
      Clock clock) {
    this.stackfiles = new Stackfiles(parameters);
    this.decide = new Decide(new Documents(files), records, sources);
    this.clock = clock;
  }

  /** What came of asking for a plan. */
  public sealed interface Answer {

    /** The plan, as {@link PlanReport} tells it. */
    record Planned(ObjectNode report) implements Answer {
      public Planned {
        Objects.requireNonNull(report, "report");
      }
    }

    /** The stackfile cannot be deployed. */
    record Rejected(List<Problem> problems) implements Answer {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * Reads the stackfile as its deployment would, and looks at what runs.
   *
   * @param seed makes the id of the deployment that it would be, which is a variable, as the
   *     request's id
   * @throws io.github.ecscompose.error.StackfileRejectedException if the cluster does not exist, or
   *     a change is not possible
   * @throws io.github.ecscompose.error.NotOursException if something of a wanted name was made by
   *     somebody else
   */
  public Answer run(String cluster, Account account, Submission submission, String seed) {
    DeploymentReference deployment =
        new DeploymentReference(cluster, DeploymentId.of(clock.instant(), seed));
    KeptVariables given = new KeptVariables(false, submission.variables());
    return switch (stackfiles.read(deployment, account, submission.stackfile(), given)) {
      case Parsed.Invalid invalid -> new Answer.Rejected(invalid.problems());
      case Parsed.Valid valid -> {
        Decision decision = decide.run(cluster, valid.stack(), submission.options(), false);
        decision.requirePossible();
        yield new Answer.Planned(
            PlanReport.of(
                cluster,
                decision.plan(),
                decision.waves(),
                decision.removals(),
                Stackfiles.warnings(valid, given)));
      }
    };
  }
}
