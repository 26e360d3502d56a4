package io.github.ecscompose.aws;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/** AWS's refusals, for tests. */
final class Failures {

  private Failures() {}

  static AwsServiceException of(String code, String message, int status) {
    return with(AwsServiceException.builder(), code, message, status).build();
  }

  static AwsServiceException throttled() {
    return of("ThrottlingException", "Rate exceeded", 400);
  }

  static AwsServiceException denied() {
    return of("AccessDeniedException", "User is not authorized", 400);
  }

  /** Completes the builder of a more particular exception. */
  static <B extends AwsServiceException.Builder> B with(
      B builder, String code, String message, int status) {
    builder
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .statusCode(status)
        .requestId("request-1");
    return builder;
  }
}
