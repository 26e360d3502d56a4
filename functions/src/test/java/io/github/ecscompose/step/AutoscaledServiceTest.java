package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.testing.Workflow;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Services whose number of tasks Application Auto Scaling decides. */
class AutoscaledServiceTest {

  private static final String STACK =
      """
      services:
        web:
          image: web:1
          desired_count: 2
      """;

  private static final String ASKED = "application-autoscaling:DescribeScalableTargets";

  private final Workflow workflow = new Workflow();

  @BeforeEach
  void deploys() {
    workflow.deploy(STACK);
    workflow.log.clear();
  }

  private void scale(String service, int count) {
    workflow.clusters.update(
        "shop",
        JsonNodeFactory.instance.objectNode().put("service", service).put("desiredCount", count));
    workflow.log.clear();
  }

  private int count() {
    return workflow.clusters.live("web").document().path("desiredCount").asInt();
  }

  @Test
  void isLeftAtTheCountThatItWasScaledTo() {
    workflow.scalableTargets.register("shop", "web");
    scale("web", 5);

    Report.Result result = workflow.deploy(STACK);

    assertThat(result.status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.changing()).isEmpty();
    assertThat(workflow.log.counts()).containsEntry(ASKED, 1);
    for (String file : new String[] {"plan.json", "report.json"}) {
      assertThat(workflow.files.text(result.deployment(), file))
          .contains("\"services.web.desired_count: 2 → left at 5, which autoscaling decides\"");
    }
    assertThat(workflow.files.text(result.deployment(), "report.json"))
        .contains("\"unchanged\" : 1");
  }

  @Test
  void isAskedAfterOnlyWhereTheCountDiffers() {
    workflow.scalableTargets.register("shop", "web");

    Report.Result result = workflow.deploy(STACK);

    assertThat(workflow.log.counts()).doesNotContainKey(ASKED);
    assertThat(workflow.files.text(result.deployment(), "plan.json")).doesNotContain("notes");
  }

  @Test
  void isNotScaledByAnUpdateOfSomethingElse() {
    workflow.scalableTargets.register("shop", "web");
    scale("web", 5);

    Report.Result result = workflow.deploy(STACK.replace("web:1", "web:2"));

    assertThat(result.error()).isEmpty();
    assertThat(workflow.row(result, "web").changes())
        .containsExactly("services.web.image: \"web:1\" → \"web:2\"");
    assertThat(workflow.clusters.live("web").taskDefinition()).endsWith("shop-web:2");
    assertThat(count()).isEqualTo(5);
  }

  /** Between the plan, which saw the stackfile's count, and the update. */
  @Test
  void isNotScaledBackWhereItWasScaledMeanwhile() {
    String before = STACK + "  first:\n    image: first:1\n";
    workflow.deploy(before);
    workflow.beforeTheFirstLook(() -> scale("web", 4));

    Report.Result result =
        workflow.deploy(
            before
                .replace("first:1", "first:2")
                .replace("web:1", "web:2\n    depends_on: [first]"));

    assertThat(result.error()).isEmpty();
    assertThat(workflow.clusters.live("web").taskDefinition()).endsWith("shop-web:2");
    assertThat(count()).isEqualTo(4);
  }

  @Test
  void keepsItsCountWhenItIsRolledBack() {
    workflow.scalableTargets.register("shop", "web");
    scale("web", 5);
    workflow.beforeTheFirstLook(() -> {
      scale("web", 7);
      workflow.log.failNext("ecs:CreateService", new RefusedException("there is no such role"));
    });

    Report.Result result =
        workflow.deploy(
            STACK.replace("web:1", "web:2")
                + "  broken:\n    image: broken:1\n    depends_on: [web]\n");

    assertThat(result.status()).isEqualTo(DeploymentStatus.ROLLED_BACK);
    assertThat(workflow.clusters.live("web").taskDefinition()).endsWith("shop-web:1");
    assertThat(count()).isEqualTo(7);
  }

  @Test
  void takesTheStackfilesCountWhereNothingScalesIt() {
    scale("web", 5);

    Report.Result result = workflow.deploy(STACK);

    assertThat(workflow.row(result, "web").changes())
        .containsExactly("services.web.desired_count: 5 → 2");
    assertThat(count()).isEqualTo(2);
  }

  @Test
  void costsACallForFifty() {
    String many =
        "services:\n"
            + IntStream.range(0, 51)
                .mapToObj(i -> "  s%d: {image: \"s:1\", desired_count: 2}\n".formatted(i))
                .collect(Collectors.joining());
    workflow.deploy(many);
    for (int i = 0; i < 51; i++) {
      workflow.scalableTargets.register("shop", "s" + i);
      scale("s" + i, 3);
    }

    assertThat(workflow.deploy(many).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.log.counts()).containsEntry(ASKED, 2);
  }
}
