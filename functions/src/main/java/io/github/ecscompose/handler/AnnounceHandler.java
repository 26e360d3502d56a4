package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.aws.StreamedDeployments;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.handler.LogLine.Level;
import io.github.ecscompose.step.Announce;
import io.github.ecscompose.step.Announce.StatusChange;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** The function behind the table's stream: each status of a deployment becomes an event. */
public final class AnnounceHandler extends JsonHandler {

  private static final InstantSource CLOCK = InstantSource.system();

  private final Announce step;
  private final String namespace;

  public AnnounceHandler() {
    this(
        Wiring.announce(),
        Optional.ofNullable(System.getenv("METRICS_NAMESPACE")).orElse("ecs-compose"));
  }

  AnnounceHandler(Announce step, String namespace) {
    this.step = step;
    this.namespace = namespace;
  }

  /** An event would go out, so only the reading is gone through. */
  @Override
  protected void prime() {
    StreamedDeployments.read(object());
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    List<StatusChange> announced = step.run(StreamedDeployments.read(input));
    // Only what was announced is counted: what fails comes again, and would be counted twice.
    announced.forEach(this::tell);
    return object();
  }

  private void tell(StatusChange change) {
    DeploymentRecord deployment = change.deployment();
    LogLine.of(CLOCK, Level.INFO, "announced " + deployment.status())
        .with("cluster", deployment.reference().cluster())
        .with("deployment", deployment.reference().id())
        .print(System.out);
    if (deployment.status().isFinal() && deployment.finishedAt().isPresent()) {
      System.out.println(DeploymentMetrics.of(namespace, deployment));
    }
  }
}
