package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.ServiceDocuments;
import io.github.ecscompose.plan.ServiceDocuments.Ties;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.plan.TaskDefinitions;
import io.github.ecscompose.stackfile.Compute;
import io.github.ecscompose.stackfile.Sidecar;
import io.github.ecscompose.step.Clusters.LiveTask;
import io.github.ecscompose.testing.ServiceSettings;
import io.github.ecscompose.testing.Services;
import java.net.SocketTimeoutException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.AssignPublicIp;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.CapacityProviderStrategyItem;
import software.amazon.awssdk.services.ecs.model.Cluster;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateServiceResponse;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DescribeClustersRequest;
import software.amazon.awssdk.services.ecs.model.DescribeClustersResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTasksRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTasksResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceEvent;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.ServiceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TagResourceRequest;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionFamilyStatus;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionStatus;
import software.amazon.awssdk.services.ecs.model.UntagResourceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;
import software.amazon.awssdk.services.ecs.model.UpdateServiceResponse;

class EcsClustersTest {

  private static final Map<String, String> TAGS = Map.of("ecs-compose:deployment", "d1");

  private final EcsClient client = mock(EcsClient.class);
  private final EcsClusters clusters = new EcsClusters(client);

  @ParameterizedTest
  @CsvSource({"ACTIVE, true", "INACTIVE, false", "PROVISIONING, false"})
  void knowsAnActiveCluster(String status, boolean exists) {
    when(client.describeClusters(any(DescribeClustersRequest.class)))
        .thenReturn(
            DescribeClustersResponse.builder()
                .clusters(Cluster.builder().status(status).build())
                .build());

    assertThat(clusters.exists("shop")).isEqualTo(exists);
  }

  @Test
  void knowsThatAClusterLacks() {
    when(client.describeClusters(any(DescribeClustersRequest.class)))
        .thenReturn(
            DescribeClustersResponse.builder()
                .failures(Failure.builder().reason("MISSING").build())
                .build());

    assertThat(clusters.exists("shop")).isFalse();
  }

  @Test
  void describesTenServicesACall() {
    when(client.describeServices(any(DescribeServicesRequest.class)))
        .thenAnswer(call -> {
          DescribeServicesRequest request = call.getArgument(0);
          return DescribeServicesResponse.builder()
              .services(request.services().stream().map(EcsClustersTest::service).toList())
              .build();
        });
    List<String> names = IntStream.range(0, 23).mapToObj(index -> "s" + index).toList();

    assertThat(clusters.services("shop", names)).containsOnlyKeys(names);

    ArgumentCaptor<DescribeServicesRequest> requests =
        ArgumentCaptor.forClass(DescribeServicesRequest.class);
    verify(client, times(3)).describeServices(requests.capture());
    assertThat(requests.getAllValues())
        .extracting(request -> request.services().size())
        .containsExactly(10, 10, 3);
    assertThat(requests.getAllValues())
        .allMatch(request -> request.include().equals(List.of(ServiceField.TAGS)))
        .allMatch(request -> request.cluster().equals("shop"));
  }

  @Test
  void asksNothingAboutNoServices() {
    assertThat(clusters.services("shop", List.of())).isEmpty();
    verifyNoInteractions(client);
  }

  @Test
  void takesInactiveServicesForAbsentAndDrainingOnesForPresent() {
    answerServices(
        service("gone").toBuilder().status("INACTIVE").build(),
        service("going").toBuilder().status("DRAINING").build());

    assertThat(clusters.services("shop", List.of("gone", "going"))).containsOnlyKeys("going");
  }

