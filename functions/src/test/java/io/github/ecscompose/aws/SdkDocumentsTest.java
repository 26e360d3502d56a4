package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.LogDriver;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

class SdkDocumentsTest {

  private static final String TASK_DEFINITION =
      """
      {
        "family": "shop-web",
        "taskRoleArn": "arn:aws:iam::1:role/web",
        "executionRoleArn": "arn:aws:iam::1:role/execution",
        "networkMode": "awsvpc",
        "containerDefinitions": [{
          "name": "web",
          "image": "nginx:1.27",
          "repositoryCredentials": {"credentialsParameter": "arn:secret"},
          "cpu": 10,
          "memory": 512,
          "memoryReservation": 256,
          "links": ["db"],
          "portMappings": [{"containerPort": 80, "hostPort": 8080, "protocol": "tcp",
                            "name": "http", "appProtocol": "http"}],
          "essential": true,
          "entryPoint": ["/bin/sh"],
          "command": ["-c", "sleep 1"],
          "environment": [{"name": "EMPTY", "value": ""}, {"name": "A", "value": "b"}],
          "environmentFiles": [{"value": "arn:aws:s3:::b/k", "type": "s3"}],
          "mountPoints": [{"sourceVolume": "v", "containerPath": "/v", "readOnly": true}],
          "volumesFrom": [],
          "linuxParameters": {"capabilities": {"add": ["SYS_PTRACE"], "drop": []},
                              "devices": [{"hostPath": "/dev/x", "permissions": ["read"]}],
                              "initProcessEnabled": false, "swappiness": 60},
          "secrets": [{"name": "S", "valueFrom": "arn:parameter"}],
          "dependsOn": [{"containerName": "db", "condition": "HEALTHY"}],
          "startTimeout": 30,
          "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
          "logConfiguration": {"logDriver": "awslogs",
                               "options": {"awslogs-group": "g", "awslogs-region": "eu-west-1"},
                               "secretOptions": [{"name": "t", "valueFrom": "arn"}]},
          "healthCheck": {"command": ["CMD", "true"], "interval": 5, "timeout": 2, "retries": 3},
          "systemControls": [{"namespace": "net.core.somaxconn", "value": "1024"}],
          "resourceRequirements": [{"value": "1", "type": "GPU"}],
          "dockerLabels": {"Key.With.Dots": "x"},
          "privileged": false
        }],
        "volumes": [
          {"name": "v", "host": {"sourcePath": "/var/v"}},
          {"name": "efs", "efsVolumeConfiguration": {"fileSystemId": "fs-1",
             "transitEncryption": "ENABLED", "authorizationConfig": {"iam": "ENABLED"}}}],
        "placementConstraints": [{"type": "memberOf", "expression": "attribute:a == b"}],
        "requiresCompatibilities": ["EC2", "FARGATE"],
        "cpu": "256",
        "memory": "1024",
        "ephemeralStorage": {"sizeInGiB": 30},
        "runtimePlatform": {"cpuArchitecture": "ARM64", "operatingSystemFamily": "LINUX"},
        "tags": [{"key": "ecs-compose:cluster", "value": "shop"}]
      }
      """;

  @Test
  void carriesEveryMemberOfALargeRequestThereAndBack() throws JsonProcessingException {
    ObjectNode document = json(TASK_DEFINITION);

    RegisterTaskDefinitionRequest request =
        SdkDocuments.fromJson(document, RegisterTaskDefinitionRequest.builder()).build();

    assertThat(SdkDocuments.toJson(request)).isEqualTo(document);
    assertThat(request.containerDefinitions().getFirst().logConfiguration().logDriver())
        .isEqualTo(LogDriver.AWSLOGS);
    assertThat(request.containerDefinitions().getFirst().dockerLabels())
        .containsEntry("Key.With.Dots", "x");
    assertThat(request.ephemeralStorage().sizeInGiB()).isEqualTo(30);
  }

