package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Turns the SDK's exceptions into those that the workflow knows: what may be retried, and what may
 * not. A message says what was tried and why it failed, in AWS's words, and never holds what was
 * sent.
 */
final class AwsErrors {

  /** Beside those that the SDK knows itself. */
  private static final Set<String> THROTTLED =
      Set.of("PriorRequestNotComplete", "KmsThrottlingException");

  /**
   * Codes of AWS's own failures, of expired credentials, of a lack that an earlier call's change is
   * not seen yet (what is named by ARN was there a moment ago), and of a conflict that passes.
   */
  private static final Set<String> TRANSIENT =
      Set.of(
          "InternalError",
          "InternalFailure",
          "RequestTimeout",
          "RequestTimeoutException",
          "ServiceUnavailable",
          "ExpiredToken",
          "ExpiredTokenException",
          "LoadBalancerNotFound",
          "TargetGroupNotFound",
          "ListenerNotFound",
          "ExecutionLimitExceeded");

  /** What ECS and DynamoDB's transactions report as the caller's fault although it passes. */
  private static final List<String> TRANSIENT_MESSAGES =
      List.of(
          "ConditionalCheckFailed",
          "TransactionConflict",
          "ThrottlingError",
          "Too many concurrent attempts to create a new revision",
          "is still Draining",
          "Unable to assume the service linked role",
          "does not have an associated load balancer");

  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied",
          "AccessDeniedException",
          "AuthorizationError",
          "NotAuthorized",
          "UnauthorizedOperation",
          "KmsAccessDeniedException");

  private static final int LONGEST_MESSAGE = 1_000;

  private AwsErrors() {}

  /**
   * Makes a call.
   *
   * @param action as IAM names it: {@code ecs:CreateService}
   * @param subject what it is about, as {@code service web of cluster shop}
   */
  static <T> T call(String action, String subject, Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException failure) {
      throw translate(action, subject, failure);
    }
  }

  /** Makes a call that fails with {@code absence} where the subject does not exist. */
  static <T> Optional<T> find(
      String action,
      String subject,
      Class<? extends AwsServiceException> absence,
      Supplier<T> call) {
    try {
      return Optional.of(call.get());
    } catch (SdkException failure) {
      if (absence.isInstance(failure)) {
        return Optional.empty();
      }
      throw translate(action, subject, failure);
    }
  }

  static EcsComposeException translate(String action, String subject, SdkException failure) {
    String what = action + " of " + subject + " failed: ";
    if (!(failure instanceof AwsServiceException refusal)) {
      // AWS gave no answer that could be read: no connection, a timeout, no credentials yet.
      return new TransientException(what + cut(text(failure.getMessage())), failure);
    }
    String message = what + describe(refusal);
    if (isThrottled(refusal)) {
      return new ThrottledException(message, refusal);
    }
    if (isTransient(refusal)) {
      return new TransientException(message, refusal);
    }
    return new RefusedException(message + hint(action, refusal), refusal);
  }

  /** AWS's message, or an empty text. */
  static String message(AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    String message = details == null ? failure.rawMessage() : details.errorMessage();
    return text(message);
  }

  /** AWS's error code, as {@code AccessDeniedException}, or an empty text. */
  static String code(AwsServiceException failure) {
    AwsErrorDetails details = failure.awsErrorDetails();
    return details == null ? "" : text(details.errorCode());
  }

  private static boolean isThrottled(AwsServiceException failure) {
    return failure.isThrottlingException() || THROTTLED.contains(code(failure));
  }

  private static boolean isTransient(AwsServiceException failure) {
    String message = message(failure);
    return failure.statusCode() >= 500
        || failure.retryable()
        || failure.isClockSkewException()
        || TRANSIENT.contains(code(failure))
        || TRANSIENT_MESSAGES.stream().anyMatch(message::contains);
  }

  private static String describe(AwsServiceException failure) {
    String code = code(failure);
    return cut(message(failure))
        + " ("
        + (code.isEmpty() ? "HTTP " + failure.statusCode() : code)
        + ", request "
        + requireNonNullElse(failure.requestId(), "unknown")
        + ")";
  }

  private static String hint(String action, AwsServiceException failure) {
    if (message(failure).contains("iam:PassRole")) {
      return ". Allow the role of ecs-compose's function to pass that role (iam:PassRole).";
    }
    if (DENIED.contains(code(failure))) {
      return ". Allow the role of ecs-compose's function "
          + action
          + ", and see that no boundary or organisation policy forbids it.";
    }
    return "";
  }

  private static String text(@Nullable String text) {
    return requireNonNullElse(text, "");
  }

  private static String cut(String text) {
    return text.length() <= LONGEST_MESSAGE ? text : text.substring(0, LONGEST_MESSAGE) + "…";
  }
}
