package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Service.Kind;
import io.github.ecscompose.step.DescribeCluster;
import io.github.ecscompose.step.DescribeCluster.Description;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Deploys a stack, and deploys what is then told of it. */
final class Described {

  private final Workflow world = new Workflow();
  private final Stack stack;

  private Described(Stack stack) {
    this.stack = known(stack);
  }

  /** What is told of a stack changes nothing, however it is found out. */
  static void assertChangesNothing(Stack stack) {
    Described described = new Described(stack);
    if (described.deploy()) {
      described.assertUnchanged();
      described.assertNothingIsLost();
    }
  }

  /** Values of secret variables are written as they are here, and so are not secret any more. */
  static Stack known(Stack stack) {
    ObjectNode json = StackDocument.toJson(stack);
    json.findParents("secretEnvironment")
        .forEach(container -> ((ObjectNode) container).putArray("secretEnvironment"));
    return StackDocument.fromJson(json);
  }

  private List<Service> services() {
    return stack.services().stream().filter(service -> service.kind() == Kind.SERVICE).toList();
  }

  /** Whether there is a service in it; run-once tasks leave nothing to tell. */
  private boolean deploy() {
    if (services().isEmpty()) {
      return false;
    }
    assertThat(world.deploy(services().toArray(Service[]::new)).error()).as("%s", stack).isEmpty();
    return true;
  }

  private void assertUnchanged() {
    Description description = describe();
    assertThat(description.warnings()).as("%s", stack).isEmpty();
    Stack told = read(description);
    assertThat(told.services().stream().map(StackDocument::digest).sorted())
        .isEqualTo(services().stream().map(StackDocument::digest).sorted().toList());
    assertThat(world.deploy(text(description)).status())
        .as(text(description))
        .isEqualTo(DeploymentStatus.UNCHANGED);
  }

  /** Without its digest nobody knows that a service is as it was deployed: it is read anew. */
  private void assertNothingIsLost() {
    services()
        .forEach(service ->
            world.clusters.untag(world.clusters.live(service.name()).arn(), Set.of(Tags.DIGEST)));

    Description description = describe();

    assertThat(description.warnings())
        .as(() -> text(description))
        .allMatch(warning -> warning.contains("sets its tags anew, and changes nothing else"))
        .hasSize(services().size());
    world.log.clear();
    assertThat(world.deploy(text(description)).error()).isEmpty();
    assertThat(world.log.changing()).as(text(description)).containsOnly("ecs:TagResource");
  }

  private Description describe() {
    Optional<Description> found =
        new DescribeCluster(world.files, world.records, world.sources(), world.schedules)
            .run("shop");
    return found.orElseThrow();
  }

  private static String text(Description description) {
    return StackfileText.yaml(description.stackfile(), description.warnings());
  }

  private static Stack read(Description description) {
    Parsed parsed =
        Stackfiles.read(
            List.of(Stackfiles.source("f", text(description))), "shop", new Variables(Map.of()));
    assertThat(parsed).as(text(description)).isInstanceOf(Parsed.Valid.class);
    return ((Parsed.Valid) parsed).stack();
  }
}
