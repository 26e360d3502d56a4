package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.NamespacePendingException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.step.ServiceDiscovery.Namespace;
import io.github.ecscompose.step.ServiceDiscovery.Registry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.CreatePrivateDnsNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreatePrivateDnsNamespaceResponse;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeleteNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteNamespaceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.DuplicateRequestException;
import software.amazon.awssdk.services.servicediscovery.model.GetNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetNamespaceResponse;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationResponse;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListNamespacesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListNamespacesResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesResponse;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceResponse;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceAlreadyExistsException;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceSummary;
import software.amazon.awssdk.services.servicediscovery.model.Operation;
import software.amazon.awssdk.services.servicediscovery.model.OperationTargetType;
import software.amazon.awssdk.services.servicediscovery.model.ResourceInUseException;
import software.amazon.awssdk.services.servicediscovery.model.Service;
import software.amazon.awssdk.services.servicediscovery.model.ServiceAlreadyExistsException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.servicediscovery.model.Tag;

class CloudMapDiscoveryTest {

  private static final Map<String, String> TAGS = Map.of("ecs-compose:cluster", "shop");
  private static final Discovery WEB = new Discovery("web", "shop.sd", "vpc-1");

  private final ServiceDiscoveryClient client = mock(ServiceDiscoveryClient.class);
  private final List<Duration> pauses = new ArrayList<>();
  private final CloudMapDiscovery discovery = new CloudMapDiscovery(client, pauses::add);

  @Test
  void findsAPrivateNamespacePageByPage() {
    when(client.listNamespaces(any(ListNamespacesRequest.class)))
        .thenReturn(
            ListNamespacesResponse.builder()
                .namespaces(
                    namespace("ns-1", "other.sd", "DNS_PRIVATE"),
                    namespace("ns-2", "shop.sd", "HTTP"))
                .nextToken("next")
                .build(),
            ListNamespacesResponse.builder()
                .namespaces(namespace("ns-3", "shop.sd", "DNS_PRIVATE"))
                .build());

    assertThat(discovery.namespace("shop.sd")).contains("ns-3");

    ArgumentCaptor<ListNamespacesRequest> requests =
        ArgumentCaptor.forClass(ListNamespacesRequest.class);
    verify(client, times(2)).listNamespaces(requests.capture());
    assertThat(requests.getAllValues().getFirst().filters())
        .extracting(filter -> filter.nameAsString() + "=" + filter.values())
        .containsExactly("TYPE=[DNS_PRIVATE]", "NAME=[shop.sd]");
    assertThat(requests.getAllValues().getLast().nextToken()).isEqualTo("next");
  }

  @Test
  void findsNoNamespaceOfAnotherNameOrType() {
    answerNamespaces(namespace("ns-1", "shop.sd", "HTTP"), namespace("ns-2", "x", "DNS_PRIVATE"));

    assertThat(discovery.namespace("shop.sd")).isEmpty();
  }

