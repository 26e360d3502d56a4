package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.plan.Limit;
import io.github.ecscompose.step.Clusters;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.ecs.EcsClient;

class PacedCallsTest {

  private static final AnsweringHttp.Answer FOUND =
      AnsweringHttp.json(
          200, "{\"clusters\": [{\"clusterName\": \"shop\", \"status\": \"ACTIVE\"}]}");
  private static final AnsweringHttp.Answer THROTTLED =
      AnsweringHttp.json(
          400, "{\"__type\": \"ThrottlingException\", \"message\": \"Rate exceeded\"}");

  private Instant now = Instant.parse("2026-11-20T20:00:00Z");
  private final List<Duration> waits = new ArrayList<>();
  private final TimeLimit timeLimit = new TimeLimit(() -> now);
  private final PacedCalls pacedCalls = new PacedCalls(() -> now, this::sleep, timeLimit);

  private void sleep(Duration duration) {
    waits.add(duration);
    now = now.plus(duration);
  }

  @AfterEach
  void clearInterrupt() {
    Thread.interrupted();
  }

  @Test
  void letsABurstPassAndPacesTheRest() {
    Clusters clusters = clusters(pacedCalls, new AnsweringHttp(times(100, FOUND)));

    for (int i = 0; i < 100; i++) {
      assertThat(clusters.exists("shop")).isTrue();
    }

    assertThat(waits).hasSize(50).allMatch(wait -> wait.toMillis() <= 1000 / 18 + 1);
    Duration passed = Duration.between(Instant.parse("2026-11-20T20:00:00Z"), now);
    assertThat(passed).isBetween(Duration.ofMillis(2777), Duration.ofMillis(2850));
  }

  @Test
  void lowersThePaceOnceAwsThrottles() {
    Clusters clusters = clusters(pacedCalls, new AnsweringHttp(THROTTLED, FOUND, FOUND));

    clusters.exists("shop");
    assertThat(waits).isEmpty();
    clusters.exists("shop");

    assertThat(waits).containsExactly(Duration.ofMillis(56));
  }

  /** However many were throttled before: the SDK's own allowance would be used up by a hundred. */
  @Test
  void survivesFiveThrottlesOfEveryCall() {
    List<AnsweringHttp.Answer> answers = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      answers.addAll(Collections.nCopies(5, THROTTLED));
      answers.add(FOUND);
    }
    AnsweringHttp http = new AnsweringHttp(answers.toArray(AnsweringHttp.Answer[]::new));
    Clusters clusters = clusters(pacedCalls, http);

    for (int i = 0; i < 40; i++) {
      assertThat(clusters.exists("shop")).isTrue();
    }

