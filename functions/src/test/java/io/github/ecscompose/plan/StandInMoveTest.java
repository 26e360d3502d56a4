package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.LiveService.Deployment;
import io.github.ecscompose.plan.StandInMove.Situation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes next in a replacement, for everything that there may be. */
class StandInMoveTest {

  private static final String DEPLOYMENT = "01HERE";
  private static final String TASK_DEFINITION = "arn:task-definition/shop-web:2";

  private static ObjectNode settings(String launchType, int count) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("launchType", launchType)
        .put("taskDefinition", TASK_DEFINITION)
        .put("desiredCount", count);
  }

  /**
   * A service as a table writes it: the launch type, then how it fares, then {@code theirs} where
   * another deployment made it.
   */
  private static Optional<LiveService> service(String name, String text) {
    if (text.equals("none")) {
      return Optional.empty();
    }
    List<String> words = List.of(text.split(" ", -1));
    int count = words.contains("stopped") ? 0 : 2;
    boolean stable = words.contains("stable");
    String taskDefinition = words.contains("older") ? "arn:x/shop-web:1" : TASK_DEFINITION;
    return Optional.of(
        new LiveService(
            name,
            "arn:" + name,
            words.contains("draining") ? "DRAINING" : "ACTIVE",
            taskDefinition,
            settings(words.getFirst(), count),
            Map.of(Tags.DEPLOYMENT, words.contains("theirs") ? "01EARLIER" : DEPLOYMENT),
            List.of(
                new Deployment(
                    "ecs-svc/1",
                    "PRIMARY",
                    stable ? "COMPLETED" : words.contains("failed") ? "FAILED" : "IN_PROGRESS",
                    "",
                    taskDefinition,
                    count,
                    stable ? count : 0,
                    0,
                    0))));
  }

  private static String next(String service, String standIn, boolean back) {
    StandInMove move =
        StandInMove.next(
            new Situation(
                service("web", service),
                service("stand-in", standIn),
                settings("FARGATE", 2),
                DEPLOYMENT,
                back));
    return switch (move) {
      case StandInMove.Proceed() -> "proceed";
      case StandInMove.Create() -> "create";
      case StandInMove.Adopt(LiveService live, ObjectNode update) ->
          update.size() == 1 ? "adopt" : "adopt with " + update.size() + " members";
      case StandInMove.Remove(LiveService live) -> "remove " + live.name();
      case StandInMove.Await(String progress) -> "await";
      case StandInMove.AwaitEnd(String progress) -> "await the end";
      case StandInMove.GiveUp(String reason) -> "give up";
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // The service is what it should be, or is not there.
        "none            | none                  | proceed",
        "none            | FARGATE stable        | proceed",
        "FARGATE stable  | none                  | proceed",
        "FARGATE stable  | FARGATE stable        | proceed",
        "FARGATE waiting | FARGATE failed        | proceed",
        // It has to go, and serves.
        "EC2 stable      | none                  | create",
        "EC2 failed      | none                  | create",
        "EC2 stable      | FARGATE waiting       | await",
        "EC2 stable      | FARGATE failed        | give up",
        "EC2 stable      | FARGATE stable        | remove web",
        "EC2 failed      | FARGATE waiting       | await",
        // ECS took it back to what an earlier deployment had given it.
        "EC2 stable      | FARGATE stable older  | await",
        "EC2 stable      | FARGATE draining      | await the end",
        // Its end has begun.
        "EC2 stopped     | FARGATE stable        | remove web",
        "EC2 stopped     | none                  | remove web",
        "EC2 draining    | FARGATE stable        | await the end",
        // An earlier deployment left a stand-in.
        "EC2 stable      | FARGATE stable theirs | adopt",
        "EC2 stable      | FARGATE failed theirs | adopt with 2 members",
        "EC2 stable      | FARGATE stable older theirs | adopt with 2 members",
        "EC2 stable      | EC2 stable theirs     | remove stand-in",
        "EC2 failed      | EC2 failed theirs     | remove stand-in",
        "EC2 failed      | EC2 stable theirs     | remove web"
      })
  void goesForward(String service, String standIn, String expected) {
    assertThat(next(service, standIn, false)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "none            | EC2 stable      | proceed",
        "FARGATE stopped | EC2 stable      | proceed",
        "EC2 stable      | none            | create",
        // Whatever serves is good enough to hold the place.
        "EC2 failed      | EC2 stable      | remove web",
        "EC2 stable      | EC2 stable      | remove web",
        // Nothing is lost.
        "EC2 failed      | EC2 failed      | remove web",
        // The service serves alone.
        "EC2 stable      | EC2 failed      | remove stand-in",
        "EC2 stable      | FARGATE waiting | await",
        "EC2 stable      | FARGATE failed  | give up",
        "EC2 draining    | EC2 stable      | await the end"
      })
  void goesBack(String service, String standIn, String expected) {
    assertThat(next(service, standIn, true)).isEqualTo(expected);
  }
}
