package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.plan.LoadBalancing.Alias;
import io.github.ecscompose.plan.Resource.Kind;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DestroyDocumentTest {

  private static final List<Left> LEFT =
      List.of(
          new Left("service theirs", "it is theirs", false),
          new Left("load balancer shop-web-lb", "it is protected", true));

  @Test
  void isReadAsItWasWritten() {
    DestroyPlan plan =
        new DestroyPlan(
            List.of(
                Resource.of(new Alias("Z1", "www.example.com", "lb.example.com", "ZELB"), "web"),
                Resource.of(Kind.TARGET_GROUP, "shop-web-lb", "arn:tg", Optional.of("web")),
                Resource.of(Kind.CLUSTER, "shop", "shop", Optional.empty())),
            LEFT,
            List.of("services.web depends on user, which is destroyed"));
    ObjectNode document = PlanDocument.of(new DeploymentPlan(false, false, List.of()));
    DestroyDocument.add(document, plan);

    assertThat(DestroyDocument.read(document)).isEqualTo(plan);
    assertThat(document.path("operation").asText()).isEqualTo("destroy");
    assertThat(PlanDocument.read(document).services()).isEmpty();
  }

  @Test
  void keepsWhatIsLeft() {
    assertThat(DestroyDocument.readLeft(DestroyDocument.of(LEFT))).isEqualTo(LEFT);
  }
}
