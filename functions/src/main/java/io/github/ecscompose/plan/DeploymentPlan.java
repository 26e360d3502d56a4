package io.github.ecscompose.plan;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a deployment will do, decided once.
 *
 * @param redeploy whether services without a change get new tasks too
 * @param updateOnly whether nothing that is not there may be created
 */
public record DeploymentPlan(boolean redeploy, boolean updateOnly, List<ServicePlan> services) {

  static final String COUNT = "desired_count";

  public DeploymentPlan {
    services = List.copyOf(services);
  }

  /** The services that something will be done to. */
  public List<ServicePlan> changed() {
    return services.stream().filter(service -> service.action().changes()).toList();
  }

  /** The plan of that service, if the stack has it. */
  public Optional<ServicePlan> service(String name) {
    return services.stream().filter(service -> service.service().equals(name)).findFirst();
  }

  /**
   * What will be done to one service.
   *
   * @param digest of its normalised definition
   * @param changes why
   * @param notes what differs and is left as it is, in sentences
   * @param liveTaskDefinition ARN of the one that runs
   * @param familyExists whether a revision may exist that is right already
   * @param limits those of AWS's that it counts against and that a deployment may come near, as a
   *     new revision of the task definition is expected, a load balancer, and a change of the
   *     service
   */
  public record ServicePlan(
      String service,
      Action action,
      String digest,
      List<Change> changes,
      List<String> notes,
      Optional<String> liveTaskDefinition,
      boolean familyExists,
      Set<Limit> limits) {
    public ServicePlan {
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(action, "action");
      Objects.requireNonNull(digest, "digest");
      changes = List.copyOf(changes);
      notes = List.copyOf(notes);
      Objects.requireNonNull(liveTaskDefinition, "liveTaskDefinition");
      limits = Set.copyOf(limits);
    }

    /** Whether the number of its tasks is this deployment's to set. */
    public boolean changesCount() {
      return action == Action.CREATE
          || changes.stream()
              .anyMatch(change -> change.path().equals("services." + service + "." + COUNT));
    }

    /** Whether tags of the stackfile are put on, changed or taken off. */
    public boolean changesTags() {
      return changes.stream().anyMatch(change -> change.path().startsWith(tagsPath()));
    }

    /** Keys of the tags that an earlier stackfile gave and this one does not. */
    public Set<String> removedTags() {
      return changes.stream()
          .filter(change -> change.path().startsWith(tagsPath()) && change.after().isEmpty())
          .map(change -> change.path().substring(tagsPath().length()))
          .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a stand-in is needed, or one is left over. */
    public boolean concernsStandIn() {
      String leftOver = "services." + service + "." + Replacement.STAND_IN;
      return action == Action.REPLACE
          || changes.stream().anyMatch(change -> change.path().equals(leftOver));
    }

    private String tagsPath() {
      return "services." + service + "." + Tags.PREFIX;
    }
  }

  /** What is done to a service. */
  public enum Action {
    /** It does not exist. */
    CREATE,
    /** It differs from the stackfile. */
    UPDATE,
    /** It differs in what ECS changes of no service, so that another one takes its place. */
    REPLACE,
    /** The older tool made it; it gets ecs-compose's tags, and what differs is updated. */
    ADOPT,
    /** It gets new tasks without a change, as asked. */
    REDEPLOY,
    /** A run-once task that has not run in this form. */
    RUN,
    /** The stackfile no longer has it, and {@code deploy.prune} wants it gone. */
    REMOVE,
    /** Nothing, it is right. */
    NONE,
    /** Nothing, it does not exist and only updates were asked for. */
    SKIP;

    boolean changes() {
      return switch (this) {
        case CREATE, UPDATE, REPLACE, ADOPT, REDEPLOY, RUN, REMOVE -> true;
        case NONE, SKIP -> false;
      };
    }
  }
}
