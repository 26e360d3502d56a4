package io.github.ecscompose.cli.client;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.defaultsmode.DefaultsMode;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.DescribeStacksRequest;
import software.amazon.awssdk.services.cloudformation.model.Output;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;

/** The user's account: whose credentials, which region, and what is installed there. */
public final class Account {

  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  private final Settings settings;
  private final SdkHttpClient http;
  private final AwsCredentialsProvider provider;

  public Account(Settings settings) {
    this.settings = settings;
    this.http =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(5))
            .socketTimeout(Duration.ofSeconds(35))
            .build();
    DefaultCredentialsProvider.Builder chain = DefaultCredentialsProvider.builder();
    settings.profile().ifPresent(chain::profileName);
    this.provider = chain.build();
  }

  SdkHttpClient http() {
    return http;
  }

  /**
   * The credentials to sign with.
   *
   * @throws CliException if there are none
   */
  AwsCredentialsIdentity credentials() {
    try {
      return provider.resolveCredentials();
    } catch (SdkException e) {
      throw noCredentials(e);
    }
  }

  private CliException noCredentials(SdkException cause) {
    String said = String.valueOf(cause.getMessage());
    Optional<String> profile = settings.chosenProfile();
    if (profile.isPresent() && !hasProfile(profile.get())) {
      return new CliException(
          ExitCode.NOT_ALLOWED,
          "There is no profile %s in AWS's configuration files: aws configure list-profiles names those that there are."
              .formatted(profile.get()));
    }
    if (said.contains("SSO") || said.contains("sso")) {
      return new CliException(
          ExitCode.NOT_ALLOWED,
          "The sign-in has expired: run aws sso login%s, then try again."
              .formatted(profile.map(name -> " --profile " + name).orElse("")));
    }
    return new CliException(
        ExitCode.NOT_ALLOWED,
        "No AWS credentials were found: run aws configure or aws sso login, name a profile with --profile, or set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.");
  }

  private static boolean hasProfile(String name) {
    return ProfileFile.defaultProfileFile().profile(name).isPresent();
  }

  /**
   * The region to work in.
   *
   * @throws CliException if none is set
   */
  public String region() {
    if (settings.region().isPresent()) {
      return settings.region().get();
    }
    try {
      DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
      settings.profile().ifPresent(chain::profileName);
      return chain.build().getRegion().id();
    } catch (SdkClientException e) {
      throw new CliException(
          ExitCode.USAGE,
          "No AWS region is set: give --region, as --region eu-west-1, or set AWS_REGION.");
    }
  }

  /** Only on this computer may a signature and variables go in the clear. */
  private static boolean isHere(String host) {
    return host.equals("localhost")
        || host.endsWith(".localhost")
        || host.matches("127(\\.\\d{1,3}){3}")
        || host.equals("[::1]");
  }

  /**
   * Where the API is.
   *
   * @throws CliException if the application is not installed, or must not be asked for
   */
  URI endpoint() {
    String found = settings.chosenEndpoint().orElseGet(() -> output("ApiUrl"));
    try {
      URI endpoint = URI.create(found.replaceFirst("/+$", ""));
      if (endpoint.getHost() != null
          && ("https".equals(endpoint.getScheme())
              || ("http".equals(endpoint.getScheme()) && isHere(endpoint.getHost())))) {
        return endpoint;
      }
    } catch (IllegalArgumentException e) {
      // Told below.
    }
    throw new CliException(
        ExitCode.USAGE,
        "%s is no endpoint: it is a URL with https, as https://a1b2c3d4e5.execute-api.eu-west-1.amazonaws.com/v1."
            .formatted(found));
  }

  private String output(String name) {
    String region = region();
    Map<String, String> outputs =
        asking(
            "cloudformation:DescribeStacks",
            () -> {
              try (CloudFormationClient client =
                  configured(CloudFormationClient.builder()).build()) {
                return client
                    .describeStacks(
                        DescribeStacksRequest.builder().stackName(settings.stack()).build())
                    .stacks()
                    .stream()
                    .flatMap(stack -> stack.outputs().stream())
                    .collect(Collectors.toMap(Output::outputKey, Output::outputValue));
              }
            });
    return Optional.ofNullable(outputs.get(name))
        .orElseThrow(() ->
            new CliException(
                ExitCode.UNREACHABLE,
                "The stack %s in %s is not that of ecs-compose: it has no output %s. Name the right one with --stack."
                    .formatted(settings.stack(), region, name)));
  }

  public CloudWatchLogsClient logs() {
    return configured(CloudWatchLogsClient.builder()).build();
  }

  public ElasticLoadBalancingV2Client loadBalancing() {
    return configured(ElasticLoadBalancingV2Client.builder()).build();
  }

  private <B extends AwsSyncClientBuilder<B, C> & AwsClientBuilder<B, C>, C> B configured(
      B builder) {
    credentials();
    return builder
        .region(Region.of(region()))
        .credentialsProvider(provider)
        .httpClient(http)
        .defaultsMode(DefaultsMode.STANDARD)
        .overrideConfiguration(overrides -> overrides.apiCallTimeout(TIMEOUT));
  }

  /**
   * Makes a call of AWS.
   *
   * @throws CliException if it fails, with a sentence on what to do
   */
  public <T> T asking(String action, Supplier<T> call) {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      throw refused(action, e);
    } catch (SdkException e) {
      throw new CliException(
          ExitCode.UNREACHABLE,
          "AWS did not answer %s: %s. Is the network up, and is %s a region?"
              .formatted(action, e.getMessage(), region()));
    }
  }

  private CliException refused(String action, AwsServiceException failure) {
    String code = failure.awsErrorDetails() == null ? "" : failure.awsErrorDetails().errorCode();
    String said =
        failure.awsErrorDetails() == null
            ? String.valueOf(failure.getMessage())
            : failure.awsErrorDetails().errorMessage();
    if (code.equals("ValidationError") && said.contains("does not exist")) {
      return new CliException(
          ExitCode.UNREACHABLE,
          "ecs-compose is not installed here: there is no stack %s in %s. Install it (make deploy), or name the right one with --stack, --region or --profile."
              .formatted(settings.stack(), region()));
    }
    return Refusals.of(code + " " + said, action)
        .orElseGet(
            () -> new CliException(ExitCode.FAILED, "%s failed: %s".formatted(action, said)));
  }
}
