package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import java.io.IOException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;

class AwsErrorsTest {

  @ParameterizedTest
  @CsvSource({
    "ThrottlingException, Rate exceeded, 400, ThrottledException",
    "Throttling, Rate exceeded, 400, ThrottledException",
    "RequestLimitExceeded, Too fast, 400, ThrottledException",
    "SlowDown, Reduce your rate, 503, ThrottledException",
    "ProvisionedThroughputExceededException, Too fast, 400, ThrottledException",
    "PriorRequestNotComplete, Another change runs, 400, ThrottledException",
    "Anything, Too many, 429, ThrottledException",
    "ServerException, We failed, 500, TransientException",
    "InternalFailure, We failed, 400, TransientException",
    "ServiceUnavailable, Later, 503, TransientException",
    "ExpiredTokenException, Expired, 400, TransientException",
    "LoadBalancerNotFound, No such one, 400, TransientException",
    "TargetGroupNotFound, No such one, 400, TransientException",
    "ListenerNotFound, No such one, 400, TransientException",
    "ExecutionLimitExceeded, Too many, 400, TransientException",
    "InvalidParameterException, Unable to Start a service that is still Draining., 400, TransientException",
    "InvalidParameterException, Unable to assume the service linked role. Verify, 400, TransientException",
    "InvalidParameterException, The target group x does not have an associated load balancer., 400, TransientException",
    "ClientException, Too many concurrent attempts to create a new revision of the family, 400, TransientException",
    "TransactionCanceledException, 'cancelled [None, ConditionalCheckFailed]', 400, TransientException",
    "TransactionCanceledException, 'cancelled [ValidationError]', 400, RefusedException",
    "InvalidParameterException, Invalid cpu, 400, RefusedException",
    "AccessDeniedException, You may not, 400, RefusedException",
    "AccessDenied, You may not, 403, RefusedException",
    "CertificateNotFound, No such one, 400, RefusedException"
  })
  void sortsByCodeMessageAndStatus(String code, String message, int status, String expected) {
    EcsComposeException translated =
        AwsErrors.translate("ecs:Do", "service web", Failures.of(code, message, status));

    assertThat(translated.getClass().getSimpleName()).isEqualTo(expected);
    assertThat(translated).hasMessageContaining(message);
  }

  @Test
  void tellsWhatWasTriedAndWhatAwsSaid() {
    AwsServiceException failure = Failures.of("InvalidParameterException", "Invalid cpu", 400);

    assertThat(AwsErrors.translate("ecs:CreateService", "service web", failure))
        .hasMessage(
            "ecs:CreateService of service web failed: Invalid cpu"
                + " (InvalidParameterException, request request-1)")
        .hasCause(failure);
  }

  @Test
  void saysWhichPermissionLacks() {
    assertThat(AwsErrors.translate("ecs:CreateService", "service web", Failures.denied()))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Allow the role of ecs-compose's function ecs:CreateService");
  }

  @Test
  void saysThatARoleMayNotBePassed() {
    AwsServiceException failure =
        Failures.of("AccessDeniedException", "not authorized to perform: iam:PassRole on x", 400);

    assertThat(AwsErrors.translate("ecs:RegisterTaskDefinition", "task definition a", failure))
        .hasMessageEndingWith("to pass that role (iam:PassRole).");
  }

  @Test
  void cutsLongMessages() {
    AwsServiceException failure = Failures.of("InvalidParameterException", "x".repeat(50_000), 400);

    assertThat(AwsErrors.translate("ecs:Do", "a", failure).getMessage())
        .contains("xxx… (Invalid")
        .hasSizeLessThan(1_200);
  }

  @Test
  void namesTheStatusWhereAwsGivesNoCode() {
    AwsServiceException failure =
        AwsServiceException.builder().statusCode(404).message("Nix").build();

    assertThat(AwsErrors.translate("s3:GetObject", "a", failure))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("Nix (HTTP 404, request unknown)");
  }

  @Test
  void takesALackOfAnswerForTransient() {
    SdkClientException unreachable =
        SdkClientException.create("Unable to execute HTTP request", new IOException("reset"));

    assertThat(AwsErrors.translate("ecs:Do", "a", unreachable))
        .isInstanceOf(TransientException.class);
    assertThat(AwsErrors.translate("ecs:Do", "a", ApiCallTimeoutException.create(60_000)))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void findsNothingOnlyWhereAwsSaysThatThereIsNothing() {
    AwsServiceException absent =
        Failures.with(ClusterNotFoundException.builder(), "ClusterNotFoundException", "No", 400)
            .build();

    assertThat(find(absent)).isEmpty();
    assertThatThrownBy(() -> find(Failures.throttled())).isInstanceOf(ThrottledException.class);
    assertThat(AwsErrors.find("ecs:Do", "a", ClusterNotFoundException.class, () -> "b"))
        .contains("b");
  }

  private static Optional<String> find(AwsServiceException failure) {
    return AwsErrors.find(
        "ecs:Do",
        "a",
        ClusterNotFoundException.class,
        () -> {
          throw failure;
        });
  }
}
