package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Compute;
import io.github.ecscompose.stackfile.PlacementConstraint;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Sidecar;
import io.github.ecscompose.testing.ServiceSettings;
import io.github.ecscompose.testing.Services;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDefinitionTest {

  private static final Service FULL =
      Services.of(
          """
          logging: {log_driver: awslogs, options: {awslogs-group: /ecs/shop}}
          defaults: {memory: 512, environment: [{A: 1}, {B: 2}]}
          services:
            web:
              image: web:1
              ports: ["8080:8080"]
              environment: {B: 3, C: 4}
              gpus: 2
              privileged: true
              volumes: ["data:/srv/data:/data", "logs:/srv/logs:/logs:ro"]
              task_role_arn: arn:aws:iam::123456789012:role/task
              task_execution_role_arn: arn:aws:iam::123456789012:role/execution
              healthcheck: {command: [CMD, "true"]}
              placement_constraints:
                - {type: memberOf, expression: "attribute:ecs.instance-type =~ p3.*"}
                - {type: distinctInstance}
          """);

  private static final Service TUNED =
      Services.of(
          """
          services:
            web:
              image: web:1
              task_execution_role_arn: arn:aws:iam::123456789012:role/execution
              command: serve --all
              entrypoint: [/init]
              working_dir: /app
              user: "1000:1000"
              stop_grace_period: 1m30s
              init: true
              ulimits: {nofile: {soft: 1024, hard: 4096}, core: 0}
              labels: {team: web, empty: ""}
              cpu: 256
              memory_reservation: 512m
              secrets: {TOKEN: /shop/token, KEY: "arn:aws:secretsmanager:eu-west-1:123456789012:secret:k:key"}
          """);

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }

  @Test
  void saysEverythingThatTheStackfileSays() throws JsonProcessingException {
    assertThat(TaskDefinitions.of("shop", FULL).document())
        .isEqualTo(
            json(
                """
                {
                  "family": "shop-web",
                  "networkMode": "host",
                  "taskRoleArn": "arn:aws:iam::123456789012:role/task",
                  "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
                  "containerDefinitions": [{
                    "name": "web",
                    "image": "web:1",
                    "essential": true,
                    "memory": 512,
                    "privileged": true,
                    "environment": [
                      {"name": "A", "value": "1"},
                      {"name": "B", "value": "3"},
                      {"name": "C", "value": "4"}],
                    "portMappings": [{"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"}],
                    "mountPoints": [
                      {"sourceVolume": "data", "containerPath": "/data", "readOnly": false},
                      {"sourceVolume": "logs", "containerPath": "/logs", "readOnly": true}],
                    "healthCheck": {
                      "command": ["CMD", "true"],
                      "interval": 30, "timeout": 5, "retries": 3, "startPeriod": 0},
                    "logConfiguration": {
                      "logDriver": "awslogs", "options": {"awslogs-group": "/ecs/shop"}},
                    "resourceRequirements": [{"type": "GPU", "value": "2"}]
                  }],
                  "volumes": [
                    {"name": "data", "host": {"sourcePath": "/srv/data"}},
                    {"name": "logs", "host": {"sourcePath": "/srv/logs"}}],
                  "placementConstraints": [
                    {"type": "memberOf", "expression": "attribute:ecs.instance-type =~ p3.*"}]
                }
                """));
  }

  @Test
  void saysHowTheContainerIsRunAndWhatItMayTake() throws JsonProcessingException {
    assertThat(TaskDefinitions.of("shop", TUNED).document())
        .isEqualTo(
            json(
                """
                {
                  "family": "shop-web",
                  "networkMode": "host",
                  "executionRoleArn": "arn:aws:iam::123456789012:role/execution",
                  "containerDefinitions": [{
                    "name": "web",
                    "image": "web:1",
                    "essential": true,
                    "command": ["serve", "--all"],
                    "entryPoint": ["/init"],
                    "workingDirectory": "/app",
                    "user": "1000:1000",
                    "stopTimeout": 90,
                    "linuxParameters": {"initProcessEnabled": true},
                    "memory": 1024,
                    "memoryReservation": 512,
                    "cpu": 256,
                    "ulimits": [
                      {"name": "core", "softLimit": 0, "hardLimit": 0},
                      {"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
                    "environment": [],
                    "secrets": [
                      {
                        "name": "KEY",
                        "valueFrom": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:k:key::"
                      },
                      {"name": "TOKEN", "valueFrom": "/shop/token"}],
                    "dockerLabels": {"team": "web", "empty": ""},
                    "portMappings": [],
                    "mountPoints": []
                  }],
                  "volumes": [],
                  "placementConstraints": []
                }
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'linuxParameters':{'initProcessEnabled':true,'devices':[],'capabilities':{}}} | true",
        "{'linuxParameters':{'initProcessEnabled':true,'sharedMemorySize':64}}          | false",
        "{'linuxParameters':{'initProcessEnabled':false}}                               | false",
        "{'dockerLabels':{'empty':'','team':'web'}}                                     | true",
        "{'dockerLabels':{'team':'web'}}                                                | false",
        "{'dockerLabels':{'team':'web','empty':'','more':''}}                           | false",
        "{'ulimits':[{'name':'nofile','softLimit':1024,'hardLimit':4096},"
            + "{'hardLimit':0,'softLimit':0,'name':'core'}]}                            | true",
        "{'ulimits':[{'name':'core','softLimit':0,'hardLimit':0}]}                      | false",
        "{'secrets':[]}                                                                 | false",
        "{'command':['--all','serve']}                                                  | false",
        "{'entryPoint':[]}                                                              | false",
        "{'workingDirectory':null}                                                      | false",
        "{'user':'root'}                                                                | false",
        "{'stopTimeout':30}                                                             | false",
        "{'cpu':0}                                                                      | false",
        "{'memoryReservation':256}                                                      | false",
      })
  void seesEveryChangeOfHowTheContainerIsRun(String change, boolean same)
      throws JsonProcessingException {
    TaskDefinition wanted = TaskDefinitions.of("shop", TUNED);
    ObjectNode live = wanted.document().deepCopy();
    ((ObjectNode) live.path("containerDefinitions").path(0))
        .setAll(json(change.replace('\'', '"')));

    assertThat(wanted.meansTheSame(new TaskDefinition(live), "web")).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'linuxParameters':{'initProcessEnabled':false,'capabilities':{'add':[]},'tmpfs':[]}} | true",
        "{'command':[],'entryPoint':[],'ulimits':[],'secrets':[],'dockerLabels':{}} | true",
        "{'stopTimeout':null,'user':null,'memoryReservation':null} | true",
        "{'stopTimeout':30}                                  | false",
        "{'cpu':0,'volumesFrom':[],'systemControls':[]}     | true",
        "{'essential':true,'readonlyRootFilesystem':null}    | true",
        "{'image':'web:2'}                                   | false",
        "{'cpu':256}                                         | false",
        "{'privileged':false}                                | false",
        "{'command':['sh']}                                  | false",
        "{'secrets':[{'name':'A','valueFrom':'arn'}]}        | false",
        "{'memoryReservation':128}                           | false",
      })
  void seesThroughWhatAwsAddsAndNothingElse(String change, boolean same)
      throws JsonProcessingException {
    TaskDefinition wanted = TaskDefinitions.of("shop", FULL);
    ObjectNode live = wanted.document().deepCopy();
    ((ObjectNode) live.path("containerDefinitions").path(0))
        .setAll(json(change.replace('\'', '"')));

    assertThat(wanted.meansTheSame(new TaskDefinition(live), "web")).isEqualTo(same);
  }

  @Test
  void doesNotMindOrderNorTheHostPortThatFollows() throws JsonProcessingException {
    TaskDefinition wanted = TaskDefinitions.of("shop", FULL);
    ObjectNode live = wanted.document().deepCopy();
    ObjectNode container = (ObjectNode) live.path("containerDefinitions").path(0);
    container.set(
        "environment",
        json("""
        {"list": [{"name": "C", "value": "4"}, {"value": "1", "name": "A"}, {"name": "B", "value": "3"}]}
        """)
            .path("list"));
    container.set("portMappings", json("{\"list\":[{\"containerPort\":8080}]}").path("list"));

    assertThat(wanted.meansTheSame(new TaskDefinition(live), "web")).isTrue();
  }

  private static final Service ON_FARGATE =
      ServiceSettings.onFargate("web")
          .compute(
              new Compute(
                  Optional.of(Compute.LaunchType.FARGATE),
                  List.of(),
                  Optional.of(Compute.Architecture.X86_64),
                  Optional.empty(),
                  List.of(
                      new PlacementConstraint(
                          PlacementConstraint.Type.MEMBER_OF, Optional.of("attribute:a == b"))),
                  List.of()))
          .sidecars(
              new Sidecar(
                  "proxy",
                  ServiceSettings.container("proxy:1", ServiceSettings.resources(128, 64)),
                  false))
          .build();

  @Test
  void givesAFargateTaskItsSizeAndSidecarsTheirShare() throws JsonProcessingException {
    assertThat(TaskDefinitions.of("shop", ON_FARGATE).document())
        .isEqualTo(
            json(
                """
                {
                  "family": "shop-web",
                  "networkMode": "awsvpc",
                  "requiresCompatibilities": ["FARGATE"],
                  "cpu": "256",
                  "memory": "512",
                  "runtimePlatform": {
                    "cpuArchitecture": "X86_64", "operatingSystemFamily": "LINUX"},
                  "containerDefinitions": [
                    {
                      "name": "web", "image": "image:1", "essential": true,
                      "environment": [], "portMappings": [], "mountPoints": []
                    },
                    {
                      "name": "proxy", "image": "proxy:1", "essential": false,
                      "memory": 128, "cpu": 64,
                      "environment": [], "portMappings": [], "mountPoints": []
                    }],
                  "volumes": []
                }
                """));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'runtimePlatform':null,'placementConstraints':[],'ephemeralStorage':null}   | true",
        "{'ephemeralStorage':{'sizeInGiB':20},'volumes':[]}                           | true",
        "{'ephemeralStorage':{'sizeInGiB':21}}                                        | false",
        "{'runtimePlatform':{'operatingSystemFamily':'LINUX'}}                        | true",
        "{'runtimePlatform':{'cpuArchitecture':'ARM64'}}                              | false",
        "{'runtimePlatform':{'operatingSystemFamily':'WINDOWS_SERVER_2022_CORE'}}     | false",
        "{'requiresCompatibilities':['EC2']}                                          | false",
        "{'requiresCompatibilities':['EC2','FARGATE']}                                | false",
        "{'memory':'1024'}                                                            | false",
        "{'cpu':'512'}                                                                | false",
        "{'pidMode':'task'}                                                           | false",
        "{'enableFaultInjection':false}                                               | true",
        "{'enableFaultInjection':true}                                                | false",
      })
  void seesThroughWhatFargateAddsAndNothingElse(String change, boolean same)
      throws JsonProcessingException {
    assertThat(meansTheSame(ON_FARGATE, "", change)).isEqualTo(same);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/containerDefinitions/0 | {'cpu':0}              | true",
        "/containerDefinitions/0 | {'privileged':false,'interactive':false,'pseudoTerminal':false} | true",
        "/containerDefinitions/0 | {'readonlyRootFilesystem':false,'disableNetworking':false} | true",
        "/containerDefinitions/0 | {'readonlyRootFilesystem':true}  | false",
        "/containerDefinitions/0 | {'versionConsistency':'enabled'} | true",
        "/containerDefinitions/0 | {'versionConsistency':'disabled'}| false",
        "/containerDefinitions/0 | {'memory':512}         | false",
        "/containerDefinitions/0 | {'cpu':256}            | false",
        "/containerDefinitions/1 | {'essential':true}     | false",
        "/containerDefinitions/1 | {'image':'proxy:2'}    | false",
        "/containerDefinitions/1 | {'memory':null}        | false",
        "/containerDefinitions/1 | {'volumesFrom':[]}     | true",
        "/containerDefinitions/1 | {'name':'other'}       | false",
      })
  void seesEveryChangeOfAContainerOfSeveral(String place, String change, boolean same)
      throws JsonProcessingException {
    assertThat(meansTheSame(ON_FARGATE, place, change)).isEqualTo(same);
  }

  private static boolean meansTheSame(Service service, String place, String change)
      throws JsonProcessingException {
    TaskDefinition wanted = TaskDefinitions.of("shop", service);
    ObjectNode live = wanted.document().deepCopy();
    ((ObjectNode) live.at(place)).setAll(json(change.replace('\'', '"')));
    return wanted.meansTheSame(new TaskDefinition(live), service.name());
  }

  @Test
  void saysThatATaskIsForMachinesOfOnesOwn() {
    Service service =
        ServiceSettings.of("web")
            .compute(ServiceSettings.launchType(Compute.LaunchType.EXTERNAL))
            .build();

    assertThat(TaskDefinitions.of("shop", service).document().path("requiresCompatibilities"))
        .hasToString("[\"EXTERNAL\"]");
    assertThat(
            TaskDefinitions.of("shop", Services.named("web"))
                .document()
                .has("requiresCompatibilities"))
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{'containerPort':80,'hostPort':0},{'containerPort':443,'hostPort':8443}]    | true",
        "[{'containerPort':443,'hostPort':8443},{'containerPort':80}]                 | true",
        "[{'containerPort':80,'hostPort':80},{'containerPort':443,'hostPort':8443}]   | false",
        "[{'containerPort':80,'hostPort':0},{'containerPort':443,'hostPort':0}]       | false",
        "[{'containerPort':80},{'containerPort':443,'hostPort':8443},"
            + "{'containerPort':443,'hostPort':9443}]                                 | false",
      })
  void tellsHostPortsApartOnTheBridge(String ports, boolean same) throws JsonProcessingException {
    Service service =
        Services.of("services: {web: {image: \"web:1\", ports: [\"80:80\", \"443:443\"]}}");
    ObjectNode wanted = TaskDefinitions.of("shop", service).document();
    wanted.put("networkMode", "bridge");
    ObjectNode container = (ObjectNode) wanted.at("/containerDefinitions/0");
    container.set(
        "portMappings",
        json("{\"list\": [{\"containerPort\": 80, \"hostPort\": 0, \"protocol\": \"tcp\"},"
                + "{\"containerPort\": 443, \"hostPort\": 8443, \"protocol\": \"tcp\"}]}")
            .path("list"));
    ObjectNode live = wanted.deepCopy();
    live.remove("networkMode");
    ((ObjectNode) live.at("/containerDefinitions/0"))
        .set("portMappings", json("{\"list\":" + ports.replace('\'', '"') + "}").path("list"));

    assertThat(new TaskDefinition(wanted).meansTheSame(new TaskDefinition(live), "web"))
        .isEqualTo(same);
  }

  @Test
  void seesLimitsOfTheTaskBesideThoseOfTheContainer() {
    TaskDefinition wanted = TaskDefinitions.of("shop", FULL);
    ObjectNode live = wanted.document().deepCopy().put("memory", "2048");

    assertThat(wanted.meansTheSame(new TaskDefinition(live), "web")).isFalse();
  }
}
