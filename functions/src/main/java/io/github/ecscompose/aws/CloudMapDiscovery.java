package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import io.github.ecscompose.error.DrainingException;
import io.github.ecscompose.error.NamespacePendingException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.stackfile.Discovery;
import io.github.ecscompose.step.ServiceDiscovery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.servicediscovery.model.CreatePrivateDnsNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.CreateServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.DeleteServiceResponse;
import software.amazon.awssdk.services.servicediscovery.model.DnsConfig;
import software.amazon.awssdk.services.servicediscovery.model.DnsRecord;
import software.amazon.awssdk.services.servicediscovery.model.DuplicateRequestException;
import software.amazon.awssdk.services.servicediscovery.model.GetNamespaceRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetOperationRequest;
import software.amazon.awssdk.services.servicediscovery.model.GetServiceRequest;
import software.amazon.awssdk.services.servicediscovery.model.HealthCheckCustomConfig;
import software.amazon.awssdk.services.servicediscovery.model.ListNamespacesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListServicesRequest;
import software.amazon.awssdk.services.servicediscovery.model.ListTagsForResourceRequest;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceAlreadyExistsException;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilter;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceSummary;
import software.amazon.awssdk.services.servicediscovery.model.NamespaceType;
import software.amazon.awssdk.services.servicediscovery.model.Operation;
import software.amazon.awssdk.services.servicediscovery.model.OperationStatus;
import software.amazon.awssdk.services.servicediscovery.model.OperationTargetType;
import software.amazon.awssdk.services.servicediscovery.model.RecordType;
import software.amazon.awssdk.services.servicediscovery.model.ResourceInUseException;
import software.amazon.awssdk.services.servicediscovery.model.RoutingPolicy;
import software.amazon.awssdk.services.servicediscovery.model.Service;
import software.amazon.awssdk.services.servicediscovery.model.ServiceAlreadyExistsException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilter;
import software.amazon.awssdk.services.servicediscovery.model.ServiceFilterName;
import software.amazon.awssdk.services.servicediscovery.model.ServiceNotFoundException;
import software.amazon.awssdk.services.servicediscovery.model.ServiceSummary;
import software.amazon.awssdk.services.servicediscovery.model.Tag;
import software.amazon.awssdk.services.servicediscovery.paginators.ListNamespacesIterable;
import software.amazon.awssdk.services.servicediscovery.paginators.ListServicesIterable;

/**
 * {@link ServiceDiscovery} on Cloud Map. What the listing filters is checked again here, for
 * emulators do not filter.
 */
public final class CloudMapDiscovery implements ServiceDiscovery {

  private static final int LOOKS = 5;
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private static final long RECORD_TTL_SECONDS = 300;
  private static final int PAGE = 100;

  private final ServiceDiscoveryClient client;
  private final Pause pause;

  public CloudMapDiscovery(ServiceDiscoveryClient client) {
    this(client, Thread::sleep);
  }

  CloudMapDiscovery(ServiceDiscoveryClient client, Pause pause) {
    this.client = client;
    this.pause = pause;
  }

  /** Waits. */
  @FunctionalInterface
  interface Pause {
    void of(Duration duration) throws InterruptedException;
  }

  @Override
  public Optional<String> namespace(String name) {
    ListNamespacesRequest request =
        ListNamespacesRequest.builder()
            .maxResults(PAGE)
            .filters(
                filter(NamespaceFilterName.TYPE, NamespaceType.DNS_PRIVATE.toString()),
                filter(NamespaceFilterName.NAME, name))
            .build();
    List<String> ids =
        AwsErrors.call(
            "servicediscovery:ListNamespaces",
            "namespace " + name,
            () ->
                new ListNamespacesIterable(client, request)
                    .stream()
                        .flatMap(page -> page.namespaces().stream())
                        .filter(found -> found.type() == NamespaceType.DNS_PRIVATE)
                        .filter(found -> name.equals(found.name()))
                        .map(NamespaceSummary::id)
                        .toList());
    if (ids.size() > 1) {
      throw new RefusedException(
          "%d private DNS namespaces have the name %s (%s), for VPCs of their own, and a stackfile names its namespace by name alone. Delete those that nothing uses, or give service_discovery.namespace another name."
              .formatted(ids.size(), name, String.join(", ", ids)));
    }
    return ids.stream().findFirst();
  }

  private static NamespaceFilter filter(NamespaceFilterName name, String value) {
    return NamespaceFilter.builder().name(name).values(value).build();
  }

