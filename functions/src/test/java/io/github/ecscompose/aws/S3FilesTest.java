package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

class S3FilesTest {

  private static final String KEY = "stackfiles/shop.yml";
  private static final DeploymentReference DEPLOYMENT = new DeploymentReference("shop", "d1");

  private final S3Client client = mock(S3Client.class);
  private final S3Files files = new S3Files(client, "bucket");

  @Test
  void readsTheVersionOfAStackfile() {
    answer("services:");

    assertThat(files.stackfile(reference(Optional.of("v1"), Optional.of("abc"))))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("services:");
    verify(client)
        .getObject(GetObjectRequest.builder().bucket("uploads").key(KEY).versionId("v1").build());
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {"abc", "\"abc\""})
  void readsWhatTheETagNamesWhereThereIsNoVersion(String etag) {
    answer("services:");

    files.stackfile(reference(Optional.empty(), Optional.of(etag)));

    verify(client)
        .getObject(
            GetObjectRequest.builder().bucket("uploads").key(KEY).ifMatch("\"abc\"").build());
  }

  @ParameterizedTest
  @CsvSource({
    "PreconditionFailed, 412, has changed",
    "NoSuchKey, 404, is gone",
    "NoSuchVersion, 404, is gone",
    "MethodNotAllowed, 405, is gone"
  })
  void rejectsAStackfileThatIsNoLongerThere(String code, int status, String message) {
    fail(Failures.of(code, "No", status));

    assertThatThrownBy(() -> files.stackfile(reference(Optional.empty(), Optional.of("abc"))))
        .isInstanceOf(StackfileRejectedException.class)
        .hasMessageStartingWith("s3://uploads/stackfiles/shop.yml " + message);
  }

  @Test
  void doesNotTakeOtherFailuresForTheUsers() {
    fail(Failures.of("SlowDown", "Reduce your request rate", 503));
    assertThatThrownBy(() -> files.stackfile(reference(Optional.empty(), Optional.empty())))
        .isInstanceOf(ThrottledException.class);

    fail(Failures.of("NoSuchBucket", "The bucket does not exist", 404));
    assertThatThrownBy(() -> files.stackfile(reference(Optional.empty(), Optional.empty())))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void rejectsALargeStackfileUnread() throws IOException {
    AtomicBoolean aborted = new AtomicBoolean();
    InputStream unread = mock(InputStream.class);
    answer(1_048_577, AbortableInputStream.create(unread, () -> aborted.set(true)));

    assertThatThrownBy(() -> files.stackfile(reference(Optional.empty(), Optional.empty())))
        .isInstanceOf(StackfileRejectedException.class)
        .hasMessageContaining("holds 1048577 bytes");
    assertThat(aborted).isTrue();
    verify(unread, never()).read(any(), anyInt(), anyInt());
  }

  @Test
  void triesAgainWhereABodyBreaksOff() {
    InputStream broken =
        mock(
            InputStream.class,
            call -> {
              throw new IOException("Connection reset");
            });
    answer(10, AbortableInputStream.create(broken));

    assertThatThrownBy(() -> files.stackfile(reference(Optional.empty(), Optional.empty())))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void namesAFileOfADeployment() {
    assertThat(files.reference(DEPLOYMENT, "stackfile.yml"))
        .isEqualTo(
            new StackfileReference(
                "bucket", "deployments/shop/d1/stackfile.yml", Optional.empty(), Optional.empty()));
  }

  @Test
  void readsAFileOfADeployment() {
    when(client.getObjectAsBytes(
            GetObjectRequest.builder()
                .bucket("bucket")
                .key("deployments/shop/d1/plan.json")
                .build()))
        .thenReturn(
            ResponseBytes.fromByteArray(
                GetObjectResponse.builder().build(), "{}".getBytes(StandardCharsets.UTF_8)));

    assertThat(files.read(DEPLOYMENT, "plan.json"))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{}");
  }

  @Test
  void findsAFileThatMayLack() {
    when(client.getObjectAsBytes(
            GetObjectRequest.builder()
                .bucket("bucket")
                .key("deployments/shop/d1/variables.json")
                .build()))
        .thenReturn(
            ResponseBytes.fromByteArray(
                GetObjectResponse.builder().build(), "{}".getBytes(StandardCharsets.UTF_8)))
        .thenThrow(NoSuchKeyException.builder().build());

    assertThat(files.find(DEPLOYMENT, "variables.json"))
        .hasValueSatisfying(
            content -> assertThat(content).asString(StandardCharsets.UTF_8).isEqualTo("{}"));
    assertThat(files.find(DEPLOYMENT, "variables.json")).isEmpty();
  }

  @Test
  void takesAFileThatCannotBeReadForNoLack() {
    when(client.getObjectAsBytes(any(GetObjectRequest.class)))
        .thenThrow(Failures.of("AccessDenied", "Access Denied", 403))
        .thenThrow(Failures.of("InternalError", "We encountered an internal error", 500));

    assertThatThrownBy(() -> files.find(DEPLOYMENT, "variables.json"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("s3://bucket/deployments/shop/d1/variables.json failed");
    assertThatThrownBy(() -> files.find(DEPLOYMENT, "variables.json"))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void refusesAFileThatNoStepWrote() {
    when(client.getObjectAsBytes(any(GetObjectRequest.class)))
        .thenThrow(Failures.of("NoSuchKey", "The specified key does not exist.", 404));

    assertThatThrownBy(() -> files.read(DEPLOYMENT, "plan.json"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("s3:GetObject of s3://bucket/deployments/shop/d1/plan.json failed");
  }

  @ParameterizedTest
  @CsvSource({
    "plan.json, application/json",
    "stackfile.yml, application/yaml",
    "notes, application/octet-stream"
  })
  void writesAFileWithItsType(String name, String type) throws IOException {
    when(client.putObject(any(PutObjectRequest.class), any(RequestBody.class)))
        .thenReturn(PutObjectResponse.builder().versionId("v1").eTag("abc").build());

    StackfileReference written =
        files.write(DEPLOYMENT, name, "text".getBytes(StandardCharsets.UTF_8));

    assertThat(written)
        .isEqualTo(
            new StackfileReference(
                "bucket", DEPLOYMENT.prefix() + name, Optional.of("v1"), Optional.of("abc")));
    ArgumentCaptor<PutObjectRequest> request = ArgumentCaptor.forClass(PutObjectRequest.class);
    ArgumentCaptor<RequestBody> body = ArgumentCaptor.forClass(RequestBody.class);
    verify(client).putObject(request.capture(), body.capture());
    assertThat(request.getValue())
        .isEqualTo(
            PutObjectRequest.builder()
                .bucket("bucket")
                .key("deployments/shop/d1/" + name)
                .contentType(type)
                .build());
    assertThat(body.getValue().contentStreamProvider().newStream())
        .hasBinaryContent("text".getBytes(StandardCharsets.UTF_8));
  }

  private void answer(String content) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    answer(bytes.length, AbortableInputStream.create(new ByteArrayInputStream(bytes)));
  }

  private void answer(long length, AbortableInputStream body) {
    when(client.getObject(any(GetObjectRequest.class)))
        .thenReturn(
            new ResponseInputStream<>(
                GetObjectResponse.builder().contentLength(length).build(), body));
  }

  private void fail(AwsServiceException failure) {
    when(client.getObject(any(GetObjectRequest.class))).thenThrow(failure);
  }

  private static StackfileReference reference(Optional<String> versionId, Optional<String> etag) {
    return new StackfileReference("uploads", KEY, versionId, etag);
  }
}