  @Test
  void readsAService() {
    answerServices(
        service("web").toBuilder()
            .taskDefinition("shop-web:2")
            .desiredCount(2)
            .tags(Tag.builder().key("a").value("b").build())
            .events(
                IntStream.range(0, 100)
                    .mapToObj(index -> ServiceEvent.builder().message("event " + index).build())
                    .toList())
            .deployments(
                deployment("ecs-svc/1", "ACTIVE", "2026-01-01T00:00:00Z"),
                deployment("ecs-svc/2", "PRIMARY", "2026-01-02T00:00:00Z"))
            .build());

    LiveService web = clusters.services("shop", List.of("web")).values().iterator().next();

    assertThat(web.taskDefinition()).isEqualTo("shop-web:2");
    assertThat(web.tags()).containsExactly(Map.entry("a", "b"));
    assertThat(web.document().path("desiredCount").asInt()).isEqualTo(2);
    assertThat(web.document().path("events")).hasSize(20);
    assertThat(web.document().at("/events/0/message").asText()).isEqualTo("event 0");
    assertThat(web.deployments())
        .extracting(LiveService.Deployment::id)
        .containsExactly("ecs-svc/2", "ecs-svc/1");
    assertThat(web.primary().orElseThrow())
        .isEqualTo(
            new LiveService.Deployment(
                "ecs-svc/2", "PRIMARY", "IN_PROGRESS", "", "shop-web:2", 2, 1, 1, 3));
  }

  @Test
  void findsNoServicesInAClusterThatLacks() {
    when(client.describeServices(any(DescribeServicesRequest.class)))
        .thenThrow(
            Failures.with(ClusterNotFoundException.builder(), "ClusterNotFoundException", "No", 400)
                .build());

    assertThat(clusters.services("shop", List.of("web"))).isEmpty();
  }

  @Test
  void doesNotTakeThrottlingForAbsence() {
    when(client.describeServices(any(DescribeServicesRequest.class)))
        .thenThrow(Failures.throttled());

    assertThatThrownBy(() -> clusters.services("shop", List.of("web")))
        .isInstanceOf(ThrottledException.class);
  }

  @Test
  void createsAService() throws JsonProcessingException {
    when(client.createService(any(CreateServiceRequest.class)))
        .thenReturn(CreateServiceResponse.builder().service(service("web")).build());

    LiveService created =
        clusters.create("shop", json("{\"serviceName\":\"web\",\"desiredCount\":2}"), TAGS, "t");

    verify(client)
        .createService(
            CreateServiceRequest.builder()
                .cluster("shop")
                .serviceName("web")
                .desiredCount(2)
                .tags(Tag.builder().key("ecs-compose:deployment").value("d1").build())
                .clientToken("t")
                .build());
    assertThat(created.tags()).isEqualTo(TAGS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"InvalidParameterException", "ClientException"})
  void takesAServiceThatThisDeploymentCreatedForCreated(String code)
      throws JsonProcessingException {
    failCreation(Failures.of(code, "Creation of service was not idempotent.", 400));
    answerServices(tagged("d1", "ACTIVE"));

    assertThat(clusters.create("shop", json("{\"serviceName\":\"web\"}"), TAGS, "t").name())
        .isEqualTo("web");
  }

