package io.github.ecscompose.template;

import static io.github.ecscompose.template.Installation.list;
import static io.github.ecscompose.template.Installation.resources;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.plan.Tags;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TemplateTest {

  /**
   * Actions for which IAM knows no resource, so that only {@code *} can be said (AWS's Service
   * Authorization Reference). What they allow is to read, to deregister task definitions, to write
   * the tags of ecs-compose in Cloud Map, to create a private zone, and to let Step Functions
   * deliver its logs.
   */
  private static final Set<String> WITHOUT_RESOURCE =
      Set.of(
          "ecs:ListServices",
          "ecs:ListTasks",
          "ecs:ListTaskDefinitionFamilies",
          "ecs:ListTaskDefinitions",
          "ecs:DescribeTaskDefinition",
          "ecs:DeregisterTaskDefinition",
          "application-autoscaling:DescribeScalableTargets",
          "elasticloadbalancing:DescribeLoadBalancers",
          "elasticloadbalancing:DescribeTargetGroups",
          "elasticloadbalancing:DescribeTargetGroupAttributes",
          "elasticloadbalancing:DescribeTargetHealth",
          "elasticloadbalancing:DescribeListeners",
          "elasticloadbalancing:DescribeListenerCertificates",
          "elasticloadbalancing:DescribeTags",
          "ec2:DescribeAccountAttributes",
          "ec2:DescribeAddresses",
          "ec2:DescribeInternetGateways",
          "ec2:DescribeRegions",
          "ec2:DescribeSecurityGroups",
          "ec2:DescribeSubnets",
          "ec2:DescribeVpcs",
          "route53:CreateHostedZone",
          "route53:ListHostedZonesByName",
          "servicediscovery:CreatePrivateDnsNamespace",
          "servicediscovery:ListNamespaces",
          "servicediscovery:ListServices",
          "servicediscovery:ListTagsForResource",
          "servicediscovery:TagResource",
          "logs:CreateLogDelivery",
          "logs:GetLogDelivery",
          "logs:UpdateLogDelivery",
          "logs:DeleteLogDelivery",
          "logs:ListLogDeliveries",
          "logs:PutResourcePolicy",
          "logs:DescribeResourcePolicies",
          "logs:DescribeLogGroups");

  private final JsonNode template = Installation.template();
  private final Map<String, JsonNode> functions = resources(template, "AWS::Serverless::Function");

  @Test
  void outputsAreTheContract() {
    assertThat(template.get("Outputs").fieldNames())
        .toIterable()
        .containsExactlyInAnyOrder(
            "StackfileBucketName",
            "ApiUrl",
            "DeployStateMachineArn",
            "DestroyStateMachineArn",
            "DeploymentTableName");
  }

  @TestFactory
  Stream<DynamicTest> everyHandlerExists() {
    return functions.entrySet().stream()
        .map(function ->
            DynamicTest.dynamicTest(
                function.getKey(),
                () -> {
                  String[] handler =
                      function.getValue().at("/Properties/Handler").asText().split("::", 2);
                  Class<?> type = Class.forName(handler[0], false, getClass().getClassLoader());
                  assertThat(Arrays.stream(type.getMethods()).map(method -> method.getName()))
                      .contains(handler[1]);
                  assertThat(function.getKey().replaceFirst("Function$", "Handler"))
                      .isEqualTo(type.getSimpleName());
                }));
  }

  @Test
  void allFunctionsAreBuiltOnce() {
    assertThat(functions).hasSize(23);
    for (String setting : List.of("CodeUri", "Runtime", "Architectures")) {
      assertThat(functions.values())
          .as("%s is set for all functions together", setting)
          .noneMatch(function -> function.get("Properties").has(setting));
    }
    assertThat(functions.values()).noneMatch(function -> function.has("Metadata"));
  }

  @Test
  void everyFunctionLogsToAGroupThatForgets() {
    Map<String, JsonNode> groups = resources(template, "AWS::Logs::LogGroup");
    assertThat(groups.values())
        .allMatch(group ->
            group.at("/Properties/RetentionInDays/Ref").asText().equals("LogRetentionDays"));

    Set<String> used = new TreeSet<>();
    functions.forEach((name, function) -> {
      String group = function.at("/Properties/LoggingConfig/LogGroup/Ref").asText();
      assertThat(groups).as("log group of %s", name).containsKey(group);
      assertThat(used.add(group)).as("%s logs to a group of its own", name).isTrue();
    });
  }

  @Test
  void noPolicyAllowsAWildcardAction() {
    assertThat(allowed()).isNotEmpty();
    for (JsonNode statement : allowed()) {
      assertThat(list(statement.get("Action")).map(JsonNode::asText))
          .as("%s", statement)
          .noneMatch(action -> action.contains("*"));
    }
  }

  @Test
  void everyResourceIsAsNarrowAsAwsPermits() {
    for (JsonNode statement : allowed()) {
      if (list(statement.get("Resource")).anyMatch(resource -> resource.asText().equals("*"))) {
        assertThat(list(statement.get("Action")).map(JsonNode::asText))
            .as("%s", statement)
            .allMatch(WITHOUT_RESOURCE::contains);
      }
    }
  }

  @Test
  void noExceptionFromNarrowResourcesIsUnused() {
    Set<String> used = new TreeSet<>();
    for (JsonNode statement : allowed()) {
      if (statement.get("Resource").asText().equals("*")) {
        list(statement.get("Action")).map(JsonNode::asText).forEach(used::add);
      }
    }
    assertThat(used).containsExactlyInAnyOrderElementsOf(WITHOUT_RESOURCE);
  }

  /** What each function's step asks of the table, and nothing beside it. */
  @Test
  void functionsDoWithTheTableWhatTheirStepsDo() {
    Map<String, Set<String>> expected =
        Map.ofEntries(
            Map.entry("Validate", Set.of("UpdateItem")),
            Map.entry("Plan", Set.of("GetItem", "Query", "PutItem", "UpdateItem", "DeleteItem")),
            Map.entry("AcquireLock", Set.of("GetItem", "Query", "PutItem", "UpdateItem")),
            Map.entry("ReleaseLock", Set.of("UpdateItem")),
            Map.entry("EnsureNamespace", Set.of()),
            Map.entry("EnsureLoadBalancer", Set.of("UpdateItem")),
            Map.entry("EnsureDiscovery", Set.of("UpdateItem")),
            Map.entry("RegisterTask", Set.of("UpdateItem")),
            Map.entry("UpdateService", Set.of("UpdateItem")),
            Map.entry("ReplaceService", Set.of("GetItem", "UpdateItem")),
            Map.entry("RunTask", Set.of("UpdateItem")),
            Map.entry("EnsureSchedule", Set.of("GetItem", "Query", "PutItem", "DeleteItem")),
            Map.entry("PlanRollBack", Set.of("Query", "UpdateItem")),
            Map.entry("RollBack", Set.of("GetItem", "UpdateItem")),
            Map.entry("RemoveService", Set.of("GetItem", "UpdateItem", "PutItem", "DeleteItem")),
            Map.entry("RemoveLeftovers", Set.of("Query", "UpdateItem")),
            Map.entry("PlanDestroy", Set.of("GetItem", "Query", "PutItem", "UpdateItem")),
            Map.entry("RemoveRemains", Set.of("GetItem", "Query", "UpdateItem", "DeleteItem")),
            Map.entry("Report", Set.of("GetItem", "Query", "UpdateItem")),
            Map.entry("Announce", Set.of()),
            Map.entry("Api", Set.of("GetItem", "Query", "UpdateItem")));
    expected.forEach((function, actions) ->
        assertThat(actions(function, "dynamodb:"))
            .as(function)
            .containsExactlyInAnyOrderElementsOf(actions));
  }

  @Test
  void onlyStackfilesAndTheirVariablesPassThroughTheApi() {
    assertThat(actions("Api", "s3:")).containsExactlyInAnyOrder("PutObject", "GetObject");
    assertThat(resourcesOf("Api", "s3:GetObject"))
        .containsExactly("${StackfileBucket.Arn}/deployments/*/request.json");
    assertThat(resourcesOf("Api", "s3:PutObject"))
        .containsExactlyInAnyOrder(
            "${StackfileBucket.Arn}/deployments/*/stackfile.yml",
            "${StackfileBucket.Arn}/deployments/*/variables.json");
    assertThat(resourcesOf("Validate", "s3:GetObject"))
        .containsExactlyInAnyOrder(
            "${StackfileBucket.Arn}/stackfiles/*",
            "${StackfileBucket.Arn}/deployments/*/stackfile.yml",
            "${StackfileBucket.Arn}/deployments/*/variables.json");
  }

  /** Without this right S3 says of a file that lacks that it is forbidden. */
  @Test
  void validateCanTellThatThereAreNoVariables() {
    assertThat(statement("Validate", "s3:ListBucket").at("/Resource/Fn::GetAtt").asText())
        .isEqualTo("StackfileBucket.Arn");
  }

  /** A query holds the values of variables: nothing may write it down. */
  @Test
  void theApiLogsNeitherQueriesNorBodies() {
    JsonNode api = template.at("/Resources/Api/Properties");
    assertThat(api.path("TracingEnabled").asBoolean()).isFalse();
    assertThat(api.path("MethodSettings"))
        .isNotEmpty()
        .allSatisfy(setting ->
            assertThat(setting.fieldNames())
                .toIterable()
                .doesNotContain("DataTraceEnabled", "LoggingLevel"));
    List<String> logged =
        Pattern.compile("\\$[\\w.]+")
            .matcher(api.at("/AccessLogSetting/Fn::If/1/Format").asText())
            .results()
            .map(MatchResult::group)
            .toList();
    assertThat(logged)
        .containsExactlyInAnyOrder(
            "$context.requestId",
            "$context.requestTime",
            "$context.identity.userArn",
            "$context.identity.sourceIp",
            "$context.httpMethod",
            "$context.path",
            "$context.status",
            "$context.responseLatency",
            "$context.error.responseType");
  }

  @Test
  void workflowsLogNoData() {
    for (JsonNode machine : resources(template, "AWS::Serverless::StateMachine").values()) {
      assertThat(machine.at("/Properties/Logging/IncludeExecutionData").isBoolean()).isTrue();
      assertThat(machine.at("/Properties/Logging/IncludeExecutionData").asBoolean()).isFalse();
    }
  }

  /** What each function's step asks of ECS, and of which kind of resource. */
  @Test
  void functionsDoInEcsWhatTheirStepsDo() {
    Map<String, Set<String>> expected =
        Map.of(
            "Plan",
            Set.of(
                "DescribeClusters",
                "ListServices",
                "DescribeServices",
                "ListTaskDefinitionFamilies",
                "DescribeTaskDefinition"),
            "RegisterTask",
            Set.of(
                "DescribeTaskDefinition", "RegisterTaskDefinition", "TagResource", "UntagResource"),
            "UpdateService",
            Set.of(
                "DescribeServices",
                "CreateService",
                "UpdateService",
                "TagResource",
                "UntagResource"),
            "ReplaceService",
            Set.of(
                "DescribeServices",
                "DescribeTaskDefinition",
                "CreateService",
                "UpdateService",
                "DeleteService",
                "TagResource",
                "UntagResource"),
            "RunTask",
            Set.of("RunTask", "TagResource"),
            "WaitStable",
            Set.of("DescribeServices", "ListTasks", "DescribeTasks"));
    expected.forEach((function, actions) ->
        assertThat(actions(function, "ecs:"))
            .as(function)
            .containsExactlyInAnyOrderElementsOf(actions));
    Map.of(
            "RegisterTask",
            "task-definition",
            "UpdateService",
            "service",
            "ReplaceService",
            "service")
        .forEach((function, kind) ->
            assertThat(statement(function, "ecs:UntagResource").at("/Resource/Fn::Sub").asText())
                .as(function)
                .endsWith(":" + kind + "/*"));
  }

  @Test
  void functionsDoInCloudMapWhatTheirStepsDo() {
    assertThat(actions("Plan", "servicediscovery:"))
        .containsExactlyInAnyOrder(
            "ListNamespaces", "ListServices", "ListTagsForResource", "GetService");
    assertThat(actions("EnsureNamespace", "servicediscovery:"))
        .containsExactlyInAnyOrder(
            "ListNamespaces", "GetOperation", "CreatePrivateDnsNamespace", "TagResource");
    assertThat(actions("EnsureDiscovery", "servicediscovery:"))
        .containsExactlyInAnyOrder(
            "ListServices", "ListTagsForResource", "GetService", "CreateService", "TagResource");
    assertThat(actions("EnsureDiscovery", "ecs:")).containsExactly("DescribeServices");
    Map.of("EnsureNamespace", "ForAllValues", "EnsureDiscovery", "ForAnyValue")
        .forEach((function, set) ->
            assertThat(
                    list(statement(function, "servicediscovery:TagResource")
                            .at("/Condition/%s:StringEquals/aws:TagKeys".formatted(set)))
                        .map(JsonNode::asText))
                .as(function)
                .containsExactlyInAnyOrder(Tags.CLUSTER, Tags.SERVICE));
  }

  @Test
  void functionsDoInElasticLoadBalancingWhatTheirStepsDo() {
    assertThat(actions("Plan", "elasticloadbalancing:"))
        .containsExactlyInAnyOrder(
            "DescribeLoadBalancers",
            "DescribeTargetGroups",
            "DescribeTargetGroupAttributes",
            "DescribeListeners",
            "DescribeListenerCertificates",
            "DescribeTags");
    assertThat(actions("EnsureLoadBalancer", "elasticloadbalancing:"))
        .containsExactlyInAnyOrder(
            "DescribeLoadBalancers",
            "DescribeTargetGroups",
            "DescribeTargetGroupAttributes",
            "DescribeListeners",
            "DescribeListenerCertificates",
            "DescribeTags",
            "CreateLoadBalancer",
            "SetSubnets",
            "SetSecurityGroups",
            "CreateTargetGroup",
            "ModifyTargetGroup",
            "ModifyTargetGroupAttributes",
            "CreateListener",
            "ModifyListener",
            "DeleteListener",
            "AddListenerCertificates",
            "RemoveListenerCertificates",
            "AddTags");
    assertThat(actions("WaitStable", "elasticloadbalancing:"))
        .containsExactlyInAnyOrder("DescribeTargetHealth", "DescribeTargetGroupAttributes");
    for (String action : List.of("CreateTargetGroup", "ModifyTargetGroupAttributes")) {
      assertThat(resourcesOf("EnsureLoadBalancer", "elasticloadbalancing:" + action))
          .containsExactly(
              "arn:${AWS::Partition}:elasticloadbalancing:${AWS::Region}:${AWS::AccountId}:targetgroup/*");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "EnsureLoadBalancer, UPSERT",
    "RemoveService, DELETE",
    "RemoveLeftovers, DELETE",
    "RemoveRemains, DELETE"
  })
  void recordsAreChangedInTheZonesOfTheParameterOnly(String function, String change) {
    for (String action : List.of("ListResourceRecordSets", "ChangeResourceRecordSets")) {
      JsonNode zones = statement(function, "route53:" + action).get("Resource");
      String arn = "arn:*:route53:::hostedzone/";
      assertThat(zones.at("/Fn::Split/0").asText()).isEqualTo(",");
      assertThat(zones.at("/Fn::Split/1/Fn::Join/1/0").asText()).isEqualTo(arn);
      assertThat(zones.at("/Fn::Split/1/Fn::Join/1/1/Fn::Join/0").asText()).isEqualTo("," + arn);
      assertThat(zones.at("/Fn::Split/1/Fn::Join/1/1/Fn::Join/1/Ref").asText())
          .isEqualTo("HostedZoneIds");
    }
    JsonNode condition =
        statement(function, "route53:ChangeResourceRecordSets")
            .at("/Condition/ForAllValues:StringEquals");
    assertThat(list(condition.get("route53:ChangeResourceRecordSetsActions")))
        .extracting(JsonNode::asText)
        .containsExactly(change);
    assertThat(list(condition.get("route53:ChangeResourceRecordSetsRecordTypes")))
        .extracting(JsonNode::asText)
        .containsExactly("A");
  }

  @Test
  void whatGoesBackIsNotMadeAndWhatIsRemovedIsOurs() {
    assertThat(actions("PlanRollBack", "ecs:")).isEmpty();
    assertThat(actions("RollBack", "ecs:"))
        .containsExactlyInAnyOrder(
            "DescribeServices",
            "DescribeTaskDefinition",
            "UpdateService",
            "TagResource",
            "UntagResource");
    assertThat(actions("RollBack", "elasticloadbalancing:")).isEmpty();
    assertThat(actions("RemoveService", "ecs:"))
        .containsExactlyInAnyOrder("DescribeServices", "UpdateService", "DeleteService");
    assertThat(actions("RemoveService", "iam:")).isEmpty();
    assertThat(actions("RemoveService", "elasticloadbalancing:"))
        .containsExactlyInAnyOrder(
            "DescribeLoadBalancers",
            "DescribeTargetGroups",
            "DescribeListeners",
            "DescribeTags",
            "DeleteLoadBalancer",
            "DeleteTargetGroup");
    assertThat(actions("RemoveService", "servicediscovery:"))
        .containsExactlyInAnyOrder(
            "ListNamespaces", "ListServices", "ListTagsForResource", "GetService", "DeleteService");
    assertThat(actions("RemoveLeftovers", "ecs:")).containsExactly("DescribeServices");
    assertThat(actions("RemoveLeftovers", "elasticloadbalancing:"))
        .isEqualTo(actions("RemoveService", "elasticloadbalancing:"));
    assertThat(actions("RemoveLeftovers", "servicediscovery:"))
        .containsExactlyInAnyOrder(
            "ListNamespaces",
            "ListServices",
            "ListTagsForResource",
            "GetService",
            "DeleteService",
            "GetNamespace",
            "DeleteNamespace",
            "GetOperation");
    assertThat(
            statement("RemoveLeftovers", "servicediscovery:DeleteNamespace")
                .at("/Resource/Fn::Sub")
                .asText())
        .endsWith(":namespace/*");
  }

  /** Canceling is asking: the API looks whether executions run, and stops none. */
  @Test
  void theApiStartsAndFollowsDeploymentsOnly() {
    assertThat(actions("Api", "states:"))
        .containsExactlyInAnyOrder("StartExecution", "DescribeExecution");
    assertThat(resourcesOf("Api", "states:DescribeExecution"))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).endsWith(":execution:${DeployStateMachine.Name}:*"),
            one -> assertThat(one).endsWith(":execution:${DestroyStateMachine.Name}:*"));
  }

  @Test
  void whatPlansADestroyChangesNothingAndWhatDestroysMakesNothing() {
    assertThat(actions("PlanDestroy", "ecs:"))
        .containsExactlyInAnyOrder(
            "DescribeClusters",
            "DescribeServices",
            "ListServices",
            "ListTaskDefinitionFamilies",
            "ListTaskDefinitions",
            "DescribeTaskDefinition");
    assertThat(actions("PlanDestroy", "elasticloadbalancing:"))
        .isNotEmpty()
        .allMatch(action -> action.startsWith("Describe"));
    assertThat(actions("PlanDestroy", "servicediscovery:"))
        .containsExactlyInAnyOrder(
            "ListNamespaces", "ListServices", "ListTagsForResource", "GetNamespace");
    assertThat(actions("PlanDestroy", "route53:")).containsExactly("ListResourceRecordSets");
    assertThat(actions("RemoveRemains", "ecs:"))
        .containsExactlyInAnyOrder(
            "DescribeClusters",
            "ListTaskDefinitions",
            "DescribeTaskDefinition",
            "DeregisterTaskDefinition",
            "DeleteCluster");
    assertThat(actions("RemoveRemains", "elasticloadbalancing:"))
        .containsExactlyInAnyOrder(
            "DescribeLoadBalancers",
            "DescribeTargetGroups",
            "DescribeListeners",
            "DescribeTags",
            "DeleteLoadBalancer",
            "DeleteTargetGroup");
    assertThat(actions("RemoveRemains", "servicediscovery:"))
        .containsExactlyInAnyOrder(
            "DeleteService", "GetNamespace", "DeleteNamespace", "GetOperation");
    assertThat(resourcesOf("RemoveRemains", "ecs:DeleteCluster"))
        .allMatch(resource -> resource.endsWith(":cluster/*"));
  }

  /** It looks whether there is anything to destroy, and leaves the rest to the workflow. */
  @Test
  void theApiOnlyReadsEcs() {
    assertThat(actions("Api", "ecs:"))
        .containsExactlyInAnyOrder(
            "DescribeClusters", "DescribeServices", "ListServices", "ListTaskDefinitionFamilies");
    assertThat(
            list(statement("Api", "states:StartExecution").get("Resource"))
                .map(resource -> resource.get("Ref").asText()))
        .containsExactly("DeployStateMachine", "DestroyStateMachine");
  }

  /** It asks of deployments and destroys alone whether they still run, and stops none. */
  @Test
  void theQueueFollowsDeploymentsAndDestroysOnly() {
    JsonNode policy = template.at("/Resources/AcquireLockPolicy/Properties");
    assertThat(policy.at("/Roles/0/Ref").asText()).isEqualTo("AcquireLockFunctionRole");
    JsonNode statements = policy.at("/PolicyDocument/Statement");
    assertThat(statements).hasSize(1);
    assertThat(statements.at("/0/Action").asText()).isEqualTo("states:DescribeExecution");
    assertThat(statements.at("/0/Resource").findValuesAsText("Fn::Sub"))
        .satisfiesExactly(
            first -> assertThat(first).endsWith(":execution:${DeployStateMachine.Name}:*"),
            second -> assertThat(second).endsWith(":execution:${DestroyStateMachine.Name}:*"));
  }

  @Test
  void thePlanReadsRecordsAndWhatIsScaledAndChangesNeither() {
    assertThat(actions("Plan", "route53:")).containsExactly("ListResourceRecordSets");
    assertThat(actions("Plan", "application-autoscaling:"))
        .containsExactly("DescribeScalableTargets");
    functions.keySet().stream()
        .map(name -> name.replaceFirst("Function$", ""))
        .filter(name -> !Set.of("Plan", "Look").contains(name))
        .forEach(name -> assertThat(actions(name, "application-autoscaling:")).as(name).isEmpty());
  }

  /** A snapshot that is gone would fail calls that nobody repeats. */
  @Test
  void theApiAnswersWhenNobodyCalledItForWeeks() {
    assertThat(template.at("/Globals/Function/SnapStart/ApplyOn").asText())
        .isEqualTo("PublishedVersions");
    assertThat(List.of("ApiFunction", "LookFunction"))
        .allSatisfy(name ->
            assertThat(functions.get(name).at("/Properties/SnapStart/ApplyOn").asText())
                .isEqualTo("None"));
  }

  @Test
  void theApiAnswersBeforeApiGatewayGivesUp() {
    for (String name : List.of("ApiFunction", "LookFunction")) {
      JsonNode api = functions.get(name).get("Properties");
      int call = api.at("/Environment/Variables/CALL_TIMEOUT_SECONDS").asInt();
      assertThat(call).as(name).isPositive();
      assertThat(3 * call).as(name).isLessThan(api.get("Timeout").asInt());
      assertThat(api.get("Timeout").asInt()).as(name).isLessThanOrEqualTo(29);
    }
  }

  @Test
  void whoLooksChangesNothing() {
    List<String> actions = actions("Look", "");
    assertThat(actions)
        .contains("ecs:DescribeServices", "s3:GetObject")
        .allMatch(action -> action.matches("[a-z0-9-]+:(Get|List|Describe|Query).*|kms:Decrypt"));
  }

  @Test
  void rolesArePassedToTasksAndSchedulesOnly() {
    JsonNode schedules = statement("EnsureSchedule", "iam:PassRole");
    assertThat(schedules.at("/Resource/Fn::GetAtt").asText()).isEqualTo("ScheduleRole.Arn");
    assertThat(schedules.at("/Condition/StringEquals/iam:PassedToService").asText())
        .isEqualTo("scheduler.amazonaws.com");
    List<JsonNode> tasks =
        allowed().stream()
            .filter(statement ->
                list(statement.get("Action"))
                    .anyMatch(action -> action.asText().equals("iam:PassRole")))
            .filter(statement -> !statement.equals(schedules))
            .toList();
    assertThat(tasks).isNotEmpty();
    for (JsonNode statement : tasks) {
      assertThat(statement.at("/Resource/Ref").asText()).isEqualTo("TaskRoleArns");
      assertThat(statement.at("/Condition/StringEquals/iam:PassedToService").asText())
          .isEqualTo("ecs-tasks.amazonaws.com");
    }
  }

  @Test
  void schedulesAreMadeInOurGroupOnly() {
    assertThat(actions("EnsureSchedule", "scheduler:"))
        .containsExactlyInAnyOrder(
            "GetSchedule", "CreateSchedule", "UpdateSchedule", "DeleteSchedule");
    assertThat(resourcesOf("EnsureSchedule", "scheduler:CreateSchedule"))
        .containsExactly(
            "arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${ScheduleGroup}/*");
    assertThat(
            functions.entrySet().stream()
                .filter(function ->
                    function.getValue().toString().contains("\"scheduler:CreateSchedule\""))
                .map(Map.Entry::getKey))
        .containsExactly("EnsureScheduleFunction");
    // A name would be the same for every installation in a region.
    assertThat(template.at("/Resources/ScheduleGroup").has("Properties")).isFalse();
  }

  @Test
  void schedulesMayStartDeploymentsAndNothingElse() {
    JsonNode role = template.at("/Resources/ScheduleRole/Properties");
    assertThat(role.fieldNames()).toIterable().containsExactly("AssumeRolePolicyDocument");
    JsonNode trust = role.at("/AssumeRolePolicyDocument/Statement");
    assertThat(trust).hasSize(1);
    assertThat(trust.at("/0/Principal/Service").asText()).isEqualTo("scheduler.amazonaws.com");
    assertThat(trust.at("/0/Condition/StringEquals/aws:SourceAccount/Ref").asText())
        .isEqualTo("AWS::AccountId");
    assertThat(trust.at("/0/Condition/StringEquals/aws:SourceArn/Fn::GetAtt").asText())
        .isEqualTo("ScheduleGroup.Arn");

    JsonNode policy = template.at("/Resources/SchedulePolicy/Properties");
    assertThat(policy.at("/Roles/0/Ref").asText()).isEqualTo("ScheduleRole");
    JsonNode statements = policy.at("/PolicyDocument/Statement");
    assertThat(statements).hasSize(2);
    assertThat(statements.at("/0/Action").asText()).isEqualTo("states:StartExecution");
    assertThat(statements.at("/0/Resource/Ref").asText()).isEqualTo("DeployStateMachine");
    assertThat(statements.at("/1/Action").asText()).isEqualTo("sqs:SendMessage");
    assertThat(statements.at("/1/Resource/Fn::GetAtt").asText())
        .isEqualTo("UndeliveredScheduleQueue.Arn");
  }

  @Test
  void theFunctionKnowsWhereSchedulesGo() {
    JsonNode variables =
        functions.get("EnsureScheduleFunction").at("/Properties/Environment/Variables");
    assertThat(variables.at("/SCHEDULE_GROUP_ARN/Fn::GetAtt").asText())
        .isEqualTo("ScheduleGroup.Arn");
    assertThat(variables.at("/SCHEDULE_ROLE_ARN/Fn::GetAtt").asText())
        .isEqualTo("ScheduleRole.Arn");
    assertThat(variables.at("/UNDELIVERED_SCHEDULE_QUEUE_ARN/Fn::GetAtt").asText())
        .isEqualTo("UndeliveredScheduleQueue.Arn");
  }

  @Test
  void whatIsKeptOutlivesTheStack() {
    Map<String, JsonNode> kept =
        resources(template, Set.of("AWS::S3::Bucket", "AWS::DynamoDB::Table")::contains);
    assertThat(kept).hasSize(2);
    assertThat(kept.values())
        .allMatch(resource -> resource.path("DeletionPolicy").asText().equals("Retain"))
        .allMatch(resource -> resource.path("UpdateReplacePolicy").asText().equals("Retain"));
  }

  @Test
  void theBucketRefusesPlainHttp() {
    JsonNode statement =
        template.at("/Resources/StackfileBucketPolicy/Properties/PolicyDocument/Statement/0");
    assertThat(statement.get("Sid").asText()).isEqualTo("DenyInsecureTransport");
    assertThat(statement.get("Effect").asText()).isEqualTo("Deny");
    assertThat(statement.at("/Condition/Bool/aws:SecureTransport").asText()).isEqualTo("false");
  }

  @Test
  void uploadsThatCannotBeDeployedAreNotLost() {
    JsonNode upload =
        template.at("/Resources/DeployStateMachine/Properties/Events/Uploaded/Properties");
    assertThat(upload.at("/RetryPolicy/MaximumRetryAttempts").asInt()).isPositive();
    String queue = upload.at("/DeadLetterConfig/Arn/Fn::GetAtt").asText();
    assertThat(resources(template, "AWS::SQS::Queue")).containsKey(queue.replace(".Arn", ""));
  }

  @Test
  void everyDeadLetterRaisesAnAlarm() {
    assertThat(alarms("AWS/SQS").map(alarm -> alarm.at("/Dimensions/0/Value/Fn::GetAtt").asText()))
        .containsExactlyInAnyOrderElementsOf(
            resources(template, "AWS::SQS::Queue").keySet().stream()
                .map(queue -> queue + ".QueueName")
                .toList());
  }

  private Stream<JsonNode> alarms(String namespace) {
    return resources(template, "AWS::CloudWatch::Alarm").values().stream()
        .map(alarm -> alarm.get("Properties"))
        .filter(alarm -> alarm.get("Namespace").asText().equals(namespace));
  }

  @Test
  void alarmsNotifyWhomTheInstallationNames() {
    Map<String, JsonNode> alarms = resources(template, "AWS::CloudWatch::Alarm");
    assertThat(alarms).isNotEmpty();
    assertThat(alarms.values())
        .allSatisfy(alarm -> {
          JsonNode properties = alarm.get("Properties");
          assertThat(properties.at("/AlarmActions/Fn::If/0").asText())
              .isEqualTo("NotifiesOfAlarms");
          assertThat(properties.at("/AlarmActions/Fn::If/1/0/Ref").asText())
              .isEqualTo("AlarmTopicArn");
          assertThat(properties.get("TreatMissingData").asText()).isEqualTo("notBreaching");
          assertThat(properties.get("AlarmDescription").asText()).isNotBlank();
        });
  }

  /** The alarms look for the metrics under the names that the function gives them. */
  @Test
  void failedDeploymentsRaiseAnAlarm() {
    JsonNode own = functions.get("AnnounceFunction").at("/Properties/Environment/Variables");
    List<JsonNode> found =
        resources(template, "AWS::CloudWatch::Alarm").values().stream()
            .map(alarm -> alarm.get("Properties"))
            .filter(alarm -> alarm.get("Namespace").equals(own.get("METRICS_NAMESPACE")))
            .toList();
    assertThat(found)
        .extracting(alarm -> alarm.get("MetricName").asText())
        .containsOnly("Deployments");
    assertThat(found)
        .extracting(alarm -> alarm.at("/Dimensions/0/Name").asText())
        .containsOnly("Status");
    assertThat(found)
        .extracting(alarm -> alarm.at("/Dimensions/0/Value").asText())
        .containsExactlyInAnyOrder(
            DeploymentStatus.FAILED.name(), DeploymentStatus.ROLLED_BACK.name());
  }

  /** Every machine of which an execution is a deployment. */
  @Test
  void executionsThatEndWithoutAReportRaiseAnAlarm() {
    assertThat(alarms("AWS/States").map(alarm -> alarm.get("MetricName").asText()))
        .containsOnly("ExecutionsAborted", "ExecutionsTimedOut")
        .hasSize(4);
    assertThat(alarms("AWS/States").map(alarm -> alarm.at("/Dimensions/0/Value/Ref").asText()))
        .containsOnly("DeployStateMachine", "DestroyStateMachine");
  }

  @Test
  void onlyAnnouncingPutsEventsAndOnlyOnTheDefaultBus() {
    assertThat(actions("Announce", "events:")).containsExactly("PutEvents");
    assertThat(statement("Announce", "events:PutEvents").at("/Resource/Fn::Sub").asText())
        .endsWith(":event-bus/default");
    JsonNode stream =
        functions.get("AnnounceFunction").at("/Properties/Events/Statuses/Properties");
    assertThat(stream.at("/BatchSize").asInt()).isEqualTo(10);
    assertThat(stream.at("/DestinationConfig/OnFailure/Destination/Fn::GetAtt").asText())
        .isEqualTo("UnannouncedQueue.Arn");
    assertThat(
            template
                .at("/Resources/DeploymentTable/Properties/StreamSpecification/StreamViewType")
                .asText())
        .isEqualTo("NEW_AND_OLD_IMAGES");
  }

  @Test
  void theDashboardIsJson() throws JsonProcessingException {
    String body = template.at("/Resources/Dashboard/Properties/DashboardBody/Fn::Sub").asText();
    JsonNode dashboard = new ObjectMapper().readTree(body);
    assertThat(dashboard.get("widgets")).isNotEmpty();
    // What is no escape names a resource, a pseudo parameter or an attribute.
    assertThat(
            Pattern.compile("\\$\\{([^!}][^}]*)}")
                .matcher(body)
                .results()
                .map(found -> found.group(1).replaceFirst("\\..*", "")))
        .allMatch(name -> name.startsWith("AWS::") || template.get("Resources").has(name));
  }

  /** What a function's role allows of a service, as {@code UpdateItem}. */
  private List<String> actions(String function, String service) {
    return statements(function)
        .flatMap(statement -> list(statement.get("Action")))
        .map(JsonNode::asText)
        .filter(action -> action.startsWith(service))
        .map(action -> action.substring(service.length()))
        .toList();
  }

  private List<String> resourcesOf(String function, String action) {
    return list(statement(function, action).get("Resource"))
        .map(resource -> resource.get("Fn::Sub").asText())
        .toList();
  }

  private JsonNode statement(String function, String action) {
    List<JsonNode> found =
        statements(function)
            .filter(statement ->
                list(statement.get("Action")).anyMatch(one -> one.asText().equals(action)))
            .toList();
    assertThat(found).as("%s of %s", action, function).hasSize(1);
    return found.getFirst();
  }

  private Stream<JsonNode> statements(String function) {
    return list(functions.get(function + "Function").at("/Properties/Policies/0/Statement"));
  }

  /** All statements that allow something, of roles and of resources. */
  private List<JsonNode> allowed() {
    List<JsonNode> statements = new ArrayList<>();
    for (JsonNode list : template.get("Resources").findValues("Statement")) {
      list.forEach(statements::add);
    }
    return statements.stream()
        .filter(statement -> statement.get("Effect").asText().equals("Allow"))
        // Who may take a role is said without a resource.
        .filter(statement -> !statement.get("Action").asText().equals("sts:AssumeRole"))
        .toList();
  }
}
