package io.github.ecscompose.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class ApiTest {

  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode document = Installation.yaml("api/openapi.yaml");

  @Test
  void theTemplateServesTheDocument() {
    JsonNode include =
        Installation.template().at("/Resources/Api/Properties/DefinitionBody/Fn::Transform");
    assertThat(include.get("Name").asText()).isEqualTo("AWS::Include");
    assertThat(include.at("/Parameters/Location").asText()).isEqualTo("api/openapi.yaml");
  }

  @Test
  void everyOperationDemandsASignature() {
    assertThat(
            document.at("/components/securitySchemes/sigv4/x-amazon-apigateway-authtype").asText())
        .isEqualTo("awsSigv4");
    assertThat(operations())
        .isNotEmpty()
        .allSatisfy(operation -> assertThat(operation.at("/security/0/sigv4").isArray()).isTrue());
  }

  @Test
  void everyOperationIsAnsweredByAFunctionOfTheApi() {
    assertThat(operations())
        .allSatisfy(operation -> {
          JsonNode integration = operation.get("x-amazon-apigateway-integration");
          assertThat(integration.get("type").asText()).isEqualTo("aws_proxy");
          assertThat(integration.get("httpMethod").asText()).isEqualTo("POST");
          assertThat(integration.at("/uri/Fn::Sub").asText())
              .containsPattern("/functions/\\$\\{(Api|Look)Function\\.Alias}/invocations$");
        });
  }

  /** So that the function that may start deployments has no right to look, and the other way. */
  @Test
  void whatLooksIsAnsweredByTheFunctionThatMayLook() {
    assertThat(
            operations()
                .filter(operation -> operation.toString().contains("${LookFunction.Alias}"))
                .map(operation -> operation.get("operationId").asText()))
        .containsExactlyInAnyOrder("getCluster", "planCluster");
  }

  @Test
  void theActionsAreThoseOfTheCode() {
    assertThat(texts(document.at("/components/schemas/ServicePlan/properties/action/enum")))
        .containsExactlyInAnyOrder(names(Action.values()));
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = document.findValuesAsText("$ref");
    assertThat(references)
        .isNotEmpty()
        .allSatisfy(reference -> {
          assertThat(reference).startsWith("#/");
          assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
        });
  }

  @Test
  void theStatusesAreThoseOfTheCode() {
    assertThat(texts(document.at("/components/schemas/DeploymentStatus/enum")))
        .containsExactly(names(DeploymentStatus.values()));
    assertThat(texts(document.at("/components/schemas/ServiceProgress/properties/state/enum")))
        .containsExactly(names(ServiceState.values()));
  }

  @Test
  void everyExampleIsAsItsSchemaSays() {
    ApiSchema schema = new ApiSchema();
    List<JsonNode> described =
        document.findParents("example").stream().filter(node -> node.has("schema")).toList();
    assertThat(described)
        .isNotEmpty()
        .allSatisfy(
            node -> assertThat(schema.faults(node.get("schema"), node.get("example"))).isEmpty());
  }

  /** The regular expression is API Gateway's own, by its error where a name is another. */
  @Test
  void everyParameterHasANameThatApiGatewayTakes() {
    assertThat(document.at("/components/parameters"))
        .isNotEmpty()
        .allSatisfy(
            parameter -> assertThat(parameter.get("name").asText()).matches("[a-zA-Z0-9:._$-]+"));
  }

  private Stream<JsonNode> operations() {
    return document.get("paths").properties().stream()
        .flatMap(path -> path.getValue().properties().stream())
        .filter(operation -> METHODS.contains(operation.getKey()))
        .map(Map.Entry::getValue);
  }

  private static Stream<String> texts(JsonNode list) {
    return Installation.list(list).map(JsonNode::asText);
  }

  private static String[] names(Enum<?>[] values) {
    return Arrays.stream(values).map(Enum::name).toArray(String[]::new);
  }
}