  @ParameterizedTest
  @CsvSource({"d2, ACTIVE", "d1, DRAINING"})
  void refusesAServiceThatThisDeploymentDidNotCreate(String deployment, String status) {
    failCreation(Failures.of("ClientException", "Creation of service was not idempotent.", 400));
    answerServices(tagged(deployment, status));

    assertThatThrownBy(() -> clusters.create("shop", json("{\"serviceName\":\"web\"}"), TAGS, "t"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("did not create");
  }

  @Test
  void tellsWhyAServiceCannotBeCreated() {
    failCreation(Failures.denied());

    assertThatThrownBy(() -> clusters.create("shop", json("{\"serviceName\":\"web\"}"), TAGS, "t"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("ecs:CreateService of service web of cluster shop failed")
        .hasMessageContaining("Allow the role");
  }

  @Test
  void waitsForAServiceOfThatNameToDrain() {
    failCreation(
        Failures.of(
            "InvalidParameterException", "Unable to Start a service that is still Draining.", 400));

    assertThatThrownBy(() -> clusters.create("shop", json("{\"serviceName\":\"web\"}"), TAGS, "t"))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void updatesAService() throws JsonProcessingException {
    when(client.updateService(any(UpdateServiceRequest.class)))
        .thenReturn(UpdateServiceResponse.builder().service(service("web")).build());

    clusters.update("shop", json("{\"service\":\"web\",\"forceNewDeployment\":true}"));

    verify(client)
        .updateService(
            UpdateServiceRequest.builder()
                .cluster("shop")
                .service("web")
                .forceNewDeployment(true)
                .build());
  }

  @Test
  void tagsAService() {
    clusters.tag("arn:service", Map.of("a", "b"));

    verify(client)
        .tagResource(
            TagResourceRequest.builder()
                .resourceArn("arn:service")
                .tags(Tag.builder().key("a").value("b").build())
                .build());
  }

  /** All that a service and its task definition may say is known to the SDK by that name. */
  @Test
  void sendsAllThatAServiceMaySay() {
    io.github.ecscompose.stackfile.Service service =
        ServiceSettings.onFargate("web")
            .compute(
                new Compute(
                    Optional.empty(),
                    List.of(new Compute.CapacityProvider("FARGATE_SPOT", 3, 1)),
                    Optional.of(Compute.Architecture.ARM64),
                    Optional.of(30),
                    List.of(),
                    List.of(
                        new Compute.PlacementStrategy(
                            Compute.PlacementStrategy.Type.BINPACK, Optional.of("cpu")))))
            .sidecars(new Sidecar("proxy", Services.named("proxy").container(), false))
            .tags(Map.of("team", "a"))
            .build();
    when(client.createService(any(CreateServiceRequest.class)))
        .thenReturn(CreateServiceResponse.builder().service(service("web")).build());
    when(client.registerTaskDefinition(any(RegisterTaskDefinitionRequest.class)))
        .thenReturn(
            RegisterTaskDefinitionResponse.builder()
                .taskDefinition(definition -> definition.taskDefinitionArn("arn:td"))
                .build());

    clusters.create(
        "shop",
        ServiceDocuments.create(service, new Ties("arn:td", Optional.empty(), Optional.empty())),
        TAGS,
        "t");
    clusters.register(TaskDefinitions.of("shop", service), TAGS);

    ArgumentCaptor<CreateServiceRequest> created =
        ArgumentCaptor.forClass(CreateServiceRequest.class);
    verify(client).createService(created.capture());
    assertThat(created.getValue().capacityProviderStrategy())
        .extracting(CapacityProviderStrategyItem::capacityProvider)
        .containsExactly("FARGATE_SPOT");
    assertThat(created.getValue().placementStrategy().getFirst().field()).isEqualTo("cpu");
    assertThat(created.getValue().deploymentConfiguration().deploymentCircuitBreaker().rollback())
        .isTrue();
    assertThat(created.getValue().propagateTags()).isEqualTo(PropagateTags.SERVICE);
    assertThat(created.getValue().networkConfiguration().awsvpcConfiguration().assignPublicIp())
        .isEqualTo(AssignPublicIp.DISABLED);
    ArgumentCaptor<RegisterTaskDefinitionRequest> registered =
        ArgumentCaptor.forClass(RegisterTaskDefinitionRequest.class);
    verify(client).registerTaskDefinition(registered.capture());
    assertThat(registered.getValue().runtimePlatform().cpuArchitectureAsString())
        .isEqualTo("ARM64");
    assertThat(registered.getValue().ephemeralStorage().sizeInGiB()).isEqualTo(30);
    assertThat(registered.getValue().memory()).isEqualTo("512");
    assertThat(registered.getValue().containerDefinitions())
        .extracting(ContainerDefinition::name)
        .containsExactly("web", "proxy");
  }

  @Test
  void listsTheNamesOfServicesPageByPage() {
    when(client.listServices(any(ListServicesRequest.class)))
        .thenReturn(
            ListServicesResponse.builder()
                .serviceArns("arn:aws:ecs:eu-west-1:1:service/shop/web")
                .nextToken("more")
                .build())
        .thenReturn(
            ListServicesResponse.builder()
                .serviceArns("arn:aws:ecs:eu-west-1:1:service/worker")
                .build());

    assertThat(clusters.serviceNames("shop")).containsExactly("web", "worker");
    ArgumentCaptor<ListServicesRequest> requests =
        ArgumentCaptor.forClass(ListServicesRequest.class);
    verify(client, times(2)).listServices(requests.capture());
    assertThat(requests.getAllValues())
        .allMatch(request -> request.cluster().equals("shop") && request.maxResults() == 100);
    assertThat(requests.getAllValues().getLast().nextToken()).isEqualTo("more");
  }

  @Test
  void saysThatItMayNotListServices() {
    when(client.listServices(any(ListServicesRequest.class))).thenThrow(Failures.denied());

    assertThatThrownBy(() -> clusters.serviceNames("shop"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ecs:ListServices of services of cluster shop failed");
  }

  @Test
  void deletesAServiceThatHasNoTasksAnyMore() {
    when(client.deleteService(any(DeleteServiceRequest.class)))
        .thenReturn(DeleteServiceResponse.builder().service(service("web")).build());

    assertThat(clusters.delete("shop", "web").orElseThrow().name()).isEqualTo("web");

    verify(client)
        .deleteService(DeleteServiceRequest.builder().cluster("shop").service("web").build());
  }

  @Test
  void deletesAServiceThatIsGoneWithoutAFault() {
    when(client.deleteService(any(DeleteServiceRequest.class)))
        .thenThrow(
            Failures.with(
                    ServiceNotFoundException.builder(),
                    "ServiceNotFoundException",
                    "Service not found.",
                    400)
                .build());

    assertThat(clusters.delete("shop", "web")).isEmpty();
  }

  @Test
  void saysWhatItMayNotDelete() {
    when(client.deleteService(any(DeleteServiceRequest.class)))
        .thenThrow(Failures.denied())
        .thenThrow(Failures.throttled());

    assertThatThrownBy(() -> clusters.delete("shop", "web"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ecs:DeleteService of service web of cluster shop failed");
    assertThatThrownBy(() -> clusters.delete("shop", "web")).isInstanceOf(ThrottledException.class);
  }

  @Test
  void takesTagsOff() {
    clusters.untag("arn:service", Set.of("a"));

    verify(client)
        .untagResource(
            UntagResourceRequest.builder().resourceArn("arn:service").tagKeys("a").build());
  }

  @Test
  void saysWhatItMayNotUntag() {
    when(client.untagResource(any(UntagResourceRequest.class))).thenThrow(Failures.denied());

    assertThatThrownBy(() -> clusters.untag("arn:service", Set.of("a")))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ecs:UntagResource")
        .hasMessageContaining("arn:service");
  }

  @Test
  void tellsThatUntaggingWasThrottled() {
    when(client.untagResource(any(UntagResourceRequest.class))).thenThrow(Failures.throttled());

    assertThatThrownBy(() -> clusters.untag("arn:service", Set.of("a")))
        .isInstanceOf(ThrottledException.class);
  }

  @Test
  void listsFamiliesPageByPage() {
    when(client.listTaskDefinitionFamilies(any(ListTaskDefinitionFamiliesRequest.class)))
        .thenReturn(
            ListTaskDefinitionFamiliesResponse.builder()
                .families("shop-a")
                .nextToken("next")
                .build(),
            ListTaskDefinitionFamiliesResponse.builder().families("shop-b").build());

    assertThat(clusters.families("shop-")).containsExactly("shop-a", "shop-b");

    ArgumentCaptor<ListTaskDefinitionFamiliesRequest> requests =
        ArgumentCaptor.forClass(ListTaskDefinitionFamiliesRequest.class);
    verify(client, times(2)).listTaskDefinitionFamilies(requests.capture());
    assertThat(requests.getAllValues().getFirst().familyPrefix()).isEqualTo("shop-");
    assertThat(requests.getAllValues().getFirst().status())
        .isEqualTo(TaskDefinitionFamilyStatus.ACTIVE);
    assertThat(requests.getAllValues().getLast().nextToken()).isEqualTo("next");
  }

  @Test
  void readsATaskDefinitionAsItCouldBeRegistered() throws JsonProcessingException {
    when(client.describeTaskDefinition(any(DescribeTaskDefinitionRequest.class)))
        .thenReturn(
            DescribeTaskDefinitionResponse.builder()
                .taskDefinition(live ->
                    live.taskDefinitionArn("arn:1")
                        .family("shop-web")
                        .taskRoleArn("")
                        .revision(1)
                        .status(TaskDefinitionStatus.INACTIVE)
                        .compatibilitiesWithStrings("EC2")
                        .requiresAttributes(Attribute.builder().name("x").build())
                        .registeredAt(Instant.EPOCH)
                        .deregisteredAt(Instant.EPOCH)
                        .registeredBy("me")
                        .containerDefinitions(
                            ContainerDefinition.builder().name("web").cpu(1).build()))
                .build());

    TaskDefinition.Live live = clusters.taskDefinition("arn:1").orElseThrow();

    assertThat(live.arn()).isEqualTo("arn:1");
    assertThat(live.definition().document())
        .isEqualTo(
            json(
                "{\"family\":\"shop-web\",\"containerDefinitions\":[{\"name\":\"web\",\"cpu\":1}]}"));
  }

  @Test
  void findsNoTaskDefinitionOnlyWhereThereIsNone() {
    when(client.describeTaskDefinition(any(DescribeTaskDefinitionRequest.class)))
        .thenThrow(Failures.of("ClientException", "Unable to describe task definition.", 400))
        .thenThrow(Failures.of("ClientException", "Something else.", 400));

    assertThat(clusters.taskDefinition("shop-web")).isEmpty();
    assertThatThrownBy(() -> clusters.taskDefinition("shop-web"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Something else.");
  }

  @Test
  void registersATaskDefinition() throws JsonProcessingException {
    when(client.registerTaskDefinition(any(RegisterTaskDefinitionRequest.class)))
        .thenReturn(
            RegisterTaskDefinitionResponse.builder()
                .taskDefinition(live -> live.taskDefinitionArn("arn:2"))
                .build());

    assertThat(clusters.register(new TaskDefinition(json("{\"family\":\"shop-web\"}")), TAGS))
        .isEqualTo("arn:2");
    ArgumentCaptor<RegisterTaskDefinitionRequest> request =
        ArgumentCaptor.forClass(RegisterTaskDefinitionRequest.class);
    verify(client).registerTaskDefinition(request.capture());
    assertThat(SdkDocuments.toJson(request.getValue()))
        .isEqualTo(
            json(
                "{\"family\":\"shop-web\","
                    + "\"tags\":[{\"key\":\"ecs-compose:deployment\",\"value\":\"d1\"}]}"));
  }

  /** ECS may have registered it, and would register it again: the step has to look first. */
  @Test
  void registersNotTwiceWhereTheAnswerIsLost() {
    AnsweringHttp http =
        new AnsweringHttp(
            () -> {
              throw new SocketTimeoutException("Read timed out");
            },
            AnsweringHttp.json(200, "{}"));

    assertThatThrownBy(() -> registerOver(http)).isInstanceOf(TransientException.class);
    assertThat(http.requests()).isEqualTo(1);
  }

  @Test
  void registersNotTwiceWhereEcsFailed() {
    AnsweringHttp http =
        new AnsweringHttp(
            AnsweringHttp.json(500, "{\"__type\":\"ServerException\"}"),
            AnsweringHttp.json(200, "{}"));

    assertThatThrownBy(() -> registerOver(http)).isInstanceOf(TransientException.class);
    assertThat(http.requests()).isEqualTo(1);
  }

  @Test
  void registersAgainWhatEcsThrottled() throws JsonProcessingException {
    AnsweringHttp http =
        new AnsweringHttp(
            AnsweringHttp.json(400, "{\"__type\":\"ThrottlingException\"}"),
            AnsweringHttp.json(200, "{\"taskDefinition\":{\"taskDefinitionArn\":\"arn:3\"}}"));

    assertThat(registerOver(http)).isEqualTo("arn:3");
    assertThat(http.requests()).isEqualTo(2);
  }

  /** Registers with a client that, as the functions' own, repeats what fails. */
  private static String registerOver(SdkHttpClient http) throws JsonProcessingException {
    try (EcsClient repeating =
        EcsClient.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClient(http)
            .overrideConfiguration(
                new AwsClients(Map.of("AWS_REGION", "eu-west-1")).overrides("ecs"))
            .build()) {
      return new EcsClusters(repeating)
          .register(new TaskDefinition(json("{\"family\":\"shop-web\"}")), TAGS);
    }
  }

  @Test
  void reportsThatRegistrationsAreThrottled() {
    when(client.registerTaskDefinition(any(RegisterTaskDefinitionRequest.class)))
        .thenThrow(Failures.throttled());

    assertThatThrownBy(
            () -> clusters.register(new TaskDefinition(json("{\"family\":\"shop-web\"}")), TAGS))
        .isInstanceOf(ThrottledException.class);
  }

  @Test
  void runsATask() throws JsonProcessingException {
    answerRun(RunTaskResponse.builder().tasks(Task.builder().taskArn("arn:task").build()).build());

    assertThat(clusters.run("shop", json("{\"taskDefinition\":\"t:1\"}"), TAGS, "token"))
        .isEqualTo("arn:task");
    verify(client)
        .runTask(
            RunTaskRequest.builder()
                .cluster("shop")
                .taskDefinition("t:1")
                .tags(Tag.builder().key("ecs-compose:deployment").value("d1").build())
                .clientToken("token")
                .build());
  }

  @ParameterizedTest
  @CsvSource({
    "ATTRIBUTE, RefusedException",
    "LOCATION, RefusedException",
    "AGENT, TransientException",
    "RESOURCE:MEMORY, TransientException",
    "Capacity is unavailable at this time, TransientException"
  })
  void tellsWhyATaskWasNotPlaced(String reason, String expected) {
    answerRun(
        RunTaskResponse.builder()
            .failures(Failure.builder().arn("arn:instance").reason(reason).detail("why").build())
            .build());

    assertThatThrownBy(() -> clusters.run("shop", json("{\"taskDefinition\":\"t:1\"}"), TAGS, "t"))
        .hasMessage(
            "ecs:RunTask of task definition t:1 in cluster shop placed no task: "
                + reason
                + " (why)")
        .extracting(failure -> failure.getClass().getSimpleName())
        .isEqualTo(expected);
  }

  @Test
  void describesAHundredTasksACall() {
    when(client.describeTasks(any(DescribeTasksRequest.class)))
        .thenReturn(
            DescribeTasksResponse.builder()
                .tasks(
                    Task.builder()
                        .taskArn("arn:0")
                        .lastStatus("STOPPED")
                        .stoppedReason("Essential container in task exited")
                        .containers(
                            Container.builder()
                                .name("web")
                                .exitCode(137)
                                .reason("OutOfMemoryError: killed")
                                .build(),
                            Container.builder().name("side").build())
                        .build())
                .build(),
            DescribeTasksResponse.builder().build());
    List<String> arns = IntStream.range(0, 120).mapToObj(index -> "arn:" + index).toList();

    assertThat(clusters.tasks("shop", arns))
        .containsExactly(
            new LiveTask(
                "arn:0",
                "STOPPED",
                "Essential container in task exited; web: OutOfMemoryError: killed",
                Map.of("web", 137)));
    ArgumentCaptor<DescribeTasksRequest> requests =
        ArgumentCaptor.forClass(DescribeTasksRequest.class);
    verify(client, times(2)).describeTasks(requests.capture());
    assertThat(requests.getAllValues())
        .extracting(request -> request.tasks().size())
        .containsExactly(100, 20);
  }

  private void answerServices(Service... services) {
    when(client.describeServices(any(DescribeServicesRequest.class)))
        .thenReturn(DescribeServicesResponse.builder().services(services).build());
  }

  private void failCreation(AwsServiceException failure) {
    when(client.createService(any(CreateServiceRequest.class))).thenThrow(failure);
  }

  private void answerRun(RunTaskResponse response) {
    when(client.runTask(any(RunTaskRequest.class))).thenReturn(response);
  }

  private static Service service(String name) {
    return Service.builder()
        .serviceName(name)
        .serviceArn("arn:" + name)
        .status("ACTIVE")
        .taskDefinition("shop-" + name + ":1")
        .build();
  }

  private static Service tagged(String deployment, String status) {
    return service("web").toBuilder()
        .status(status)
        .tags(Tag.builder().key("ecs-compose:deployment").value(deployment).build())
        .build();
  }

  private static Deployment deployment(String id, String status, String createdAt) {
    return Deployment.builder()
        .id(id)
        .status(status)
        .rolloutState("IN_PROGRESS")
        .taskDefinition("shop-web:2")
        .desiredCount(2)
        .runningCount(1)
        .pendingCount(1)
        .failedTasks(3)
        .createdAt(Instant.parse(createdAt))
        .build();
  }

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }
}