  @Override
  public String createNamespace(
      String name, String vpc, String requestId, Map<String, String> tags) {
    CreatePrivateDnsNamespaceRequest request =
        CreatePrivateDnsNamespaceRequest.builder()
            .name(name)
            .vpc(vpc)
            .creatorRequestId(requestId)
            .tags(cloudMapTags(tags))
            .build();
    String operation;
    try {
      operation = client.createPrivateDnsNamespace(request).operationId();
    } catch (DuplicateRequestException underWay) {
      operation = underWay.duplicateOperationId();
    } catch (NamespaceAlreadyExistsException exists) {
      return existing(name, requestId, exists);
    } catch (SdkException failure) {
      throw AwsErrors.translate(
          "servicediscovery:CreatePrivateDnsNamespace", "namespace " + name, failure);
    }
    return await("servicediscovery:CreatePrivateDnsNamespace", operation, name);
  }

  /** A namespace made by an earlier call, or since it was looked for. */
  private String existing(String name, String requestId, NamespaceAlreadyExistsException exists) {
    Optional<String> found = namespace(name);
    if (found.isPresent()) {
      return found.get();
    }
    if (requestId.equals(exists.creatorRequestId()) && exists.namespaceId() != null) {
      return exists.namespaceId();
    }
    throw new RefusedException(
        "servicediscovery:CreatePrivateDnsNamespace of namespace "
            + name
            + " failed: a namespace of that name exists that is no private DNS namespace."
            + " Choose another name or delete that one.",
        exists);
  }

  /** The id of the namespace that was made or deleted. */
  private String await(String action, String operationId, String name) {
    for (int look = 1; look <= LOOKS; look++) {
      Operation operation = operation(operationId, name);
      if (operation.status() == OperationStatus.SUCCESS) {
        return requireNonNullElse(operation.targets().get(OperationTargetType.NAMESPACE), "");
      }
      if (operation.status() == OperationStatus.FAIL) {
        throw new RefusedException(
            action
                + " of namespace "
                + name
                + " failed: "
                + operation.errorMessage()
                + " ("
                + operation.errorCode()
                + ", operation "
                + operationId
                + ")");
      }
      if (look < LOOKS) {
        sleep();
      }
    }
    throw new NamespacePendingException(
        action + " of namespace " + name + " is under way still (operation " + operationId + ")");
  }

  @Override
  public Optional<Namespace> describe(String namespaceId) {
    GetNamespaceRequest request = GetNamespaceRequest.builder().id(namespaceId).build();
    return AwsErrors.find(
            "servicediscovery:GetNamespace",
            "namespace " + namespaceId,
            NamespaceNotFoundException.class,
            () -> client.getNamespace(request).namespace())
        .map(found ->
            new Namespace(found.id(), found.arn(), Optional.ofNullable(found.creatorRequestId())));
  }

  @Override
  public boolean deleteNamespace(String namespaceId) {
    DeleteNamespaceRequest request = DeleteNamespaceRequest.builder().id(namespaceId).build();
    String operation;
    try {
      operation = client.deleteNamespace(request).operationId();
    } catch (DuplicateRequestException underWay) {
      operation = underWay.duplicateOperationId();
    } catch (NamespaceNotFoundException gone) {
      return true;
    } catch (ResourceInUseException inUse) {
      return false;
    } catch (SdkException failure) {
      throw AwsErrors.translate(
          "servicediscovery:DeleteNamespace", "namespace " + namespaceId, failure);
    }
    await("servicediscovery:DeleteNamespace", operation, namespaceId);
    return true;
  }

  private Operation operation(String operationId, String name) {
    GetOperationRequest request = GetOperationRequest.builder().operationId(operationId).build();
    return AwsErrors.call(
            "servicediscovery:GetOperation",
            "operation " + operationId + " on namespace " + name,
            () -> client.getOperation(request))
        .operation();
  }

