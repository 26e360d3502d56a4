package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.step.Clusters;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryUtils;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionFamilyStatus;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.paginators.ListServicesIterable;
import software.amazon.awssdk.services.ecs.paginators.ListTaskDefinitionFamiliesIterable;

/** {@link Clusters} on ECS. */
public final class EcsClusters implements Clusters {

  // Most that one call takes, by ECS's service model.
  private static final int SERVICES_PER_CALL = 10;
  private static final int TASKS_PER_CALL = 100;
  private static final int NAMES_PER_CALL = 100;

  private static final int REGISTRATIONS = 6;

  private final EcsClient client;

  public EcsClusters(EcsClient client) {
    this.client = client;
  }

  @Override
  public boolean exists(String cluster) {
    DescribeClustersRequest request = DescribeClustersRequest.builder().clusters(cluster).build();
    return AwsErrors.call(
            "ecs:DescribeClusters", "cluster " + cluster, () -> client.describeClusters(request))
        .clusters()
        .stream()
        .anyMatch(found -> "ACTIVE".equals(found.status()));
  }

  @Override
  public Map<String, LiveService> services(String cluster, Collection<String> names) {
    Map<String, LiveService> found = new LinkedHashMap<>();
    names.stream()
        .distinct()
        .gather(Gatherers.windowFixed(SERVICES_PER_CALL))
        .flatMap(batch -> describe(cluster, batch).stream())
        .forEach(service -> found.put(service.name(), service));
    return found;
  }

