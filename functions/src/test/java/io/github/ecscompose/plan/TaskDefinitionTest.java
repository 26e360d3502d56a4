package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.testing.Services;
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
                    "privileged": false,
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

  @Test
  void seesLimitsOfTheTaskBesideThoseOfTheContainer() {
    TaskDefinition wanted = TaskDefinitions.of("shop", FULL);
    ObjectNode live = wanted.document().deepCopy().put("memory", "2048");

    assertThat(wanted.meansTheSame(new TaskDefinition(live), "web")).isFalse();
  }
}
