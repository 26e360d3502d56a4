package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.RolloutTask;
import io.github.ecscompose.plan.TargetHealth;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attachment;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.EcsException;
import software.amazon.awssdk.services.ecs.model.HealthStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.ListTasksRequest;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.NetworkInterface;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthReasonEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthStateEnum;

class AwsRolloutsTest {

  private static final Instant NOW = Instant.parse("2026-11-20T20:00:00Z");

  private final EcsClient ecs = mock(EcsClient.class);
  private final ElasticLoadBalancingV2Client loadBalancing =
      mock(ElasticLoadBalancingV2Client.class);
  private final AwsRollouts rollouts =
      new AwsRollouts(ecs, loadBalancing, InstantSource.fixed(NOW));

  private void answerLists(ListTasksResponse running, ListTasksResponse stopped) {
    when(ecs.listTasks(any(ListTasksRequest.class)))
        .thenAnswer(
            call -> call.<ListTasksRequest>getArgument(0).startedBy() == null ? stopped : running);
  }

  private void answerTasks(Task... tasks) {
    when(ecs.describeTasks(any(DescribeTasksRequest.class)))
        .thenReturn(DescribeTasksResponse.builder().tasks(tasks).build());
  }

  private static ListTasksResponse arns(String... arns) {
    return ListTasksResponse.builder().taskArns(arns).build();
  }

  private static Task.Builder task(String arn) {
    return Task.builder().taskArn(arn).startedBy("ecs-svc/1").desiredStatus("RUNNING");
  }

  /** ECS takes startedBy as the only filter. */
  @Test
  void listsRunningTasksByWhatStartedThemAndStoppedOnesByTheirService() {
    answerLists(arns("arn:1"), arns("arn:2"));
    answerTasks();

    assertThat(rollouts.tasks("shop", "web", "ecs-svc/1")).isEmpty();

    ArgumentCaptor<ListTasksRequest> lists = ArgumentCaptor.forClass(ListTasksRequest.class);
    verify(ecs, times(2)).listTasks(lists.capture());
    assertThat(lists.getAllValues())
        .map(list ->
            ListTasksRequest.builder()
                .cluster(list.cluster())
                .startedBy(list.startedBy())
                .serviceName(list.serviceName())
                .desiredStatus(list.desiredStatus())
                .maxResults(list.maxResults())
                .build())
        .containsExactly(
            ListTasksRequest.builder()
                .cluster("shop")
                .startedBy("ecs-svc/1")
                .maxResults(100)
                .build(),
            ListTasksRequest.builder()
                .cluster("shop")
                .serviceName("web")
                .desiredStatus("STOPPED")
                .maxResults(100)
                .build());
    verify(ecs)
        .describeTasks(
            DescribeTasksRequest.builder().cluster("shop").tasks("arn:1", "arn:2").build());
  }

  @Test
  void describesNothingWhereThereIsNoTask() {
    answerLists(arns(), arns());

    assertThat(rollouts.tasks("shop", "web", "ecs-svc/1")).isEmpty();
    verify(ecs, never()).describeTasks(any(DescribeTasksRequest.class));
  }

  @Test
  void readsAHundredTasksACallAndThreeHundredAtMost() {
    String[] hundred =
        IntStream.range(0, 100).mapToObj(i -> "arn:" + i + "/").toArray(String[]::new);
    int[] page = {0};
    when(ecs.listTasks(any(ListTasksRequest.class)))
        .thenAnswer(call -> {
          if (call.<ListTasksRequest>getArgument(0).startedBy() != null) {
            return arns();
          }
          page[0]++;
          return ListTasksResponse.builder()
              .taskArns(List.of(hundred).stream().map(arn -> arn + page[0]).toList())
              .nextToken("more")
              .build();
        });
    answerTasks();

    rollouts.tasks("shop", "web", "ecs-svc/1");

    assertThat(page[0]).isEqualTo(3);
    ArgumentCaptor<DescribeTasksRequest> requests =
        ArgumentCaptor.forClass(DescribeTasksRequest.class);
    verify(ecs, times(3)).describeTasks(requests.capture());
    assertThat(requests.getAllValues())
        .extracting(request -> request.tasks().size())
        .containsOnly(100);
  }

