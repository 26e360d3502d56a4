package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.plan.DeploymentPlan;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.plan.Limit;
import io.github.ecscompose.plan.PlanDocument;
import io.github.ecscompose.testing.Workflow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which of AWS's limits the plan says that a service counts against, and whose turn comes when. */
class PaceOfDeploymentTest {

  private static final Set<Limit> ALL =
      Set.of(Limit.TASK_DEFINITION_CHANGES, Limit.SERVICE_CHANGES, Limit.LOAD_BALANCER_CREATIONS);
  private static final Set<Limit> NEW =
      Set.of(Limit.TASK_DEFINITION_CHANGES, Limit.SERVICE_CHANGES);
  private static final Set<Limit> SETTINGS = Set.of(Limit.SERVICE_CHANGES);
  private static final Set<Limit> REVISION = Set.of(Limit.TASK_DEFINITION_CHANGES);

  private static final String STACKFILE =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2]}
        security_groups: {public: [sg-1]}
      services:
        web:
          image: web:1
          ports: ["8080:8080"]
          elb: {type: public, ports: {public: 80, container: 8080}}
        worker: {image: "worker:1"}
        migrate: {image: "migrate:1", type: task}
      """;

  private final Workflow world = new Workflow();

  private Map<String, Set<Limit>> limits(String stackfile, Options options) {
    Report.Result result = world.deploy(stackfile, options);
    return plan(result).services().stream()
        .collect(Collectors.toMap(ServicePlan::service, ServicePlan::limits));
  }

  private DeploymentPlan plan(Report.Result result) {
    try {
      return PlanDocument.read(JsonText.read(world.files.read(result.deployment(), "plan.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, Set<Limit>> limits(String stackfile) {
    return limits(stackfile, Options.NONE);
  }

  private void deployFirst() {
    world.deploy(STACKFILE);
  }

  @BeforeEach
  void endTasksWell() {
    world.beforeLooking(() ->
        world
            .clusters
            .taskArns()
            .forEach(task -> world.clusters.stop(task, "", Map.of("migrate", 0))));
  }

  @Test
  void whatIsNewCountsAgainstAll() {
    assertThat(limits(STACKFILE)).isEqualTo(Map.of("web", ALL, "worker", NEW, "migrate", REVISION));
  }

  @Test
  void whatDoesNotChangeCountsAgainstNone() {
    deployFirst();

    assertThat(limits(STACKFILE))
        .isEqualTo(Map.of("web", Set.of(), "worker", Set.of(), "migrate", Set.of()));
  }

  @Test
  void aNewImageIsANewRevision() {
    deployFirst();

    assertThat(limits(STACKFILE.replace("web:1", "web:2").replace("migrate:1", "migrate:2")))
        .isEqualTo(Map.of("web", NEW, "worker", Set.of(), "migrate", REVISION));
  }

  @Test
  void aSettingOfTheServiceIsNone() {
    deployFirst();

    assertThat(
            limits(
                STACKFILE.replace("\"worker:1\"", "\"worker:1\", desired_count: 3, tags: {a: b}")))
        .containsEntry("worker", SETTINGS);
  }

  @Test
  void newTasksOfTheSameSettingsAreNone() {
    deployFirst();

    assertThat(limits(STACKFILE, new Options(true, false)))
        .isEqualTo(Map.of("web", SETTINGS, "worker", SETTINGS, "migrate", Set.of()));
  }

  @Test
  void onlyUpdatingMakesNoLoadBalancer() {
    world.deploy(STACKFILE.replaceAll("(?m)^ +elb:.*\\R", ""));

    assertThat(limits(STACKFILE.replace("web:1", "web:2"), new Options(false, true)))
        .containsEntry("web", NEW);
  }

  @Test
  void aLoadBalancerIsMadeForAServiceThatRuns() {
    world.deploy(STACKFILE.replaceAll("(?m)^ +elb:.*\\R", ""));

    assertThat(limits(STACKFILE).get("web")).contains(Limit.LOAD_BALANCER_CREATIONS);
  }

  @Test
  void aReplacementCountsAsWhatItChanges() {
    world.deploy("services: {worker: {image: \"worker:1\"}}");
    String daemon = "services: {worker: {image: \"worker:1\", scheduling_strategy: DAEMON}}";

    assertThat(limits(daemon)).containsEntry("worker", SETTINGS);
    assertThat(limits(daemon.replace("worker:1", "worker:2"))).containsEntry("worker", NEW);
  }

  @Test
  void whatGoesCountsAsAChangeOfAService() {
    deployFirst();

    assertThat(limits("deploy: {prune: true}\nservices: {worker: {image: \"worker:1\"}}"))
        .isEqualTo(Map.of("worker", Set.of(), "web", SETTINGS));
  }

  @Test
  void eachWaveAndTheRemovalsHaveATimeOfTheirOwn() {
    String first = services("a", 60, "");
    world.deploy("services:\n" + first);

    Plan.Outline outline =
        outline(
            "deploy: {prune: true}\nservices:\n"
                + services("b", 25, "")
                + services("c", 22, ", depends_on: [b-0]"));

    assertThat(outline.waves().get(0)).hasSize(25);
    assertThat(outline.offsets())
        .containsEntry("b-18", 0)
        .containsEntry("b-24", 6)
        .containsEntry("c-18", 0)
        .containsEntry("c-21", 3);
    assertThat(outline.removals()).hasSize(60);
    assertThat(outline.offsets().get(outline.removals().getLast())).isEqualTo(3);
  }

  /** Else those that wait would hold the places of those that could begin. */
  @Test
  void whatMayBeginFirstComesFirst() {
    world.deploy("services:\n" + services("old", 3, ""));

    Plan.Outline outline =
        outline("services:\n" + services("new", 30, "") + services("old", 3, ", desired_count: 2"));

    List<Integer> offsets =
        outline.waves().getFirst().stream()
            .map(service -> outline.offsets().get(service.name()))
            .toList();
    assertThat(offsets).isSorted().hasSize(33).endsWith(11);
    assertThat(outline.offsets()).containsEntry("old-2", 0);
  }

  private static String services(String name, int number, String more) {
    return IntStream.range(0, number)
        .mapToObj(i -> "  %s-%d: {image: \"image:1\"%s}\n".formatted(name, i, more))
        .collect(Collectors.joining());
  }

  /** What the workflow is told of a deployment, which goes no further. */
  private Plan.Outline outline(String stackfile) {
    DeployRequest request =
        new DeployRequest(
            Optional.empty(),
            world.files.upload("stackfiles/shop.yml", stackfile),
            new Trigger("s3", "somebody", "2026-11-20T21:00:00Z"),
            Options.NONE,
            new Execution(
                "arn:aws:states:eu-central-1:123456789012:execution:deploy:paced",
                "paced",
                "2026-11-20T21:00:00Z"));
    DeploymentReference deployment =
        new Validate(world.files, world.records, path -> Map.of(), world.clock).run(request);
    return new Plan(world.files, world.records, world.sources(), world.clock).run(deployment);
  }
}
