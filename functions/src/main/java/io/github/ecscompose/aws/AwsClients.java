package io.github.ecscompose.aws;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.route53.Route53Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.scheduler.SchedulerClient;
import software.amazon.awssdk.services.servicediscovery.ServiceDiscoveryClient;
import software.amazon.awssdk.services.sfn.SfnClient;
import software.amazon.awssdk.services.ssm.SsmClient;

/**
 * Makes the SDK's clients, all over one HTTP client and with one set of deadlines. Making one takes
 * time at a cold start, so a function asks only for those that it needs, once.
 */
public final class AwsClients {

  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration LONGEST_READ = Duration.ofSeconds(10);
  private static final Duration LONGEST_CALL = Duration.ofSeconds(60);
  private static final int ATTEMPTS = 6;

  /** What an attempt may take beyond its time to read: to connect, and until that is noticed. */
  private static final Duration AROUND_READING = CONNECT.plusSeconds(1);

  private final Map<String, String> environment;
  private final Duration call;
  private final Duration read;
  private final Region region;
  private final SdkHttpClient http;
  private final PacedCalls pacedCalls;
  private final AwsCredentialsProvider credentials;
  private final ProfileFile noProfiles = ProfileFile.aggregator().build();

  /**
   * Clients for the region and endpoint that Lambda's environment variables name. {@code
   * CALL_TIMEOUT_SECONDS} may lower a call's deadline, for a function that has to answer in time.
   *
   * @param timeLimit within which every call has to end
   */
  public AwsClients(TimeLimit timeLimit) {
    this(System.getenv(), new PacedCalls(InstantSource.system(), Thread::sleep, timeLimit));
  }

  /** Clients whose calls may take as long as they like. */
  AwsClients(Map<String, String> environment) {
    this(
        environment,
        new PacedCalls(
            InstantSource.system(), Thread::sleep, new TimeLimit(InstantSource.system())));
  }

  AwsClients(Map<String, String> environment, PacedCalls pacedCalls) {
    this.pacedCalls = pacedCalls;
    this.environment = Map.copyOf(environment);
    String name = environment.get("AWS_REGION");
    if (name == null) {
      throw new IllegalStateException("AWS_REGION is not set, so that no AWS client can be made");
    }
    region = Region.of(name);
    call = callTimeout(environment.getOrDefault("CALL_TIMEOUT_SECONDS", ""));
    // The url-connection client cannot be interrupted while it reads, so that its own timeout is
    // what ends an attempt; half of a short call leaves time for another one.
    read = shorter(LONGEST_READ, call.dividedBy(2));
    http = UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(read).build();
    // The whole default chain: under SnapStart credentials come from the container's endpoint
    // and not from variables, which would be those of the snapshot. Without a profile file the
    // chain reads nothing from disk.
    credentials = DefaultCredentialsProvider.builder().profileFile(() -> noProfiles).build();
  }

  private static Duration callTimeout(String seconds) {
    return seconds.matches("[1-9]\\d?")
        ? shorter(LONGEST_CALL, Duration.ofSeconds(Long.parseLong(seconds)))
        : LONGEST_CALL;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  public EcsClient ecs() {
    return configured(EcsClient.builder(), "ecs").build();
  }

  public ElasticLoadBalancingV2Client loadBalancing() {
    return configured(ElasticLoadBalancingV2Client.builder(), "elasticloadbalancing").build();
  }

  public ApplicationAutoScalingClient autoScaling() {
    return configured(ApplicationAutoScalingClient.builder(), "application-autoscaling").build();
  }

  public Route53Client route53() {
    return configured(Route53Client.builder(), "route53").build();
  }

  public ServiceDiscoveryClient serviceDiscovery() {
    return configured(ServiceDiscoveryClient.builder(), "servicediscovery").build();
  }

  public EventBridgeClient eventBridge() {
    return configured(EventBridgeClient.builder(), "events").build();
  }

  public SchedulerClient scheduler() {
    return configured(SchedulerClient.builder(), "scheduler").build();
  }

  public SsmClient ssm() {
    return configured(SsmClient.builder(), "ssm").build();
  }

  public DynamoDbClient dynamoDb() {
    return configured(DynamoDbClient.builder(), "dynamodb").build();
  }

  public SfnClient stepFunctions() {
    return configured(SfnClient.builder(), "states").build();
  }

  /** S3, with the bucket in the path where another endpoint than AWS's own is set. */
  public S3Client s3() {
    boolean emulated =
        environment.containsKey("AWS_ENDPOINT_URL")
            || environment.containsKey("AWS_ENDPOINT_URL_S3");
    return configured(S3Client.builder(), "s3")
        .forcePathStyle(emulated)
        .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
        .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
        .build();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder, String service) {
    // A defaults mode that is set is not looked up in profiles or instance metadata.
    return builder
        .region(region)
        .credentialsProvider(credentials)
        .httpClient(http)
        .defaultsMode(DefaultsMode.STANDARD)
        .overrideConfiguration(overrides(service));
  }

  ClientOverrideConfiguration overrides(String service) {
    ClientOverrideConfiguration.Builder overrides =
        ClientOverrideConfiguration.builder()
            .appId("ecs-compose")
            .defaultProfileFileSupplier(() -> noProfiles)
            .apiCallTimeout(call)
            // A little above what the HTTP client allows, which ends an attempt better.
            .apiCallAttemptTimeout(shorter(call, read.plusSeconds(2)))
            .retryStrategy(retries())
            .addExecutionInterceptor(pacedCalls.of(service, call, read.plus(AROUND_READING)));
    if (environment.getOrDefault("ECS_COMPOSE_COUNT_CALLS", "").equals("true")) {
      overrides.addExecutionInterceptor(new CallLog(service, System.out));
    }
    return overrides.build();
  }

  /**
   * Six attempts of any call, after a throttle with 1, 2, 4, 8 and 16 s between them at most and
   * half of that on the average, which a call's minute has room for. Without the SDK's allowance of
   * retries, 100 of them that grow again with calls that succeed (SDK for Java 2.x, Configure retry
   * behavior): it is the client's, so that many throttles would take from later calls the retries
   * that they need, and what it is to prevent, retrying without end, the workflow's count does.
   */
  private static RetryStrategy retries() {
    return AwsRetryStrategy.standardRetryStrategy().toBuilder()
        .maxAttempts(ATTEMPTS)
        .circuitBreakerEnabled(false)
        .build();
  }
}
