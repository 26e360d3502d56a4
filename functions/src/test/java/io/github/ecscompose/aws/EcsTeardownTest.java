package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.plan.ClusterContents;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterContainsContainerInstancesException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeleteClusterResponse;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;

class EcsTeardownTest {

  private static final String ARN = "arn:aws:ecs:eu-west-1:1:task-definition/shop-user:";

  private final EcsClient client = mock(EcsClient.class);
  private final EcsTeardown teardown = new EcsTeardown(client);

  private void answer(Cluster... clusters) {
    when(client.describeClusters(any(DescribeClustersRequest.class)))
        .thenReturn(DescribeClustersResponse.builder().clusters(clusters).build());
  }

  @Test
  void tellsWhatAClusterHolds() {
    answer(
        Cluster.builder()
            .status("ACTIVE")
            .registeredContainerInstancesCount(1)
            .activeServicesCount(2)
            .runningTasksCount(3)
            .pendingTasksCount(4)
            .capacityProviders("FARGATE", "machines")
            .build());

    assertThat(teardown.contents("shop"))
        .contains(new ClusterContents(1, 2, 7, List.of("FARGATE", "machines")));
    verify(client).describeClusters(DescribeClustersRequest.builder().clusters("shop").build());
  }

  @Test
  void takesWhatIsLeftUnsaidForNothing() {
    answer(Cluster.builder().status("ACTIVE").build());

    assertThat(teardown.contents("shop")).contains(new ClusterContents(0, 0, 0, List.of()));
  }

  @Test
  void takesAnInactiveClusterForGone() {
    answer(Cluster.builder().status("INACTIVE").build());

    assertThat(teardown.contents("shop")).isEmpty();
  }

  @Test
  void listsTheRevisionsOfExactlyThatFamilyPageByPage() {
    when(client.listTaskDefinitions(any(ListTaskDefinitionsRequest.class)))
        .thenReturn(
            ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(ARN + "1", ARN.replace("user", "user-api") + "1")
                .nextToken("next")
                .build(),
            ListTaskDefinitionsResponse.builder().taskDefinitionArns(ARN + "12").build());

    assertThat(teardown.revisions("shop-user")).containsExactly(ARN + "1", ARN + "12");

    ArgumentCaptor<ListTaskDefinitionsRequest> requests =
        ArgumentCaptor.forClass(ListTaskDefinitionsRequest.class);
    verify(client, times(2)).listTaskDefinitions(requests.capture());
    assertThat(requests.getAllValues())
        .allMatch(request ->
            request.familyPrefix().equals("shop-user")
                && request.status() == TaskDefinitionStatus.ACTIVE
                && request.sort() == SortOrder.ASC
                && request.maxResults() == 100);
    assertThat(requests.getAllValues().getLast().nextToken()).isEqualTo("next");
  }

  @Test
  void readsTags() {
    when(client.describeTaskDefinition(
            DescribeTaskDefinitionRequest.builder()
                .taskDefinition("shop-user")
                .include(TaskDefinitionField.TAGS)
                .build()))
        .thenReturn(
            DescribeTaskDefinitionResponse.builder()
                .tags(Tag.builder().key("a").value("b").build())
                .build());

    assertThat(teardown.tags("shop-user")).isEqualTo(Map.of("a", "b"));
  }

  @Test
  void findsNoTagsOfWhatIsGone() {
    when(client.describeTaskDefinition(any(DescribeTaskDefinitionRequest.class)))
        .thenThrow(
            Failures.with(
                    ClientException.builder(),
                    "ClientException",
                    "Unable to describe task definition.",
                    400)
                .build())
        .thenThrow(Failures.throttled());

    assertThat(teardown.tags("shop-user")).isEmpty();
    assertThatThrownBy(() -> teardown.tags("shop-user")).isInstanceOf(ThrottledException.class);
  }

  @Test
  void deregistersARevision() {
    when(client.deregisterTaskDefinition(any(DeregisterTaskDefinitionRequest.class)))
        .thenReturn(DeregisterTaskDefinitionResponse.builder().build());

    teardown.deregister(ARN + "1");

    verify(client)
        .deregisterTaskDefinition(
            DeregisterTaskDefinitionRequest.builder().taskDefinition(ARN + "1").build());
  }

  private void status(TaskDefinitionStatus status) {
    when(client.deregisterTaskDefinition(any(DeregisterTaskDefinitionRequest.class)))
        .thenThrow(
            Failures.with(ClientException.builder(), "ClientException", "It cannot be.", 400)
                .build());
    when(client.describeTaskDefinition(any(DescribeTaskDefinitionRequest.class)))
        .thenReturn(
            DescribeTaskDefinitionResponse.builder()
                .taskDefinition(TaskDefinition.builder().status(status).build())
                .build());
  }

  @Test
  void takesARevisionThatIsOutOfUseForDeregistered() {
    status(TaskDefinitionStatus.INACTIVE);

    teardown.deregister(ARN + "1");
  }

  @Test
  void reportsThatARevisionStays() {
    status(TaskDefinitionStatus.ACTIVE);

    assertThatThrownBy(() -> teardown.deregister(ARN + "1"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("ecs:DeregisterTaskDefinition of task definition " + ARN + "1");
  }

  @Test
  void deletesACluster() {
    when(client.deleteCluster(DeleteClusterRequest.builder().cluster("shop").build()))
        .thenReturn(DeleteClusterResponse.builder().build())
        .thenThrow(
            Failures.with(
                    ClusterNotFoundException.builder(), "ClusterNotFoundException", "No.", 400)
                .build());

    assertThat(teardown.deleteCluster("shop")).isEmpty();
    assertThat(teardown.deleteCluster("shop")).isEmpty();
  }

  @Test
  void saysWhyAClusterStays() {
    when(client.deleteCluster(any(DeleteClusterRequest.class)))
        .thenThrow(
            Failures.with(
                    ClusterContainsContainerInstancesException.builder(),
                    "ClusterContainsContainerInstancesException",
                    "There are instances.",
                    400)
                .build())
        .thenThrow(Failures.denied());

    assertThat(teardown.deleteCluster("shop")).contains("ECS keeps it: There are instances.");
    assertThatThrownBy(() -> teardown.deleteCluster("shop"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("ecs:DeleteCluster of cluster shop failed");
  }
}
