package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.testing.ExecutionStopped;
import io.github.ecscompose.testing.FaultAt;
import io.github.ecscompose.testing.FaultAt.Kind;
import io.github.ecscompose.testing.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every call of a destroy fails once, in every way: nothing of ours is left, as without a fault,
 * and nothing of others is touched. Where the execution is stopped, the next destroy finishes it.
 */
class DestroyFaultsTest {

  /** What is destroyed: all of the cluster, or one service of it. */
  private static final List<Optional<String>> SCOPES =
      List.of(Optional.empty(), Optional.of("web"), Optional.of("user"), Optional.of("migrate"));

  private static Workflow prepared() {
    Workflow workflow = DestroyTest.prepared();
    assertThat(workflow.deploy(DestroyTest.STACK).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    workflow.loadBalancers.foreign(
        new Balancer("shop-theirs", false, List.of("subnet-1", "subnet-2"), List.of("sg-1")),
        Map.of(Tags.OLDER_TOOL_CLUSTER, "theirs"));
    workflow.discovery.foreignNamespace("theirs.sd");
    workflow.clusters.foreignRevision(
        workflow.clusters.revisions("shop-user").getFirst().definition(),
        Map.of(Tags.CLUSTER, "other", Tags.SERVICE, "other"));
    workflow.log.clear();
    return workflow;
  }

  /** All that there is, once what drains is gone. */
  private static String world(Workflow workflow) {
    workflow.clock.advanceSeconds(60);
    return List.of(
            workflow.clusters.names(),
            workflow.clusters.all(),
            workflow.loadBalancers.all(),
            workflow.dnsRecords.all(),
            workflow.discovery.all(),
            workflow.schedules.all(),
            workflow.records.finishedTasks("shop"),
            workflow.records.hasSchedule("shop"))
        .toString();
  }

  /** Of what is in use still for a moment, so that there is no answer to be lost. */
  private static boolean isRefusedByAws(String action) {
    return action.equals("elasticloadbalancing:DeleteTargetGroup")
        || action.equals("servicediscovery:DeleteNamespace");
  }

  static Stream<Arguments> scopesAndFaults() {
    return SCOPES.stream()
        .flatMap(scope ->
            Stream.of(Kind.FAILED, Kind.THROTTLED, Kind.ANSWER_LOST, Kind.KILLED_AFTER)
                .map(kind -> Arguments.of(scope, kind)));
  }

  @ParameterizedTest(name = "{0}, a call is {1}")
  @MethodSource("scopesAndFaults")
  void changeNothing(Optional<String> scope, Kind kind) {
    Workflow faultless = prepared();
    assertThat(faultless.destroy("shop", scope).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    List<String> calls = faultless.log.all();
    String expected = world(faultless);

    List<String> wrong = new ArrayList<>();
    for (int number = 0; number < calls.size(); number++) {
      String call = "%d %s: ".formatted(number, calls.get(number));
      Workflow workflow = prepared();
      FaultAt fault = new FaultAt(number, kind);
      workflow.log.conditions(fault);
      Report.Result result = workflow.destroy("shop", scope);
      if (!fault.hasStruck() && !isRefusedByAws(calls.get(number))) {
        wrong.add(call + "did not happen");
      } else if (result.status() != DeploymentStatus.SUCCEEDED) {
        wrong.add(call + result);
      } else if (!world(workflow).equals(expected)) {
        wrong.add(call + "another world");
      }
    }
    assertThat(calls).isNotEmpty();
    assertThat(wrong).isEmpty();
  }

  static Stream<Optional<String>> scopes() {
    return SCOPES.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scopes")
  void areMadeGoodByTheNextDestroy(Optional<String> scope) {
    Workflow faultless = prepared();
    faultless.destroy("shop", scope);
    List<String> calls = faultless.log.all();
    String expected = world(faultless);

    List<String> wrong = new ArrayList<>();
    for (int number = 0; number < calls.size(); number++) {
      String call = "%d %s: ".formatted(number, calls.get(number));
      Workflow workflow = prepared();
      workflow.log.conditions(new FaultAt(number, Kind.STOPPED_AFTER));
      if (!isStopped(workflow, scope) && !isRefusedByAws(calls.get(number))) {
        wrong.add(call + "did not happen");
      }
      workflow.log.conditions((any, action) -> {});
      Report.Result next = workflow.destroy("shop", scope);
      if (!next.status().hasSucceeded()) {
        wrong.add(call + next);
      } else if (!world(workflow).equals(expected)) {
        wrong.add(call + "another world");
      }
    }
    assertThat(wrong).isEmpty();
  }

  private static boolean isStopped(Workflow workflow, Optional<String> scope) {
    try {
      workflow.destroy("shop", scope);
      return false;
    } catch (ExecutionStopped stopped) {
      return true;
    }
  }
}
