package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.RefusedException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ApplicationAutoScalingException;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsRequest;
import software.amazon.awssdk.services.applicationautoscaling.model.DescribeScalableTargetsResponse;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;

class AutoScalingTargetsTest {

  private final ApplicationAutoScalingClient client = mock(ApplicationAutoScalingClient.class);
  private final AutoScalingTargets targets = new AutoScalingTargets(client);

  private static DescribeScalableTargetsResponse.Builder answer(String... ids) {
    return DescribeScalableTargetsResponse.builder()
        .scalableTargets(
            List.of(ids).stream()
                .map(id -> ScalableTarget.builder().resourceId(id).build())
                .toList());
  }

  @Test
  void asksForTheCountsOfServicesPageByPage() {
    when(client.describeScalableTargets(any(DescribeScalableTargetsRequest.class)))
        .thenReturn(
            answer("service/shop/web").nextToken("next").build(),
            answer("service/shop/user", "service/other/worker").build());

    assertThat(targets.among("shop", List.of("worker", "web", "user")))
        .containsExactlyInAnyOrder("web", "user");

    ArgumentCaptor<DescribeScalableTargetsRequest> requests =
        ArgumentCaptor.forClass(DescribeScalableTargetsRequest.class);
    verify(client, times(2)).describeScalableTargets(requests.capture());
    assertThat(SdkDocuments.toJson(requests.getAllValues().getFirst()).toString())
        .isEqualTo(
            "{\"ServiceNamespace\":\"ecs\","
                + "\"ResourceIds\":[\"service/shop/user\",\"service/shop/web\",\"service/shop/worker\"],"
                + "\"ScalableDimension\":\"ecs:service:DesiredCount\"}");
    assertThat(requests.getAllValues().getLast().nextToken()).isEqualTo("next");
  }

  @Test
  void asksForFiftyAtATime() {
    when(client.describeScalableTargets(any(DescribeScalableTargetsRequest.class)))
        .thenReturn(answer().build());

    assertThat(targets.among("shop", IntStream.range(0, 101).mapToObj(i -> "s" + i).toList()))
        .isEmpty();

    ArgumentCaptor<DescribeScalableTargetsRequest> requests =
        ArgumentCaptor.forClass(DescribeScalableTargetsRequest.class);
    verify(client, times(3)).describeScalableTargets(requests.capture());
    assertThat(requests.getAllValues())
        .extracting(request -> request.resourceIds().size())
        .containsExactly(50, 50, 1);
  }

  @Test
  void asksForNothingWithoutAService() {
    assertThat(targets.among("shop", List.of())).isEmpty();
    verifyNoInteractions(client);
  }

  @Test
  void saysWhichRightIsMissing() {
    when(client.describeScalableTargets(any(DescribeScalableTargetsRequest.class)))
        .thenThrow(
            Failures.with(
                    ApplicationAutoScalingException.builder(), "AccessDeniedException", "No", 400)
                .build());

    assertThatThrownBy(() -> targets.among("shop", List.of("web")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("application-autoscaling:DescribeScalableTargets")
        .hasMessageContaining("cluster shop");
  }
}
