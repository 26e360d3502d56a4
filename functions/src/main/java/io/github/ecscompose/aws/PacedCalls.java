package io.github.ecscompose.aws;

import io.github.ecscompose.plan.Limit;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Lets a function call AWS no faster than AWS takes it, and begin nothing that could outlast the
 * function. All of a function's clients share what a limit allows.
 */
final class PacedCalls {

  private static final ExecutionAttribute<Integer> ATTEMPTS =
      new ExecutionAttribute<>("EcsComposeAttempts");

  private final Map<Limit, TokenBucket> buckets = new EnumMap<>(Limit.class);
  private final InstantSource clock;
  private final Sleeper sleeper;
  private final TimeLimit timeLimit;

  PacedCalls(InstantSource clock, Sleeper sleeper, TimeLimit timeLimit) {
    this.clock = clock;
    this.sleeper = sleeper;
    this.timeLimit = timeLimit;
  }

  /** Waits, which tests do not. */
  @FunctionalInterface
  interface Sleeper {
    void sleep(Duration duration) throws InterruptedException;
  }

  /**
   * What paces one client's calls.
   *
   * @param service as IAM names it, {@code ecs}
   * @param call how long a call may take with all its attempts
   * @param attempt how long one attempt may take
   */
  ExecutionInterceptor of(String service, Duration call, Duration attempt) {
    return new Interceptor(service, call, attempt);
  }

  private final class Interceptor implements ExecutionInterceptor {

    private final String service;
    private final Duration call;
    private final Duration attempt;

    Interceptor(String service, Duration call, Duration attempt) {
      this.service = service;
      this.call = call;
      this.attempt = attempt;
    }

    /** Before the SDK's own deadline of a call begins to run, so that waiting takes none of it. */
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      Duration wait =
          limits(attributes).stream()
              .map(limit -> bucket(limit).take())
              .max(Duration::compareTo)
              .orElse(Duration.ZERO);
      timeLimit.require(wait.plus(attempt));
      if (wait.isPositive()) {
        sleep(wait);
      }
    }

    /** A call ends, waiting between its attempts included, while the function still runs. */
    @Override
    public SdkRequest modifyRequest(Context.ModifyRequest context, ExecutionAttributes attributes) {
      Duration left = timeLimit.left();
      return left.compareTo(call) < 0 && context.request() instanceof AwsRequest request
          ? within(left, request)
          : context.request();
    }

    /** The HTTP client ends an attempt by its own timeouts only, so that each has to have time. */
    @Override
    public void beforeTransmission(
        Context.BeforeTransmission context, ExecutionAttributes attributes) {
      int attempts = Optional.ofNullable(attributes.getAttribute(ATTEMPTS)).orElse(0) + 1;
      attributes.putAttribute(ATTEMPTS, attempts);
      if (attempts > 1) {
        limits(attributes).forEach(limit -> bucket(limit).empty());
      }
      timeLimit.require(attempt);
      timeLimit.note(service + ":" + operation(attributes));
    }

    private Set<Limit> limits(ExecutionAttributes attributes) {
      return ApiLimits.of(service, operation(attributes));
    }
  }

  private static String operation(ExecutionAttributes attributes) {
    return attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }

  private TokenBucket bucket(Limit limit) {
    return buckets.computeIfAbsent(limit, name -> new TokenBucket(name, clock));
  }

  private void sleep(Duration duration) {
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw AbortedException.create("interrupted while it waited for its turn", interrupted);
    }
  }

  private static SdkRequest within(Duration left, AwsRequest request) {
    AwsRequestOverrideConfiguration.Builder override =
        request
            .overrideConfiguration()
            .map(AwsRequestOverrideConfiguration::toBuilder)
            .orElseGet(AwsRequestOverrideConfiguration::builder);
    return request.toBuilder().overrideConfiguration(override.apiCallTimeout(left).build()).build();
  }
}
