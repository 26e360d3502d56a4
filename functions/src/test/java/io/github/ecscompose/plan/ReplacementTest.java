package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.testing.Services;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ECS changes of no service, and whether another one can take its place meanwhile. */
class ReplacementTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static ObjectNode json(String text) {
    try {
      return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private static LiveService live(String document) {
    return new LiveService(
        "web", "arn", "ACTIVE", "arn:x/shop-web:1", json(document), Map.of(), List.of());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'launchType':'EC2'}      | {'launchType':'FARGATE'}           | true",
        "{'launchType':'EC2'}      | {'launchType':'EC2'}               | false",
        // The cluster decides, and whatever it decided is right.
        "{'launchType':'EC2'}      | {}                                 | false",
        // AWS takes capacity providers in place of a launch type.
        "{'launchType':'EC2'}      | {'capacityProviderStrategy':[{'capacityProvider':'FARGATE'}]} | false",
        "{'capacityProviderStrategy':[{'capacityProvider':'FARGATE'}]} | {'launchType':'EC2'} | true",
        "{'schedulingStrategy':'REPLICA'} | {'schedulingStrategy':'DAEMON'} | true",
        "{}                        | {'schedulingStrategy':'REPLICA'}   | false",
        "{'networkConfiguration':{'awsvpcConfiguration':{'subnets':['a']}}} | {} | true",
        "{} | {'networkConfiguration':{'awsvpcConfiguration':{'subnets':['a']}}} | false",
        "{'networkConfiguration':{'awsvpcConfiguration':{'subnets':['a']}}} | {'networkConfiguration':{'awsvpcConfiguration':{'subnets':['b']}}} | false",
        "{'desiredCount':1}        | {'desiredCount':2}                 | false"
      })
  void isNeededForWhatNoUpdateTakes(String now, String wanted, boolean needed) {
    assertThat(Replacement.isNeeded(live(now), json(wanted))).isEqualTo(needed);
  }

  private static Service web(String settings) {
    return Services.of("services: {web: {image: \"web:1\", %s}}".formatted(settings));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "REPLICA | desired_count: 1                                       | ",
        "REPLICA | scheduling_strategy: DAEMON                            | ",
        "DAEMON  | desired_count: 1                                       | ",
        "DAEMON  | scheduling_strategy: DAEMON                            | second one beside each",
        "REPLICA | ports: ['80:80', '53:53/udp']                          | host ports 53, 80",
        "REPLICA | network: bridge, ports: ['8080:80']                    | host ports 8080",
        "REPLICA | network: bridge, ports: ['80']                         | ",
        "REPLICA | scheduling_strategy: DAEMON, ports: ['80:80']          | host ports 80",
        "REPLICA | sidecars: {log: {image: 'log:1', ports: ['514:514']}}  | host ports 514",
        "REPLICA | deployment_configuration: {maximum_percent: 100, minimum_healthy_percent: 0} | maximum_percent above 100"
      })
  void namesWhatKeepsAStandInFromServing(String strategy, String settings, String obstacle) {
    LiveService live = live("{'schedulingStrategy':'%s'}".formatted(strategy));

    assertThat(Replacement.obstacle(live, web(settings)).orElse(""))
        .satisfies(text -> {
          if (obstacle == null) {
            assertThat(text).isEmpty();
          } else {
            assertThat(text).contains(obstacle);
          }
        });
  }

  @Test
  void takesNoPortsFromTheMachinesWithInterfacesOfTheirOwn() {
    Service own =
        Services.of(
            """
            vpc:
              id: vpc-1
              subnets: {public: [subnet-1], private: [subnet-3]}
              security_groups: {public: [sg-1], private: [sg-2]}
            services: {web: {image: "web:1", network: awsvpc, ports: ["80:80"]}}
            """);

    assertThat(Replacement.obstacle(live("{}"), own)).isEmpty();
  }

  @Test
  void makesAServiceAgainFromWhatEcsTellsOfIt() {
    ObjectNode described =
        json(
            """
            {'serviceArn':'arn', 'clusterArn':'arn', 'status':'ACTIVE', 'serviceName':'web',
             'taskDefinition':'shop-web:3', 'desiredCount':2, 'launchType':'EC2',
             'loadBalancers':[], 'serviceRegistries':[], 'placementStrategy':[],
             'healthCheckGracePeriodSeconds':0, 'roleArn':'arn', 'createdBy':'arn',
             'schedulingStrategy':'REPLICA', 'propagateTags':'SERVICE', 'platformFamily':'Linux',
             'deploymentConfiguration':
               {'maximumPercent':200, 'strategy':'ROLLING', 'bakeTimeInMinutes':0}}
            """);

    assertThat(ServiceDocuments.creation(described))
        .isEqualTo(
            json(
                """
                {'serviceName':'web', 'taskDefinition':'shop-web:3', 'desiredCount':2,
                 'launchType':'EC2', 'schedulingStrategy':'REPLICA', 'propagateTags':'SERVICE',
                 'deploymentConfiguration':{'maximumPercent':200, 'strategy':'ROLLING'}}
                """));
    assertThat(
            ServiceDocuments.creation(
                json("{'schedulingStrategy':'DAEMON', 'desiredCount':4, 'serviceName':'web'}")))
        .isEqualTo(json("{'schedulingStrategy':'DAEMON', 'serviceName':'web'}"));
  }

  @Test
  void namesAStandInAfterItsService() {
    assertThat(Names.standIn("web")).matches("web-stand-in-[0-9a-f]{8}");
    assertThat(Names.standIn("w".repeat(255)))
        .hasSize(255)
        .isNotEqualTo(Names.standIn("w".repeat(254)));
  }
}