  @Test
  void carriesAService() throws JsonProcessingException {
    ObjectNode document =
        json(
            """
            {"serviceName": "web", "taskDefinition": "shop-web:1", "desiredCount": 2,
             "deploymentConfiguration": {
               "deploymentCircuitBreaker": {"enable": true, "rollback": false},
               "maximumPercent": 200, "minimumHealthyPercent": 50},
             "networkConfiguration": {"awsvpcConfiguration": {
               "subnets": ["subnet-1"], "securityGroups": [], "assignPublicIp": "DISABLED"}},
             "loadBalancers": [{"targetGroupArn": "arn", "containerName": "web",
                                "containerPort": 80}]}
            """);

    assertThat(
            SdkDocuments.toJson(
                SdkDocuments.fromJson(document, CreateServiceRequest.builder()).build()))
        .isEqualTo(document);
  }

  @Test
  void keepsAListThatIsEmptyOnPurpose() throws JsonProcessingException {
    ObjectNode document = json("{\"service\": \"web\", \"serviceRegistries\": []}");

    UpdateServiceRequest request =
        SdkDocuments.fromJson(document, UpdateServiceRequest.builder()).build();

    assertThat(request.hasServiceRegistries()).isTrue();
    assertThat(request.hasLoadBalancers()).isFalse();
    assertThat(SdkDocuments.toJson(request)).isEqualTo(document);
  }

  @Test
  void writesTimesAsIso8601AndReadsThem() {
    Instant time = Instant.parse("2026-11-23T01:02:03Z");
    ObjectNode document =
        SdkDocuments.toJson(Service.builder().serviceName("web").createdAt(time).build());

    assertThat(document.path("createdAt").asText()).isEqualTo("2026-11-23T01:02:03Z");
    assertThat(SdkDocuments.fromJson(document, Service.builder()).build().createdAt())
        .isEqualTo(time);
  }

  @Test
  void takesNullForNotSet() throws JsonProcessingException {
    ObjectNode document = json("{\"serviceName\": \"web\", \"desiredCount\": null}");

    assertThat(
            SdkDocuments.fromJson(document, CreateServiceRequest.builder())
                .build()
                .getValueForField("desiredCount", Integer.class))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"famly\": \"a\"} | AWS knows no member famly",
        "{\"containerDefinitions\": [{\"name\": \"a\"}, {\"imag\": \"b\"}]} | AWS knows no member containerDefinitions[1].imag",
        "{\"family\": 1} | family has to be text",
        "{\"cpu\": 256} | cpu has to be text",
        "{\"volumes\": {}} | volumes has to be a list",
        "{\"containerDefinitions\": [\"SECRET\"]} | containerDefinitions[0] has to be an object",
        "{\"containerDefinitions\": [{\"cpu\": \"SECRET\"}]} | containerDefinitions[0].cpu has to be an integer",
        "{\"containerDefinitions\": [{\"cpu\": 1.5}]} | containerDefinitions[0].cpu has to be an integer",
        "{\"containerDefinitions\": [{\"cpu\": 3000000000}]} | containerDefinitions[0].cpu has to be an integer",
        "{\"containerDefinitions\": [{\"essential\": \"SECRET\"}]} | containerDefinitions[0].essential has to be true or false",
        "{\"containerDefinitions\": [{\"dockerLabels\": []}]} | containerDefinitions[0].dockerLabels has to be an object",
        "{\"containerDefinitions\": [{\"dockerLabels\": {\"a\": 7}}]} | containerDefinitions[0].dockerLabels.a has to be text",
      })
  void refusesWhatAwsDoesNotKnowByItsPathAndNeverItsValue(String document, String message) {
    assertThatThrownBy(
            () -> SdkDocuments.fromJson(json(document), RegisterTaskDefinitionRequest.builder()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message)
        .hasMessageNotContaining("SECRET");
  }

  private static ObjectNode json(String text) throws JsonProcessingException {
    return (ObjectNode) new ObjectMapper().readTree(text);
  }
}
