package io.github.ecscompose.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.text.Texts;
import io.github.ecscompose.plan.Names;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;

/**
 * Where a service is reached from outside.
 *
 * @param host of its record, if it has one
 * @param balancer name of its load balancer
 */
public record BalancerAddress(
    String service, Optional<String> host, String balancer, boolean secure, int port) {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  /** Those of a described stack. */
  public static List<BalancerAddress> read(JsonNode stack, String cluster) {
    List<BalancerAddress> found = new ArrayList<>();
    JsonNode services = stack.path("services");
    if (services.isArray()) {
      services.forEach(
          entry -> entry.properties().forEach(service -> add(found, cluster, service)));
    } else {
      services.properties().forEach(service -> add(found, cluster, service));
    }
    return found;
  }

  private static void add(
      List<BalancerAddress> found, String cluster, Map.Entry<String, JsonNode> service) {
    JsonNode elb = service.getValue().path("elb");
    if (!elb.isObject()) {
      return;
    }
    boolean secure =
        elb.path("protocol").asText("").equalsIgnoreCase("https") || elb.has("certificates");
    String host = elb.path("dns").path("record_name").asText("").replaceFirst("\\.$", "");
    int port = elb.path("ports").path("public").asInt(secure ? HTTPS : HTTP);
    found.add(
        new BalancerAddress(
            Texts.line(service.getKey()),
            host.isEmpty() ? Optional.empty() : Optional.of(Texts.line(host)),
            Names.loadBalancer(cluster, service.getKey(), elb.path("name").asText("")),
            secure,
            port));
  }

  /**
   * The URL; where there is no record, with the name that AWS gave the load balancer.
   *
   * @throws CliException if that cannot be asked for
   */
  public String url(Account account) {
    String name = host.orElseGet(() -> ofAws(account));
    String scheme = secure ? "https" : "http";
    boolean usual = port == (secure ? HTTPS : HTTP);
    return usual ? scheme + "://" + name : "%s://%s:%d".formatted(scheme, name, port);
  }

  private String ofAws(Account account) {
    try (ElasticLoadBalancingV2Client client = account.loadBalancing()) {
      return account
          .asking(
              "elasticloadbalancing:DescribeLoadBalancers",
              () ->
                  client.describeLoadBalancers(
                      DescribeLoadBalancersRequest.builder().names(balancer).build()))
          .loadBalancers()
          .stream()
          .map(LoadBalancer::dnsName)
          .findFirst()
          .orElseThrow(() ->
              new CliException(
                  ExitCode.FAILED, "There is no load balancer %s.".formatted(balancer)));
    }
  }
}
