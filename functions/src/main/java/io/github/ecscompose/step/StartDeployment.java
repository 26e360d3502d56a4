package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.error.PreconditionFailedException;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.stackfile.Variables.Value;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the API does: checks a stackfile on the spot, queues its deployment, and tells of it. */
public final class StartDeployment {

  private final DeploymentFiles files;
  private final DeploymentRecords records;
  private final Documents documents;
  private final Stackfiles stackfiles;
  private final StartExecution execution;

  public StartDeployment(
      DeploymentFiles files,
      DeploymentRecords records,
      Parameters parameters,
      Executions executions,
      Clock clock) {
    this.files = files;
    this.records = records;
    this.documents = new Documents(files);
    this.stackfiles = new Stackfiles(parameters);
    this.execution = new StartExecution(records, executions, clock);
  }

  /**
   * What is to be deployed, and how.
   *
   * @param stackfile as it was sent
   * @param variables that win over the cluster's parameters; their names are valid
   */
  @SuppressWarnings("ArrayRecordComponent") // Submissions are not compared.
  public record Submission(byte[] stackfile, Map<String, Value> variables, Options options) {
    public Submission {
      stackfile = stackfile.clone();
      variables = Map.copyOf(variables);
      Objects.requireNonNull(options, "options");
    }
  }

  /** What came of asking for a deployment. */
  public sealed interface Answer {

    /** It was queued. */
    record Started(DeploymentReference deployment, List<Problem> warnings) implements Answer {
      public Started {
        Objects.requireNonNull(deployment, "deployment");
        warnings = List.copyOf(warnings);
      }
    }

    /** It was filed, and whether its workflow was started is not known. */
    record Unconfirmed(DeploymentReference deployment) implements Answer {
      public Unconfirmed {
        Objects.requireNonNull(deployment, "deployment");
      }
    }

    /** The stackfile cannot be deployed; nothing was kept. */
    record Rejected(List<Problem> problems) implements Answer {
      public Rejected {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * Checks and queues.
   *
   * @throws PreconditionFailedException if what the caller demands of the cluster does not hold
   */
  public Answer start(String cluster, Account account, Submission submission, Caller caller) {
    DeploymentReference deployment = caller.deployment(cluster);
    if (deployment.isValid() && !(caller.precondition() instanceof Precondition.None)) {
      // Starting asks again, in one go with the write; here nothing is read or filed yet.
      caller.precondition().require(deployment, records.newest(cluster));
    }
    KeptVariables given = new KeptVariables(false, submission.variables());
    return switch (stackfiles.read(deployment, account, submission.stackfile(), given)) {
      case Parsed.Invalid invalid -> new Answer.Rejected(invalid.problems());
      case Parsed.Valid valid -> {
        boolean started = queue(deployment, submission, given, caller);
        yield started
            ? new Answer.Started(deployment, Stackfiles.warnings(valid, given))
            : new Answer.Unconfirmed(deployment);
      }
    };
  }

  /** Whether the workflow was started, as far as is known. */
  private boolean queue(
      DeploymentReference deployment, Submission submission, KeptVariables given, Caller caller) {
    StackfileReference reference =
        files.write(deployment, Documents.STACKFILE, submission.stackfile());
    if (!given.values().isEmpty()) {
      documents.write(deployment, Documents.VARIABLES, given.toJson());
    }
    return execution.run(deployment, reference, caller, submission.options());
  }

  /** A deployment with its services' rows, if there is one. */
  public Optional<Told> find(DeploymentReference deployment) {
    return records.find(deployment).map(record -> new Told(record, records.services(deployment)));
  }

  /** What the table tells of a deployment. */
  public record Told(DeploymentRecord deployment, List<ServiceRecord> services) {
    public Told {
      Objects.requireNonNull(deployment, "deployment");
      services = List.copyOf(services);
    }
  }
}