  @Test
  void readsWhatTellsWhyATaskStopped() {
    answerLists(arns(), arns("arn:1", "arn:old"));
    answerTasks(
        task("arn:1")
            .desiredStatus("STOPPED")
            .lastStatus("DEPROVISIONING")
            .stopCode("EssentialContainerExited")
            .stoppedReason("Essential container in task exited")
            .startedAt(NOW.minusSeconds(100))
            .executionStoppedAt(NOW.minusSeconds(70))
            .stoppingAt(NOW.minusSeconds(60))
            .stoppedAt(NOW.minusSeconds(10))
            .containers(
                Container.builder()
                    .name("web")
                    .image("web:1")
                    .exitCode(137)
                    .reason("OutOfMemoryError")
                    .build())
            .build(),
        task("arn:old").startedBy("ecs-svc/0").desiredStatus("STOPPED").build());

    assertThat(rollouts.tasks("shop", "web", "ecs-svc/1"))
        .containsExactly(
            new RolloutTask(
                "arn:1",
                true,
                "EssentialContainerExited",
                "Essential container in task exited",
                "",
                30,
                Set.of(),
                List.of(
                    new RolloutTask.Container(
                        "web", "web:1", Optional.of(137), "OutOfMemoryError"))));
  }

  @Test
  void readsHowLongATaskRunsAndWhere() {
    answerLists(arns("arn:1", "arn:2"), arns());
    answerTasks(
        task("arn:1")
            .healthStatus(HealthStatus.HEALTHY)
            .startedAt(NOW.minusSeconds(42))
            .attachments(
                Attachment.builder()
                    .type("ElasticNetworkInterface")
                    .details(
                        KeyValuePair.builder().name("subnetId").value("subnet-1").build(),
                        KeyValuePair.builder().name("privateIPv4Address").value("10.0.0.1").build())
                    .build())
            .containers(
                Container.builder()
                    .name("web")
                    .networkInterfaces(
                        NetworkInterface.builder().privateIpv4Address("10.0.0.2").build())
                    .build())
            .build(),
        task("arn:2").build());

    List<RolloutTask> tasks = rollouts.tasks("shop", "web", "ecs-svc/1");

    assertThat(tasks.getFirst().seconds()).isEqualTo(42);
    assertThat(tasks.getFirst().health()).isEqualTo("HEALTHY");
    assertThat(tasks.getFirst().stopped()).isFalse();
    assertThat(tasks.getFirst().addresses()).containsExactlyInAnyOrder("10.0.0.1", "10.0.0.2");
    assertThat(tasks.getLast().seconds()).isZero();
    assertThat(tasks.getLast().addresses()).isEmpty();
  }

  @Test
  void hasNoTasksOfAClusterThatIsGone() {
    when(ecs.listTasks(any(ListTasksRequest.class)))
        .thenThrow(ClusterNotFoundException.builder().message("Cluster not found.").build());

    assertThat(rollouts.tasks("shop", "web", "ecs-svc/1")).isEmpty();
  }

  @Test
  void saysWhatWasRefused() {
    when(ecs.listTasks(any(ListTasksRequest.class)))
        .thenThrow(
            Failures.with(EcsException.builder(), "AccessDeniedException", "not authorized", 400)
                .build());

    assertThatThrownBy(() -> rollouts.tasks("shop", "web", "ecs-svc/1"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ecs:ListTasks of tasks of service web in cluster shop failed")
        .hasMessageContaining("Allow the role");
  }

  @Test
  void readsTheHealthOfTargets() {
    when(loadBalancing.describeTargetHealth(
            DescribeTargetHealthRequest.builder().targetGroupArn("arn:tg").build()))
        .thenReturn(
            DescribeTargetHealthResponse.builder()
                .targetHealthDescriptions(
                    TargetHealthDescription.builder()
                        .target(TargetDescription.builder().id("10.0.0.1").port(80).build())
                        .targetHealth(health -> health.state(TargetHealthStateEnum.HEALTHY))
                        .build(),
                    TargetHealthDescription.builder()
                        .target(TargetDescription.builder().id("10.0.0.2").port(80).build())
                        .targetHealth(health ->
                            health
                                .state(TargetHealthStateEnum.UNHEALTHY)
                                .reason(TargetHealthReasonEnum.TARGET_TIMEOUT)
                                .description("Request timed out"))
                        .build())
                .build());

    assertThat(rollouts.targets("arn:tg"))
        .containsExactly(
            new TargetHealth("10.0.0.1", "healthy", "", ""),
            new TargetHealth("10.0.0.2", "unhealthy", "Target.Timeout", "Request timed out"));
  }

  @Test
  void readsTheDeregistrationDelay() {
    when(loadBalancing.describeTargetGroupAttributes(
            DescribeTargetGroupAttributesRequest.builder().targetGroupArn("arn:tg").build()))
        .thenReturn(
            DescribeTargetGroupAttributesResponse.builder()
                .attributes(
                    TargetGroupAttribute.builder()
                        .key("slow_start.duration_seconds")
                        .value("0")
                        .build(),
                    TargetGroupAttribute.builder()
                        .key("deregistration_delay.timeout_seconds")
                        .value("120")
                        .build())
                .build());

    assertThat(rollouts.deregistrationDelay("arn:tg")).isEqualTo(120);
  }
}
