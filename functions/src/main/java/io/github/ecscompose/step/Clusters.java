package io.github.ecscompose.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.TaskDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** ECS: clusters, services, task definitions and tasks. */
public interface Clusters {

  /** Whether a cluster of that name is active. */
  boolean exists(String cluster);

  /**
   * The named services that exist, by name; those that are {@code INACTIVE} count as absent. Ten
   * services a call.
   */
  Map<String, LiveService> services(String cluster, Collection<String> names);

  /** One of them, if there is one of that name. */
  default Optional<LiveService> service(String cluster, String name) {
    return Optional.ofNullable(services(cluster, List.of(name)).get(name));
  }

  /** Names of the cluster's active services. A hundred a call. */
  Set<String> serviceNames(String cluster);

  /**
   * Creates a service.
   *
   * @param service the members of CreateService, without cluster, tags and client token
   * @param clientToken at most 36 characters; the same one makes a repeated call harmless
   * @return the service with the deployment that the call caused
   */
  LiveService create(
      String cluster, ObjectNode service, Map<String, String> tags, String clientToken);

  /**
   * Updates a service.
   *
   * @param service the members of UpdateService that are to change, and {@code service}, its name
   */
  LiveService update(String cluster, ObjectNode service);

  /**
   * Deletes a service, which is to have no tasks any more unless they are daemons.
   *
   * @return the service as it is then; empty if it was gone already
   */
  Optional<LiveService> delete(String cluster, String name);

  /** Sets tags on a service or a task definition, over those of the same key. */
  void tag(String arn, Map<String, String> tags);

  /** Takes the tags of those keys off a service or a task definition, if they are there. */
  void untag(String arn, Set<String> keys);

  /** The active task definition families that begin with the prefix. */
  Set<String> families(String prefix);

  /** A task definition by family (its latest active revision), {@code family:revision} or ARN. */
  Optional<TaskDefinition.Live> taskDefinition(String name);

  /** Registers a revision and returns its ARN. */
  String register(TaskDefinition taskDefinition, Map<String, String> tags);

  /**
   * Runs one task.
   *
   * @param task the members of RunTask, without cluster, tags and client token
   * @return the task's ARN
   * @throws io.github.ecscompose.error.RefusedException with ECS's reason if it placed no task
   */
  String run(String cluster, ObjectNode task, Map<String, String> tags, String clientToken);

  /** Those of the tasks that ECS still knows, a hundred a call. */
  List<LiveTask> tasks(String cluster, Collection<String> arns);

  /**
   * A task.
   *
   * @param status as {@code RUNNING}, {@code STOPPED}
   * @param reason why it stopped; empty while it runs
   * @param exitCodes by container, of those that ended
   */
  record LiveTask(String arn, String status, String reason, Map<String, Integer> exitCodes) {
    public LiveTask {
      exitCodes = Map.copyOf(exitCodes);
    }
  }
}
