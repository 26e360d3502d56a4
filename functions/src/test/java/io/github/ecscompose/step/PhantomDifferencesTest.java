package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.testing.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What ECS writes down although nobody gave it is no difference. Without its digest a service is
 * compared member by member, its task definition too.
 */
class PhantomDifferencesTest {

  private static final String NETWORK =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      services:
      """;

  private static final Map<String, String> SERVICES =
      Map.of(
          "as little as can be said",
          "  web: {image: \"web:1\"}\n",
          "containers with all that they may have",
          """
            web:
              image: web:1
              ports: ["8080:8080", "53:53/udp"]
              environment: {B: 3, EMPTY: ""}
              privileged: true
              gpus: 1
              volumes: ["data:/srv/data:/data", "logs:/srv/logs:/logs:ro", "scratch:/scratch"]
              task_role_arn: arn:aws:iam::123456789012:role/task
              task_execution_role_arn: arn:aws:iam::123456789012:role/execution
              healthcheck: {command: [CMD, "true"]}
              placement_constraints: [{type: distinctInstance}]
              logging: {log_driver: awslogs}
              command: serve --all
              entrypoint: [/init]
              working_dir: /app
              user: "1000:1000"
              stop_grace_period: 1m30s
              init: true
              ulimits: {nofile: {soft: 1024, hard: 4096}, core: 0}
              labels: {team: web, empty: ""}
              cpu: 256
              memory: 1g
              memory_reservation: 512m
              secrets: {TOKEN: /shop/token}
              sidecars:
                proxy: {image: "proxy:1", ports: ["80:80"]}
          """,
          "a bridge whose ports ECS chooses",
          """
            web:
              image: web:1
              network: bridge
              ports: ["8080"]
              elb: {type: public, ports: {public: 80, container: 8080}}
          """,
          "Fargate",
          """
            web:
              image: web:1
              launch_type: FARGATE
              cpu: 256
              memory: 512
              task_execution_role_arn: arn:aws:iam::123456789012:role/execution
              network: awsvpc
              subnets: [subnet-1]
              security_groups: [sg-1]
          """,
          "capacity providers, strategies and a breaker that is off",
          """
            web:
              image: web:1
              capacity_providers: [one, {name: two, weight: 2, base: 1}]
              placement_strategy: [{type: spread, field: host}, {type: binpack, field: memory}]
              circuit_breaker: false
              enable_execute_command: true
              task_role_arn: arn:aws:iam::123456789012:role/task
              tags: {team: front}
          """,
          "a load balancer and a name",
          """
            web:
              image: web:1
              ports: ["8080:8080"]
              dns_discovery: {name: web}
              elb:
                type: public
                protocol: HTTPS
                ports: {public: 443, container: 8080}
                certificates: [arn:aws:acm:::certificate/1]
                redirect_http: true
                stickiness: true
                dns: {hosted_zone_id: Z1, record_name: www.example.com}
          """,
          "a daemon",
          """
            web:
              image: web:1
              scheduling_strategy: DAEMON
              deployment_configuration: {maximum_percent: 100}
          """);

  private final Workflow workflow = new Workflow();

  static List<String> services() {
    return SERVICES.keySet().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("services")
  @DisplayName("nothing differs of")
  void nothingDiffers(String name) {
    String stackfile = NETWORK + SERVICES.getOrDefault(name, "");
    assertThat(workflow.deploy(stackfile).error()).isEmpty();
    assertThat(workflow.deploy(stackfile).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    String digest = String.valueOf(workflow.clusters.live("web").tags().get(Tags.DIGEST));
    workflow.clusters.untag(workflow.clusters.live("web").arn(), Set.of(Tags.DIGEST));
    workflow.log.clear();

    Report.Result result = workflow.deploy(stackfile);

    assertThat(workflow.log.counts()).containsKey("ecs:DescribeTaskDefinition");
    assertThat(workflow.row(result, "web").changes())
        .containsExactly("services.web.definition: none → " + digest);
    assertThat(workflow.log.changing()).containsExactly("ecs:TagResource");
  }
}
