package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.testing.Services;
import io.github.ecscompose.testing.Workflow;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whose names in Cloud Map are taken, and whose are left alone. */
class EnsureDiscoveryTest {

  private final Workflow workflow = new Workflow();

  private Optional<String> deploy(int version) {
    return workflow
        .deploy(
            """
            vpc:
              id: vpc-1
              subnets: {private: [subnet-1, subnet-2]}
              security_groups: {private: [sg-1]}
            service_discovery: {namespace: example.sd}
            services:
              web: {image: "web:%d", ports: ["80:80"], dns_discovery: {name: web}}
            """
                .formatted(version))
        .error();
  }

  private long registriesMade() {
    return workflow.log.changing().stream()
        .filter(call -> call.equals("servicediscovery:CreateService"))
        .count();
  }

  @Test
  void takesWhatItMade() {
    assertThat(deploy(1)).isEmpty();
    assertThat(deploy(2)).isEmpty();

    assertThat(registriesMade()).isEqualTo(1);
  }

  @Test
  void takesWhatTheOlderToolMadeForTheServiceThatRuns() {
    assertThat(deploy(1)).isEmpty();
    workflow.discovery.retag("web", Map.of("team", "a"));

    assertThat(deploy(2)).isEmpty();
    assertThat(registriesMade()).isEqualTo(1);
  }

  @Test
  void leavesAloneWhatHasNoTagsAndIsNotUsed() {
    workflow.discovery.foreign("ns-example.sd", "web", "A");

    assertThat(deploy(1).orElse(""))
        .contains("web in the namespace example.sd")
        .contains("does not use it")
        .contains("arn:srv/web")
        .contains("ecs-compose:cluster=shop and ecs-compose:service=web");
    assertThat(workflow.log.changing()).doesNotContain("ecs:CreateService");
  }

  @ParameterizedTest
  @CsvSource({"other, web", "shop, api"})
  void leavesAloneWhatIsAnotherClustersOrServices(String cluster, String service) {
    assertThat(deploy(1)).isEmpty();
    workflow.discovery.retag("web", Tags.of(cluster, Services.named(service)));

    assertThat(deploy(2).orElse(""))
        .contains("belongs to the service %s of the cluster %s".formatted(service, cluster))
        .contains("dns_discovery.name");
  }
}