  @Override
  public Set<String> serviceNames(String cluster) {
    ListServicesRequest request =
        ListServicesRequest.builder().cluster(cluster).maxResults(NAMES_PER_CALL).build();
    return AwsErrors.call(
        "ecs:ListServices",
        "services of cluster " + cluster,
        () ->
            new ListServicesIterable(client, request)
                .serviceArns().stream()
                    .map(arn -> arn.substring(arn.lastIndexOf('/') + 1))
                    .collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  private List<LiveService> describe(String cluster, List<String> names) {
    DescribeServicesRequest request =
        DescribeServicesRequest.builder()
            .cluster(cluster)
            .services(names)
            .include(ServiceField.TAGS)
            .build();
    return AwsErrors.find(
            "ecs:DescribeServices",
            "services " + String.join(", ", names) + " of cluster " + cluster,
            ClusterNotFoundException.class,
            () -> client.describeServices(request))
        .map(DescribeServicesResponse::services)
        .orElse(List.of())
        .stream()
        .filter(service -> !"INACTIVE".equals(service.status()))
        .map(service -> LiveServices.of(service, Map.of()))
        .toList();
  }

  @Override
  public LiveService create(
      String cluster, ObjectNode service, Map<String, String> tags, String clientToken) {
    CreateServiceRequest request =
        SdkDocuments.fromJson(service, CreateServiceRequest.builder())
            .cluster(cluster)
            .tags(ecsTags(tags))
            .clientToken(clientToken)
            .build();
    try {
      return LiveServices.of(client.createService(request).service(), tags);
    } catch (SdkException failure) {
      if (says("not idempotent", failure)) {
        return createdBefore(cluster, request.serviceName(), tags, failure);
      }
      throw AwsErrors.translate(
          "ecs:CreateService",
          "service " + request.serviceName() + " of cluster " + cluster,
          failure);
    }
  }

  /**
   * ECS says so when the answer to an equal call was lost and ECS has since forgotten the client
   * token or tells the two calls apart, and also when the service is somebody else's.
   */
  private LiveService createdBefore(
      String cluster, String name, Map<String, String> tags, SdkException failure) {
    return describe(cluster, List.of(name)).stream()
        .filter(service -> service.status().equals("ACTIVE"))
        .filter(service -> isOf(tags, service))
        .findFirst()
        .orElseThrow(() ->
            new RefusedException(
                "ecs:CreateService of service "
                    + name
                    + " of cluster "
                    + cluster
                    + " failed: a service of that name has come to exist that this deployment"
                    + " did not create. Deploy again, so that it is planned for.",
                failure));
  }

  private static boolean isOf(Map<String, String> tags, LiveService service) {
    String ours = tags.get(Tags.DEPLOYMENT);
    return ours != null && ours.equals(service.tags().get(Tags.DEPLOYMENT));
  }

  private static boolean says(String message, SdkException failure) {
    return failure instanceof AwsServiceException refusal
        && AwsErrors.message(refusal).contains(message);
  }

  @Override
  public LiveService update(String cluster, ObjectNode service) {
    UpdateServiceRequest request =
        SdkDocuments.fromJson(service, UpdateServiceRequest.builder()).cluster(cluster).build();
    return LiveServices.of(
        AwsErrors.call(
                "ecs:UpdateService",
                "service " + request.service() + " of cluster " + cluster,
                () -> client.updateService(request))
            .service(),
        Map.of());
  }

  @Override
  public Optional<LiveService> delete(String cluster, String name) {
    DeleteServiceRequest request =
        DeleteServiceRequest.builder().cluster(cluster).service(name).build();
    return AwsErrors.find(
            "ecs:DeleteService",
            "service " + name + " of cluster " + cluster,
            ServiceNotFoundException.class,
            () -> client.deleteService(request))
        .map(response -> LiveServices.of(response.service(), Map.of()));
  }

  @Override
  public void tag(String arn, Map<String, String> tags) {
    TagResourceRequest request =
        TagResourceRequest.builder().resourceArn(arn).tags(ecsTags(tags)).build();
    AwsErrors.call("ecs:TagResource", arn, () -> client.tagResource(request));
  }

  @Override
  public void untag(String arn, Set<String> keys) {
    UntagResourceRequest request =
        UntagResourceRequest.builder().resourceArn(arn).tagKeys(keys).build();
    AwsErrors.call("ecs:UntagResource", arn, () -> client.untagResource(request));
  }

  @Override
  public Set<String> families(String prefix) {
    ListTaskDefinitionFamiliesRequest request =
        ListTaskDefinitionFamiliesRequest.builder()
            .familyPrefix(prefix)
            .status(TaskDefinitionFamilyStatus.ACTIVE)
            .maxResults(100)
            .build();
    return AwsErrors.call(
        "ecs:ListTaskDefinitionFamilies",
        "families " + prefix + "*",
        () ->
            new ListTaskDefinitionFamiliesIterable(client, request)
                .families().stream().collect(Collectors.toCollection(LinkedHashSet::new)));
  }

  @Override
  public Optional<TaskDefinition.Live> taskDefinition(String name) {
    DescribeTaskDefinitionRequest request =
        DescribeTaskDefinitionRequest.builder().taskDefinition(name).build();
    try {
      var found = client.describeTaskDefinition(request).taskDefinition();
      return Optional.of(
          new TaskDefinition.Live(
              found.taskDefinitionArn(),
              requireNonNullElse(found.statusAsString(), ""),
              new TaskDefinition(registrable(found))));
    } catch (SdkException failure) {
      if (says("Unable to describe task definition", failure)) {
        return Optional.empty();
      }
      throw AwsErrors.translate("ecs:DescribeTaskDefinition", "task definition " + name, failure);
    }
  }

  /** What RegisterTaskDefinition would take to make the same again. */
  private static ObjectNode registrable(
      software.amazon.awssdk.services.ecs.model.TaskDefinition live) {
    ObjectNode document = SdkDocuments.toJson(live);
    document.retain(SdkDocuments.members(RegisterTaskDefinitionRequest.builder().build()));
    // AWS leaves out what is not set, where emulators write an empty text.
    document.removeIf(member -> member.isTextual() && member.textValue().isEmpty());
    return document;
  }

  /**
   * The call knows no client token, so that after a lost answer another one would make a second
   * revision: only what ECS turned away is repeated here, the rest by the workflow, which looks
   * first.
   */
  @Override
  public String register(TaskDefinition taskDefinition, Map<String, String> tags) {
    RegisterTaskDefinitionRequest request =
        SdkDocuments.fromJson(taskDefinition.document(), RegisterTaskDefinitionRequest.builder())
            .tags(ecsTags(tags))
            .overrideConfiguration(override -> override.addPlugin(EcsClusters::repeatIfThrottled))
            .build();
    return AwsErrors.call(
            "ecs:RegisterTaskDefinition",
            "task definition " + taskDefinition.family(),
            () -> client.registerTaskDefinition(request))
        .taskDefinition()
        .taskDefinitionArn();
  }

  private static void repeatIfThrottled(SdkServiceClientConfiguration.Builder configuration) {
    configuration.overrideConfiguration(
        configuration.overrideConfiguration().toBuilder()
            .retryStrategy(
                DefaultRetryStrategy.standardStrategyBuilder()
                    .maxAttempts(REGISTRATIONS)
                    .retryOnException(EcsClusters::isThrottled)
                    .treatAsThrottling(EcsClusters::isThrottled)
                    .build())
            .build());
  }

  private static boolean isThrottled(Throwable failure) {
    return failure instanceof SdkException sdk && RetryUtils.isThrottlingException(sdk);
  }

  @Override
  public String run(String cluster, ObjectNode task, Map<String, String> tags, String clientToken) {
    RunTaskRequest request =
        SdkDocuments.fromJson(task, RunTaskRequest.builder())
            .cluster(cluster)
            .tags(ecsTags(tags))
            .clientToken(clientToken)
            .build();
    String subject = "task definition " + request.taskDefinition() + " in cluster " + cluster;
    RunTaskResponse response =
        AwsErrors.call("ecs:RunTask", subject, () -> client.runTask(request));
    if (response.tasks().isEmpty()) {
      throw notPlaced(subject, response.failures());
    }
    return response.tasks().getFirst().taskArn();
  }

  private static RuntimeException notPlaced(String subject, List<Failure> failures) {
    String reasons =
        failures.stream().map(EcsClusters::describe).distinct().collect(Collectors.joining("; "));
    String message =
        "ecs:RunTask of "
            + subject
            + " placed no task: "
            + (reasons.isEmpty() ? "no reason given" : reasons);
    return failures.isEmpty() || failures.stream().anyMatch(EcsClusters::isPassing)
        ? new TransientException(message)
        : new RefusedException(message);
  }

  private static String describe(Failure failure) {
    String reason = requireNonNullElse(failure.reason(), "no reason given");
    return failure.detail() == null ? reason : reason + " (" + failure.detail() + ")";
  }

  /** Whether capacity or an agent lacks, which other tasks' ends or new instances may mend. */
  private static boolean isPassing(Failure failure) {
    String reason = requireNonNullElse(failure.reason(), "");
    return reason.equals("AGENT")
        || reason.startsWith("RESOURCE:")
        || reason.startsWith("Capacity is unavailable");
  }

  @Override
  public List<LiveTask> tasks(String cluster, Collection<String> arns) {
    return arns.stream()
        .distinct()
        .gather(Gatherers.windowFixed(TASKS_PER_CALL))
        .flatMap(batch -> describeTasks(cluster, batch).stream())
        .toList();
  }

  private List<LiveTask> describeTasks(String cluster, List<String> arns) {
    DescribeTasksRequest request =
        DescribeTasksRequest.builder().cluster(cluster).tasks(arns).build();
    return AwsErrors.find(
            "ecs:DescribeTasks",
            arns.size() + " tasks of cluster " + cluster,
            ClusterNotFoundException.class,
            () -> client.describeTasks(request))
        .map(DescribeTasksResponse::tasks)
        .orElse(List.of())
        .stream()
        .map(LiveServices::task)
        .toList();
  }

  private static List<Tag> ecsTags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
