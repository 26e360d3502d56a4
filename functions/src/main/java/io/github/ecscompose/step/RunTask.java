package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.plan.Names;
import io.github.ecscompose.plan.ServiceDocuments;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service;

/** Starts a run-once task. */
public final class RunTask {

  static final String NAME = "RunTask";

  private final Documents documents;
  private final DeploymentRecords records;
  private final Clusters clusters;

  public RunTask(DeploymentFiles files, DeploymentRecords records, Clusters clusters) {
    this.documents = new Documents(files);
    this.records = records;
    this.clusters = clusters;
  }

  /** The ARN of the task that has to end well. */
  public String run(DeploymentReference deployment, String serviceName, String taskDefinition) {
    Service service = documents.service(deployment, serviceName);
    records.begin(deployment, serviceName, NAME);
    String task =
        clusters.run(
            deployment.cluster(),
            ServiceDocuments.run(service, taskDefinition, "ecs-compose/" + deployment.id()),
            Tags.of(deployment.cluster(), service),
            Names.token(deployment.toString(), "run", serviceName));
    records.stabilizing(deployment, serviceName, taskDefinition, task);
    return task;
  }
}