  private void sleep() {
    try {
      pause.of(BETWEEN_LOOKS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new TransientException("The wait for a namespace was interrupted", interrupted);
    }
  }

  @Override
  public List<Registry> registries(String namespaceId) {
    return listed(namespaceId, found -> true).stream()
        .map(found ->
            new Registry(
                found.arn(), found.name(), recordType(found.dnsConfig()), Optional.empty()))
        .toList();
  }

  @Override
  public Optional<Registry> registry(String namespaceId, String name) {
    return listed(namespaceId, found -> name.equalsIgnoreCase(found.name())).stream()
        .flatMap(found -> service(found.id()).stream())
        .filter(service -> namespaceId.equals(service.namespaceId()))
        .findFirst()
        .map(CloudMapDiscovery::registry);
  }

  private List<ServiceSummary> listed(String namespaceId, Predicate<ServiceSummary> wanted) {
    ListServicesRequest request =
        ListServicesRequest.builder()
            .maxResults(PAGE)
            .filters(
                ServiceFilter.builder()
                    .name(ServiceFilterName.NAMESPACE_ID)
                    .values(namespaceId)
                    .build())
            .build();
    return AwsErrors.call(
        "servicediscovery:ListServices",
        "namespace " + namespaceId,
        () ->
            new ListServicesIterable(client, request)
                .stream().flatMap(page -> page.services().stream()).filter(wanted).toList());
  }

  private Optional<Service> service(String id) {
    GetServiceRequest request = GetServiceRequest.builder().id(id).build();
    return AwsErrors.find(
        "servicediscovery:GetService",
        "service " + id,
        ServiceNotFoundException.class,
        () -> client.getService(request).service());
  }

  @Override
  public Registry createRegistry(
      String namespaceId, Discovery discovery, String requestId, Map<String, String> tags) {
    CreateServiceRequest request =
        CreateServiceRequest.builder()
            .name(discovery.name())
            .namespaceId(namespaceId)
            .creatorRequestId(requestId)
            .dnsConfig(dns ->
                dns.routingPolicy(RoutingPolicy.WEIGHTED)
                    .dnsRecords(
                        DnsRecord.builder().type(RecordType.A).ttl(RECORD_TTL_SECONDS).build()))
            .healthCheckCustomConfig(healthByEcs())
            .tags(cloudMapTags(tags))
            .build();
    String subject = "service " + discovery.name() + " of namespace " + discovery.namespace();
    try {
      return registry(client.createService(request).service());
    } catch (ServiceAlreadyExistsException exists) {
      // Whose it is has to be seen first, so that the step begins again.
      throw new TransientException(
          "servicediscovery:CreateService of "
              + subject
              + " failed: it has come to exist since it was looked for",
          exists);
    } catch (SdkException failure) {
      throw AwsErrors.translate("servicediscovery:CreateService", subject, failure);
    }
  }

  @Override
  public void deleteRegistry(String arn) {
    DeleteServiceRequest request =
        DeleteServiceRequest.builder().id(arn.substring(arn.lastIndexOf('/') + 1)).build();
    AwsErrors.find(
        "servicediscovery:DeleteService",
        "service " + arn,
        ServiceNotFoundException.class,
        () -> deleteUnused(request));
  }

  /** ECS takes the instances out some time after their tasks have stopped. */
  private DeleteServiceResponse deleteUnused(DeleteServiceRequest request) {
    try {
      return client.deleteService(request);
    } catch (ResourceInUseException inUse) {
      throw new DrainingException(
          "The Cloud Map service %s has instances still: %s"
              .formatted(request.id(), AwsErrors.message(inUse)));
    }
  }

  @Override
  public Map<String, String> tags(String arn) {
    ListTagsForResourceRequest request =
        ListTagsForResourceRequest.builder().resourceARN(arn).build();
    return AwsErrors.call(
            "servicediscovery:ListTagsForResource", arn, () -> client.listTagsForResource(request))
        .tags()
        .stream()
        .collect(Collectors.toMap(Tag::key, Tag::value));
  }

  /**
   * Makes ECS report the tasks' health, without which it cannot register them in a private
   * namespace (terraform-provider-aws#4082). The threshold is always 1 by now, and AWS takes no
   * other; its own examples go on naming it.
   */
  @SuppressWarnings("deprecation")
  private static HealthCheckCustomConfig healthByEcs() {
    return HealthCheckCustomConfig.builder().failureThreshold(1).build();
  }

  private static Registry registry(Service service) {
    return new Registry(
        service.arn(),
        service.name(),
        recordType(service.dnsConfig()),
        Optional.ofNullable(service.creatorRequestId()));
  }

  private static String recordType(@Nullable DnsConfig dnsConfig) {
    return dnsConfig == null
        ? ""
        : dnsConfig.dnsRecords().stream().findFirst().map(DnsRecord::typeAsString).orElse("");
  }

  private static List<Tag> cloudMapTags(Map<String, String> tags) {
    return tags.entrySet().stream()
        .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
        .toList();
  }
}
