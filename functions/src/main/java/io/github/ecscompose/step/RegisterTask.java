package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.plan.TaskDefinitions;
import io.github.ecscompose.stackfile.Service;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Registers a revision of the service's task definition, unless one is right already. */
public final class RegisterTask {

  static final String NAME = "RegisterTask";

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;

  public RegisterTask(DeploymentFiles files, DeploymentRecords records, Clusters clusters) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
  }

  /** The ARN of a revision that is right. */
  public String run(DeploymentReference deployment, String serviceName) {
    Service service = documents.service(deployment, serviceName);
    TaskDefinition wanted = TaskDefinitions.of(deployment.cluster(), service);
    ServicePlan plan = documents.servicePlan(deployment, serviceName);
    boolean repeated = records.begin(deployment, serviceName, NAME);
    Map<String, String> tags = Tags.of(deployment.cluster(), service);
    Optional<String> right =
        existing(wanted, plan, repeated)
            .filter(TaskDefinition.Live::isActive)
            .filter(live -> wanted.meansTheSame(live.definition(), serviceName))
            .findFirst()
            .map(TaskDefinition.Live::arn);
    right.filter(arn -> plan.changesTags()).ifPresent(arn -> retag(arn, plan, tags));
    return right.orElseGet(() -> clusters.register(wanted, tags));
  }

  private void retag(String arn, ServicePlan plan, Map<String, String> tags) {
    if (!plan.removedTags().isEmpty()) {
      clusters.untag(arn, plan.removedTags());
    }
    clusters.tag(arn, tags);
  }

  /**
   * Revisions that may be right: the one that runs, then the family's latest. A new family has
   * neither, unless the answer to an earlier attempt was lost.
   */
  private Stream<TaskDefinition.Live> existing(
      TaskDefinition wanted, ServicePlan plan, boolean repeated) {
    Optional<String> family =
        plan.familyExists() || repeated ? Optional.of(wanted.family()) : Optional.empty();
    return Stream.of(plan.liveTaskDefinition(), family)
        .flatMap(Optional::stream)
        .flatMap(name -> clusters.taskDefinition(name).stream());
  }
}