  @Test
  void refusesToGuessAmongNamespacesOfOneName() {
    answerNamespaces(
        namespace("ns-1", "shop.sd", "DNS_PRIVATE"), namespace("ns-2", "shop.sd", "DNS_PRIVATE"));

    assertThatThrownBy(() -> discovery.namespace("shop.sd"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("ns-1, ns-2")
        .hasMessageContaining("service_discovery.namespace");
  }

  @Test
  void reportsThatListingIsThrottled() {
    when(client.listNamespaces(any(ListNamespacesRequest.class))).thenThrow(Failures.throttled());

    assertThatThrownBy(() -> discovery.namespace("shop.sd")).isInstanceOf(ThrottledException.class);
  }

  @Test
  void makesANamespaceAndWaitsForItAWhile() {
    startOperation("op-1");
    answerOperations(operation("SUBMITTED"), operation("PENDING"), succeeded("ns-1"));

    assertThat(discovery.createNamespace("shop.sd", "vpc-1", "r1", TAGS)).isEqualTo("ns-1");

    verify(client)
        .createPrivateDnsNamespace(
            CreatePrivateDnsNamespaceRequest.builder()
                .name("shop.sd")
                .vpc("vpc-1")
                .creatorRequestId("r1")
                .tags(Tag.builder().key("ecs-compose:cluster").value("shop").build())
                .build());
    assertThat(pauses).containsExactly(Duration.ofSeconds(1), Duration.ofSeconds(1));
  }

  @Test
  void handsBackToTheWorkflowWhatTakesLonger() {
    startOperation("op-1");
    answerOperations(operation("PENDING"));

    assertThatThrownBy(() -> discovery.createNamespace("shop.sd", "vpc-1", "r1", TAGS))
        .isInstanceOf(NamespacePendingException.class);
    verify(client, times(5))
        .getOperation(GetOperationRequest.builder().operationId("op-1").build());
    assertThat(pauses).hasSize(4);
  }

  @Test
  void tellsWhyANamespaceCouldNotBeMade() {
    startOperation("op-1");
    answerOperations(
        operation("FAIL").toBuilder()
            .errorCode("CANNOT_CREATE_HOSTED_ZONE")
            .errorMessage("The VPC is associated with a conflicting domain")
            .build());

    assertThatThrownBy(() -> discovery.createNamespace("shop.sd", "vpc-1", "r1", TAGS))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("conflicting domain")
        .hasMessageContaining("CANNOT_CREATE_HOSTED_ZONE");
  }

  @Test
  void joinsARequestThatIsUnderWay() {
    when(client.createPrivateDnsNamespace(any(CreatePrivateDnsNamespaceRequest.class)))
        .thenThrow(
            Failures.with(
                    DuplicateRequestException.builder().duplicateOperationId("op-0"),
                    "DuplicateRequest",
                    "Already in progress",
                    400)
                .build());
    answerOperations(succeeded("ns-1"));

    assertThat(discovery.createNamespace("shop.sd", "vpc-1", "r1", TAGS)).isEqualTo("ns-1");
    verify(client).getOperation(GetOperationRequest.builder().operationId("op-0").build());
  }

  @Test
  void findsANamespaceThatAnEarlierCallMade() {
    namespaceExists("r1");
    answerNamespaces(namespace("ns-1", "shop.sd", "DNS_PRIVATE"));

    assertThat(discovery.createNamespace("shop.sd", "vpc-1", "r1", TAGS)).isEqualTo("ns-1");
  }

  @Test
  void trustsTheAnswerWhereItsOwnNamespaceIsNotListedYet() {
    namespaceExists("r1");
    answerNamespaces();

    assertThat(discovery.createNamespace("shop.sd", "vpc-1", "r1", TAGS)).isEqualTo("ns-exists");
  }

  @Test
  void refusesANameThatANamespaceOfAnotherKindHas() {
    namespaceExists("somebody-else");
    answerNamespaces(namespace("ns-exists", "shop.sd", "HTTP"));

    assertThatThrownBy(() -> discovery.createNamespace("shop.sd", "vpc-1", "r1", TAGS))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("no private DNS namespace");
  }

  @Test
  void findsAServiceWithoutRegardToCaseAndInItsOwnNamespaceOnly() {
    answerServices(summary("srv-1", "WEB"), summary("srv-2", "web"), summary("srv-3", "other"));
    answerService("srv-1", service("srv-1", "WEB", "ns-other"));
    answerService("srv-2", service("srv-2", "web", "ns-1"));

    assertThat(discovery.registry("ns-1", "Web"))
        .contains(new Registry("arn:srv-2", "web", "A", Optional.empty()));
    verify(client, times(2)).getService(any(GetServiceRequest.class));
  }

  @Test
  void findsNoServiceThatHasJustGone() {
    answerServices(summary("srv-1", "web"));
    when(client.getService(any(GetServiceRequest.class)))
        .thenThrow(
            Failures.with(ServiceNotFoundException.builder(), "ServiceNotFound", "No", 404)
                .build());

    assertThat(discovery.registry("ns-1", "web")).isEmpty();
  }

  @Test
  void listsTheServicesOfANamespacePageByPage() {
    when(client.listServices(any(ListServicesRequest.class)))
        .thenReturn(
            ListServicesResponse.builder()
                .services(
                    summary("srv-1", "web").toBuilder()
                        .arn("arn:srv-1")
                        .dnsConfig(dns -> dns.dnsRecords(DnsRecord.builder().type("A").build()))
                        .build())
                .nextToken("next")
                .build(),
            ListServicesResponse.builder()
                .services(summary("srv-2", "User").toBuilder().arn("arn:srv-2").build())
                .build());

    assertThat(discovery.registries("ns-1"))
        .containsExactly(
            new Registry("arn:srv-1", "web", "A", Optional.empty()),
            new Registry("arn:srv-2", "User", "", Optional.empty()));

    ArgumentCaptor<ListServicesRequest> requests =
        ArgumentCaptor.forClass(ListServicesRequest.class);
    verify(client, times(2)).listServices(requests.capture());
    assertThat(requests.getAllValues())
        .allMatch(request -> request.filters().getFirst().values().equals(List.of("ns-1")));
    verify(client, never()).getService(any(GetServiceRequest.class));
  }

  @Test
  void tellsWhoMadeANamespace() {
    when(client.getNamespace(GetNamespaceRequest.builder().id("ns-1").build()))
        .thenReturn(
            GetNamespaceResponse.builder()
                .namespace(found -> found.id("ns-1").arn("arn:ns-1").creatorRequestId("r1"))
                .build());

    assertThat(discovery.describe("ns-1"))
        .contains(new Namespace("ns-1", "arn:ns-1", Optional.of("r1")));
  }

  @Test
  void tellsThatANamespaceIsGone() {
    when(client.getNamespace(any(GetNamespaceRequest.class))).thenThrow(noNamespace());
    when(client.deleteNamespace(any(DeleteNamespaceRequest.class))).thenThrow(noNamespace());

    assertThat(discovery.describe("ns-1")).isEmpty();
    assertThat(discovery.deleteNamespace("ns-1")).isTrue();
  }

  @Test
  void deletesANamespaceAndWaitsForIt() {
    when(client.deleteNamespace(DeleteNamespaceRequest.builder().id("ns-1").build()))
        .thenReturn(DeleteNamespaceResponse.builder().operationId("op-1").build());
    when(client.getOperation(any(GetOperationRequest.class)))
        .thenReturn(answer(operation("PENDING")), answer(succeeded("ns-1")));

    assertThat(discovery.deleteNamespace("ns-1")).isTrue();
    verify(client, times(2)).getOperation(any(GetOperationRequest.class));
  }

  @Test
  void followsADeletionThatIsUnderWay() {
    when(client.deleteNamespace(any(DeleteNamespaceRequest.class)))
        .thenThrow(
            Failures.with(
                    DuplicateRequestException.builder().duplicateOperationId("op-1"),
                    "DuplicateRequest",
                    "Under way",
                    400)
                .build());
    when(client.getOperation(any(GetOperationRequest.class)))
        .thenReturn(answer(operation("PENDING")));

    assertThatThrownBy(() -> discovery.deleteNamespace("ns-1"))
        .isInstanceOf(NamespacePendingException.class)
        .hasMessageContaining("servicediscovery:DeleteNamespace")
        .hasMessageContaining("op-1");
  }

  @Test
  void tellsWhyANamespaceWasNotDeleted() {
    when(client.deleteNamespace(any(DeleteNamespaceRequest.class)))
        .thenReturn(DeleteNamespaceResponse.builder().operationId("op-1").build());
    when(client.getOperation(any(GetOperationRequest.class)))
        .thenReturn(
            answer(
                operation("FAIL").toBuilder()
                    .errorCode("ACCESS_DENIED")
                    .errorMessage("no right to delete its zone")
                    .build()));

    assertThatThrownBy(() -> discovery.deleteNamespace("ns-1"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("servicediscovery:DeleteNamespace of namespace ns-1")
        .hasMessageContaining("no right to delete its zone");
  }

  @Test
  void leavesANamespaceThatIsNotEmpty() {
    when(client.deleteNamespace(any(DeleteNamespaceRequest.class)))
        .thenThrow(
            Failures.with(ResourceInUseException.builder(), "ResourceInUse", "Used", 400).build());

    assertThat(discovery.deleteNamespace("ns-1")).isFalse();
  }

  private static NamespaceNotFoundException noNamespace() {
    return Failures.with(NamespaceNotFoundException.builder(), "NamespaceNotFound", "No", 404)
        .build();
  }

  private static GetOperationResponse answer(Operation operation) {
    return GetOperationResponse.builder().operation(operation).build();
  }

  @Test
  void makesAServiceWithWeightedAddressRecords() {
    when(client.createService(any(CreateServiceRequest.class)))
        .thenReturn(
            CreateServiceResponse.builder().service(service("srv-1", "web", "ns-1")).build());

    assertThat(discovery.createRegistry("ns-1", WEB, "r1", TAGS))
        .isEqualTo(new Registry("arn:srv-1", "web", "A", Optional.empty()));

    ArgumentCaptor<CreateServiceRequest> request =
        ArgumentCaptor.forClass(CreateServiceRequest.class);
    verify(client).createService(request.capture());
    assertThat(SdkDocuments.toJson(request.getValue()).toString())
        .isEqualTo(
            "{\"Name\":\"web\",\"NamespaceId\":\"ns-1\",\"CreatorRequestId\":\"r1\","
                + "\"DnsConfig\":{\"RoutingPolicy\":\"WEIGHTED\","
                + "\"DnsRecords\":[{\"Type\":\"A\",\"TTL\":300}]},"
                + "\"HealthCheckCustomConfig\":{\"FailureThreshold\":1},"
                + "\"Tags\":[{\"Key\":\"ecs-compose:cluster\",\"Value\":\"shop\"}]}");
  }

  /** It may be somebody else's, which only its tags tell. */
  @Test
  void takesNoServiceUnseenThatCameToExist() {
    serviceExists();
    answerServices(summary("srv-2", "web"));
    answerService("srv-2", service("srv-2", "web", "ns-1"));

    assertThatThrownBy(() -> discovery.createRegistry("ns-1", WEB, "r1", TAGS))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("come to exist");
  }

  @Test
  void deletesAServiceByTheIdInItsArn() {
    when(client.deleteService(any(DeleteServiceRequest.class)))
        .thenReturn(DeleteServiceResponse.builder().build());

    discovery.deleteRegistry("arn:aws:servicediscovery:eu-west-1:1:service/srv-1");

    verify(client).deleteService(DeleteServiceRequest.builder().id("srv-1").build());
  }

  @Test
  void waitsForTheInstancesOfAServiceThatIsToGo() {
    when(client.deleteService(any(DeleteServiceRequest.class)))
        .thenThrow(
            Failures.with(ResourceInUseException.builder(), "ResourceInUse", "Instances", 400)
                .build());

    assertThatThrownBy(() -> discovery.deleteRegistry("arn:…/srv-1"))
        .isInstanceOf(DrainingException.class)
        .hasMessageContaining("srv-1");
  }

  @Test
  void deletesAServiceThatIsGoneWithoutAFault() {
    when(client.deleteService(any(DeleteServiceRequest.class)))
        .thenThrow(
            Failures.with(ServiceNotFoundException.builder(), "ServiceNotFound", "No", 404)
                .build());

    assertThatCode(() -> discovery.deleteRegistry("arn:…/srv-1")).doesNotThrowAnyException();
  }

  @Test
  void tellsThatServicesMayNotBeDeleted() {
    when(client.deleteService(any(DeleteServiceRequest.class))).thenThrow(Failures.denied());

    assertThatThrownBy(() -> discovery.deleteRegistry("arn:…/srv-1"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("servicediscovery:DeleteService of service arn:…/srv-1 failed");
  }

  @Test
  void readsTheTagsOfAService() {
    when(client.listTagsForResource(
            ListTagsForResourceRequest.builder().resourceARN("arn:srv-1").build()))
        .thenReturn(
            ListTagsForResourceResponse.builder()
                .tags(
                    Tag.builder().key("ecs-compose:cluster").value("shop").build(),
                    Tag.builder().key("team").value("a").build())
                .build());

    assertThat(discovery.tags("arn:srv-1"))
        .isEqualTo(Map.of("ecs-compose:cluster", "shop", "team", "a"));
  }

  @Test
  void tellsThatServicesMayNotBeMade() {
    when(client.createService(any(CreateServiceRequest.class))).thenThrow(Failures.denied());

    assertThatThrownBy(() -> discovery.createRegistry("ns-1", WEB, "r1", TAGS))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("servicediscovery:CreateService of service web of namespace shop.sd");
  }

  private void startOperation(String id) {
    when(client.createPrivateDnsNamespace(any(CreatePrivateDnsNamespaceRequest.class)))
        .thenReturn(CreatePrivateDnsNamespaceResponse.builder().operationId(id).build());
  }

  private void answerOperations(Operation first, Operation... more) {
    var answers = when(client.getOperation(any(GetOperationRequest.class)));
    var answered = answers.thenReturn(GetOperationResponse.builder().operation(first).build());
    for (Operation next : more) {
      answered = answered.thenReturn(GetOperationResponse.builder().operation(next).build());
    }
  }

  private void namespaceExists(String creatorRequestId) {
    when(client.createPrivateDnsNamespace(any(CreatePrivateDnsNamespaceRequest.class)))
        .thenThrow(
            Failures.with(
                    NamespaceAlreadyExistsException.builder()
                        .creatorRequestId(creatorRequestId)
                        .namespaceId("ns-exists"),
                    "NamespaceAlreadyExists",
                    "It exists",
                    400)
                .build());
  }

  private void serviceExists() {
    when(client.createService(any(CreateServiceRequest.class)))
        .thenThrow(
            Failures.with(
                    ServiceAlreadyExistsException.builder(), "ServiceAlreadyExists", "Yes", 400)
                .build());
  }

  private void answerNamespaces(NamespaceSummary... namespaces) {
    when(client.listNamespaces(any(ListNamespacesRequest.class)))
        .thenReturn(ListNamespacesResponse.builder().namespaces(namespaces).build());
  }

  private void answerServices(ServiceSummary... services) {
    when(client.listServices(any(ListServicesRequest.class)))
        .thenReturn(ListServicesResponse.builder().services(services).build());
  }

  private void answerService(String id, Service service) {
    when(client.getService(GetServiceRequest.builder().id(id).build()))
        .thenReturn(GetServiceResponse.builder().service(service).build());
  }

  private static Operation operation(String status) {
    return Operation.builder().id("op-1").status(status).build();
  }

  private static Operation succeeded(String namespaceId) {
    return operation("SUCCESS").toBuilder()
        .targets(Map.of(OperationTargetType.NAMESPACE, namespaceId))
        .build();
  }

  private static NamespaceSummary namespace(String id, String name, String type) {
    return NamespaceSummary.builder().id(id).name(name).type(type).build();
  }

  private static ServiceSummary summary(String id, String name) {
    return ServiceSummary.builder().id(id).name(name).build();
  }

  private static Service service(String id, String name, String namespaceId) {
    return Service.builder()
        .id(id)
        .arn("arn:" + id)
        .name(name)
        .namespaceId(namespaceId)
        .dnsConfig(dns -> dns.dnsRecords(DnsRecord.builder().type("A").ttl(300L).build()))
        .build();
  }
}
