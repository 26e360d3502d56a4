package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import io.github.ecscompose.plan.ClusterContents;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.step.Teardown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterContainsCapacityProviderException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsContainerInstancesException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsServicesException;
import software.amazon.awssdk.services.ecs.model.ClusterContainsTasksException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.DeleteClusterRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.SortOrder;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.paginators.ListTaskDefinitionsIterable;

/** {@link Teardown} on ECS. */
public final class EcsTeardown implements Teardown {

  /** Most that one call takes, by ECS's service model. */
  private static final int REVISIONS_PER_CALL = 100;

  private final EcsClient client;

  public EcsTeardown(EcsClient client) {
    this.client = client;
  }

  @Override
  public Optional<ClusterContents> contents(String cluster) {
    DescribeClustersRequest request = DescribeClustersRequest.builder().clusters(cluster).build();
    return AwsErrors.call(
            "ecs:DescribeClusters", "cluster " + cluster, () -> client.describeClusters(request))
        .clusters()
        .stream()
        .filter(found -> "ACTIVE".equals(found.status()))
        .findFirst()
        .map(EcsTeardown::contents);
  }

  private static ClusterContents contents(Cluster found) {
    return new ClusterContents(
        requireNonNullElse(found.registeredContainerInstancesCount(), 0),
        requireNonNullElse(found.activeServicesCount(), 0),
        requireNonNullElse(found.runningTasksCount(), 0)
            + requireNonNullElse(found.pendingTasksCount(), 0),
        found.capacityProviders());
  }

  /** The family is compared again, for emulators take it for a prefix. */
  @Override
  public List<String> revisions(String family) {
    ListTaskDefinitionsRequest request =
        ListTaskDefinitionsRequest.builder()
            .familyPrefix(family)
            .status(TaskDefinitionStatus.ACTIVE)
            .sort(SortOrder.ASC)
            .maxResults(REVISIONS_PER_CALL)
            .build();
    return AwsErrors.call(
        "ecs:ListTaskDefinitions",
        "family " + family,
        () ->
            new ListTaskDefinitionsIterable(client, request)
                .taskDefinitionArns().stream()
                    .filter(arn -> Tags.revision(arn).matches("\\Q" + family + "\\E:\\d+"))
                    .toList());
  }

  @Override
  public Map<String, String> tags(String name) {
    DescribeTaskDefinitionRequest request =
        DescribeTaskDefinitionRequest.builder()
            .taskDefinition(name)
            .include(TaskDefinitionField.TAGS)
            .build();
    Map<String, String> tags = new HashMap<>();
    described(request)
        .ifPresent(found -> found.tags().forEach(tag -> tags.put(tag.key(), tag.value())));
    return tags;
  }

  private Optional<DescribeTaskDefinitionResponse> described(
      DescribeTaskDefinitionRequest request) {
    try {
      return Optional.of(client.describeTaskDefinition(request));
    } catch (SdkException failure) {
      if (failure instanceof AwsServiceException refusal
          && AwsErrors.message(refusal).contains("Unable to describe task definition")) {
        return Optional.empty();
      }
      throw AwsErrors.translate(
          "ecs:DescribeTaskDefinition", "task definition " + request.taskDefinition(), failure);
    }
  }

  /** What ECS says of a revision that an earlier call took out of use is not documented. */
  @Override
  public void deregister(String revisionArn) {
    DeregisterTaskDefinitionRequest request =
        DeregisterTaskDefinitionRequest.builder().taskDefinition(revisionArn).build();
    try {
      client.deregisterTaskDefinition(request);
    } catch (SdkException failure) {
      if (failure instanceof AwsServiceException && !isActive(revisionArn)) {
        return;
      }
      throw AwsErrors.translate(
          "ecs:DeregisterTaskDefinition", "task definition " + revisionArn, failure);
    }
  }

  private boolean isActive(String revisionArn) {
    DescribeTaskDefinitionRequest request =
        DescribeTaskDefinitionRequest.builder().taskDefinition(revisionArn).build();
    return described(request)
        .map(found -> found.taskDefinition().status() == TaskDefinitionStatus.ACTIVE)
        .orElse(false);
  }

  @Override
  public Optional<String> deleteCluster(String cluster) {
    DeleteClusterRequest request = DeleteClusterRequest.builder().cluster(cluster).build();
    try {
      client.deleteCluster(request);
      return Optional.empty();
    } catch (ClusterNotFoundException gone) {
      return Optional.empty();
    } catch (ClusterContainsServicesException
        | ClusterContainsTasksException
        | ClusterContainsContainerInstancesException
        | ClusterContainsCapacityProviderException notEmpty) {
      return Optional.of("ECS keeps it: " + AwsErrors.message(notEmpty));
    } catch (SdkException failure) {
      throw AwsErrors.translate("ecs:DeleteCluster", "cluster " + cluster, failure);
    }
  }
}
