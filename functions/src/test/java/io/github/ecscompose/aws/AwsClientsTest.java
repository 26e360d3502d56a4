package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.Mockito;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.regions.Region;

class AwsClientsTest {

  private static final Map<String, String> LAMBDA = Map.of("AWS_REGION", "eu-west-1");

  @Test
  void makesEveryClientForTheFunctionsRegion() {
    AwsClients clients = new AwsClients(LAMBDA);

    assertThat(
            List.of(
                clients.ecs().serviceClientConfiguration().region(),
                clients.loadBalancing().serviceClientConfiguration().region(),
                clients.autoScaling().serviceClientConfiguration().region(),
                clients.route53().serviceClientConfiguration().region(),
                clients.scheduler().serviceClientConfiguration().region(),
                clients.serviceDiscovery().serviceClientConfiguration().region(),
                clients.ssm().serviceClientConfiguration().region(),
                clients.dynamoDb().serviceClientConfiguration().region(),
                clients.stepFunctions().serviceClientConfiguration().region(),
                clients.s3().serviceClientConfiguration().region()))
        .containsOnly(Region.EU_WEST_1);
  }

  @Test
  void boundsCallsAndTheirAttempts() {
    ClientOverrideConfiguration overrides = new AwsClients(LAMBDA).overrides("ecs");

    assertThat(overrides.apiCallTimeout()).contains(Duration.ofSeconds(60));
    assertThat(overrides.apiCallAttemptTimeout()).contains(Duration.ofSeconds(12));
    assertThat(overrides.retryStrategy().orElseThrow().maxAttempts()).isEqualTo(6);
  }

  @Test
  void boundsCallsMoreTightlyWhereAFunctionHasToAnswerInTime() {
    ClientOverrideConfiguration overrides = overrides("8");

    assertThat(overrides.apiCallTimeout()).contains(Duration.ofSeconds(8));
    assertThat(overrides.apiCallAttemptTimeout()).contains(Duration.ofSeconds(6));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "training", "0", "99", "-1", "1000"})
  void neverLetsACallTakeLongerThanAMinute(String seconds) {
    assertThat(overrides(seconds).apiCallTimeout()).contains(Duration.ofSeconds(60));
  }

  private static ClientOverrideConfiguration overrides(String seconds) {
    return new AwsClients(Map.of("AWS_REGION", "eu-west-1", "CALL_TIMEOUT_SECONDS", seconds))
        .overrides("ecs");
  }

  @Test
  void refusesToGuessTheRegion() {
    assertThatThrownBy(() -> new AwsClients(Map.of()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("AWS_REGION");
  }

  @Test
  void countsCallsOnlyWhenAsked() {
    Map<String, String> counting =
        Map.of("AWS_REGION", "eu-west-1", "ECS_COMPOSE_COUNT_CALLS", "true");

    assertThat(new AwsClients(LAMBDA).overrides("ecs").executionInterceptors())
        .noneMatch(CallLog.class::isInstance);
    assertThat(new AwsClients(counting).overrides("ecs").executionInterceptors())
        .last()
        .isInstanceOf(CallLog.class);
  }

  @Test
  void printsALineForEachCall() {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    CallLog log = new CallLog("ecs", new PrintStream(output, true, StandardCharsets.UTF_8));
    ExecutionAttributes attributes =
        ExecutionAttributes.builder()
            .put(SdkExecutionAttribute.OPERATION_NAME, "CreateService")
            .build();

    log.beforeExecution(Mockito.mock(Context.BeforeExecution.class), attributes);

    assertThat(output.toString(StandardCharsets.UTF_8).strip())
        .isEqualTo("{\"awsCall\":\"ecs:CreateService\"}");
  }
}
