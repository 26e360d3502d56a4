package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.Before.Former;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What somebody else did to a service between the moment when the plan looked at it and the moment
 * when it is changed. The plan did not know it and told nobody of it, so that it must not be
 * overwritten either. Pure.
 *
 * <p>The count of tasks is left out: autoscaling may change it at any time.
 */
public final class Interference {

  static final String TASK_DEFINITION = "task definition";

  private Interference() {}

  /**
   * The settings that are neither what the plan found nor what is wanted. What is wanted may be
   * there already, by an earlier attempt of this deployment whose answer was lost.
   *
   * @param found the service as the plan found it
   * @param revisions ARNs of the task definitions that it may have, the plan's first
   * @param wanted the members of CreateService
   */
  public static List<Change> of(
      Former found, List<String> revisions, LiveService live, ObjectNode wanted) {
    Set<String> notWanted =
        ServiceView.compare(live.document(), wanted).differences().stream()
            .map(Change::path)
            .collect(Collectors.toSet());
    return Stream.concat(
            revision(revisions, live).stream(),
            settings(ServiceView.compare(found.document(), live.document()).differences().stream())
                .filter(change -> notWanted.contains(change.path())))
        .toList();
  }

  /**
   * The settings of a service that this very deployment made, and that are not those that it was
   * made with.
   *
   * @param made the members of CreateService
   */
  public static List<Change> ofMade(ObjectNode made, LiveService live) {
    return Stream.concat(
            revision(List.of(made.path("taskDefinition").asText()), live).stream(),
            settings(ServiceView.compare(live.document(), made).differences().stream())
                .map(change ->
                    new Change(
                        change.path(), /* before= */ change.after(), /* after= */ change.before())))
        .toList();
  }

  private static Stream<Change> settings(Stream<Change> differences) {
    return differences.filter(change -> !change.path().equals(DeploymentPlan.COUNT));
  }

  private static Optional<Change> revision(List<String> revisions, LiveService live) {
    return revisions.contains(live.taskDefinition())
        ? Optional.empty()
        : Optional.of(
            new Change(
                TASK_DEFINITION,
                revisions.stream().findFirst().map(Tags::revision),
                Optional.of(Tags.revision(live.taskDefinition()))));
  }
}