    assertThat(http.requests()).isEqualTo(240);
  }

  @Test
  void givesUpAfterSixThrottlesSoThatTheWorkflowAsksAgain() {
    AnsweringHttp http = new AnsweringHttp(times(7, THROTTLED));
    Clusters clusters = clusters(pacedCalls, http);

    assertThatThrownBy(() -> clusters.exists("shop"))
        .isInstanceOf(ThrottledException.class)
        .hasMessageContaining("Rate exceeded");
    assertThat(http.requests()).isEqualTo(6);
  }

  @Test
  void beginsNoCallThatCouldOutlastTheFunction() {
    AnsweringHttp http = new AnsweringHttp(times(3, FOUND));
    Clusters clusters = clusters(pacedCalls, http);
    timeLimit.begin(Duration.ofSeconds(60));
    clusters.exists("shop");
    now = now.plusSeconds(44);
    clusters.exists("shop");

    now = now.plusSeconds(1);

    assertThatThrownBy(() -> clusters.exists("shop"))
        .isInstanceOf(TransientException.class)
        .hasMessage(
            "ecs:DescribeClusters of cluster shop failed: it was not begun, for it may take 14 s"
                + " and the function has to answer within 13 s. Until then it made 2 calls, the last"
                + " one ecs:DescribeClusters; the workflow has the step done again.");
    assertThat(http.requests()).isEqualTo(2);
  }

  @Test
  void beginsAnewWithEachInvocation() {
    Clusters clusters = clusters(pacedCalls, new AnsweringHttp(FOUND, FOUND));
    timeLimit.begin(Duration.ofSeconds(60));
    now = now.plus(Duration.ofDays(3));
    assertThatThrownBy(() -> clusters.exists("shop")).isInstanceOf(TransientException.class);

    timeLimit.begin(Duration.ofSeconds(60));

    assertThat(clusters.exists("shop")).isTrue();
  }

  @Test
  void beginsNoFurtherAttemptWhereTimeHasRunOut() {
    AnsweringHttp http =
        new AnsweringHttp(
            () -> {
              now = now.plusSeconds(10);
              throw new SocketTimeoutException("Read timed out");
            },
            FOUND);
    Clusters clusters = clusters(pacedCalls, http);
    timeLimit.begin(Duration.ofSeconds(20));

    assertThatThrownBy(() -> clusters.exists("shop"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("was not begun")
        .hasMessageContaining("it made 1 calls");
    assertThat(http.requests()).isEqualTo(1);
  }

  /** The SDK waits up to 16 s between attempts, and a call may take a minute with all of them. */
  @Test
  void endsACallWhileTheFunctionStillRuns() {
    AnsweringHttp http = new AnsweringHttp(times(2, THROTTLED));
    Duration minute = Duration.ofMinutes(1);
    Clusters clusters =
        clusters(
            ClientOverrideConfiguration.builder()
                .apiCallTimeout(minute)
                .addExecutionInterceptor(pacedCalls.of("ecs", minute, Duration.ofMillis(10)))
                .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                .build(),
            http,
            BackoffStrategy.fixedDelayWithoutJitter(minute));
    timeLimit.begin(TimeLimit.RESERVE.plusMillis(200));
    Instant begun = Instant.now();

    assertThatThrownBy(() -> clusters.exists("shop"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("timeout");
    assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(10));
    assertThat(http.requests()).isEqualTo(1);
  }

  @Test
  void waitsNotWhereTheTurnComesTooLate() {
    Clusters clusters = clusters(pacedCalls, new AnsweringHttp(times(60, FOUND)));
    for (int i = 0; i < 50; i++) {
      clusters.exists("shop");
    }
    timeLimit.begin(Duration.ofMillis(16_010));

    assertThatThrownBy(() -> clusters.exists("shop")).isInstanceOf(TransientException.class);
    assertThat(waits).isEmpty();
  }

  @Test
  void staysInterrupted() {
    PacedCalls interrupted =
        new PacedCalls(
            () -> now,
            duration -> {
              throw new InterruptedException();
            },
            timeLimit);
    Clusters clusters = clusters(interrupted, new AnsweringHttp(times(51, FOUND)));
    for (int i = 0; i < 50; i++) {
      clusters.exists("shop");
    }

    assertThatThrownBy(() -> clusters.exists("shop"))
        .isInstanceOf(TransientException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "ecs, RegisterTaskDefinition, TASK_DEFINITION_CHANGES",
    "ecs, DescribeTaskDefinition, TASK_DEFINITION_READS",
    "ecs, ListTaskDefinitionFamilies, TASK_DEFINITION_READS",
    "ecs, CreateService, SERVICE_CHANGES",
    "ecs, UpdateService, SERVICE_CHANGES",
    "ecs, DeleteService, SERVICE_CHANGES",
    "ecs, DescribeServices, SERVICE_READS",
    "ecs, ListServices, SERVICE_READS",
    "ecs, RunTask, TASK_CHANGES",
    "ecs, DescribeTasks, TASK_READS",
    "ecs, DescribeClusters, CLUSTER_READS",
    "ecs, TagResource, TAG_CHANGES",
    "ecs, UntagResource, TAG_CHANGES",
    "elasticloadbalancing, DescribeListeners, LOAD_BALANCING",
    "elasticloadbalancing, CreateListener, LOAD_BALANCING LOAD_BALANCING_CHANGES",
    "elasticloadbalancing, AddTags, LOAD_BALANCING LOAD_BALANCING_CHANGES",
    "elasticloadbalancing, CreateLoadBalancer, LOAD_BALANCING LOAD_BALANCER_CREATIONS",
    "elasticloadbalancing, SetSubnets, LOAD_BALANCING LOAD_BALANCER_CREATIONS",
    "route53, ChangeResourceRecordSets, DNS",
    "ssm, GetParametersByPath, PARAMETER_READS",
    "dynamodb, UpdateItem, ''",
  })
  void knowsWhichLimitsACallCountsAgainst(String service, String operation, String limits) {
    Set<String> expected =
        limits.isEmpty() ? Set.of() : Set.copyOf(Arrays.asList(limits.split(" ")));

    assertThat(ApiLimits.of(service, operation))
        .extracting(Limit::name)
        .hasSameElementsAs(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ecs", "elasticloadbalancing", "route53", "ssm", "s3"})
  void pacesEveryClient(String service) {
    assertThat(
            new AwsClients(Map.of("AWS_REGION", "eu-west-1"), pacedCalls)
                .overrides(service)
                .executionInterceptors())
        .isNotEmpty();
  }

  @Test
  void limitsNothingOutsideAnInvocation() {
    assertThatCode(() -> timeLimit.require(Duration.ofMinutes(10))).doesNotThrowAnyException();
  }

  private static AnsweringHttp.Answer[] times(int number, AnsweringHttp.Answer answer) {
    return Collections.nCopies(number, answer).toArray(AnsweringHttp.Answer[]::new);
  }

  private static Clusters clusters(PacedCalls pacedCalls, AnsweringHttp http) {
    return clusters(
        new AwsClients(Map.of("AWS_REGION", "eu-west-1"), pacedCalls).overrides("ecs"),
        http,
        BackoffStrategy.retryImmediately());
  }

  /** A client as the functions', but for how long it waits between attempts. */
  private static Clusters clusters(
      ClientOverrideConfiguration overrides, AnsweringHttp http, BackoffStrategy backoff) {
    return new EcsClusters(
        EcsClient.builder()
            .region(Region.EU_WEST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
            .httpClient(http)
            .overrideConfiguration(
                overrides.toBuilder()
                    .retryStrategy(
                        overrides.retryStrategy().orElseThrow().toBuilder()
                            .backoffStrategy(backoff)
                            .throttlingBackoffStrategy(backoff)
                            .build())
                    .build())
            .build());
  }
}
