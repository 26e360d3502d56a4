package io.github.ecscompose.aws;

import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.step.DeploymentFiles;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** {@link DeploymentFiles} in a bucket of S3. */
public final class S3Files implements DeploymentFiles {

  private static final int PRECONDITION_FAILED = 412;

  /** A version that is a delete marker cannot be read: {@code MethodNotAllowed}. */
  private static final Set<String> GONE = Set.of("NoSuchKey", "NoSuchVersion", "MethodNotAllowed");

  private final S3Client client;
  private final String bucket;

  /**
   * Files of one bucket.
   *
   * @param bucket where deployments keep their files; stackfiles name their own
   */
  public S3Files(S3Client client, String bucket) {
    this.client = client;
    this.bucket = bucket;
  }

  @Override
  public byte[] stackfile(StackfileReference reference) {
    String place = "s3://" + reference.bucket() + "/" + reference.key();
    try (ResponseInputStream<GetObjectResponse> body = client.getObject(request(reference))) {
      long length = body.response().contentLength();
      if (length > MAXIMUM_STACKFILE_BYTES) {
        body.abort();
        throw new StackfileRejectedException(
            place
                + " holds "
                + length
                + " bytes; a stackfile may hold "
                + MAXIMUM_STACKFILE_BYTES
                + " at most");
      }
      return body.readAllBytes();
    } catch (SdkException failure) {
      throw unreadable(place, failure);
    } catch (IOException failure) {
      throw new TransientException("Reading " + place + " broke off", failure);
    }
  }

  private static GetObjectRequest request(StackfileReference reference) {
    GetObjectRequest.Builder request =
        GetObjectRequest.builder().bucket(reference.bucket()).key(reference.key());
    if (reference.versionId().isPresent()) {
      return request.versionId(reference.versionId().get()).build();
    }
    reference.etag().ifPresent(etag -> request.ifMatch(quoted(etag)));
    return request.build();
  }

  /** S3's events give an ETag without the quotation marks that belong to it. */
  private static String quoted(String etag) {
    return etag.startsWith("\"") ? etag : "\"" + etag + "\"";
  }

  private static RuntimeException unreadable(String place, SdkException failure) {
    if (failure instanceof AwsServiceException refusal) {
      if (refusal.statusCode() == PRECONDITION_FAILED) {
        return new StackfileRejectedException(
            place
                + " has changed since this deployment was asked for; its newer version has, or"
                + " needs, a deployment of its own",
            failure);
      }
      if (GONE.contains(AwsErrors.code(refusal))) {
        return new StackfileRejectedException(
            place + " is gone; upload the stackfile again", failure);
      }
    }
    return AwsErrors.translate("s3:GetObject", place, failure);
  }

  @Override
  public byte[] read(DeploymentReference deployment, String name) {
    String key = deployment.prefix() + name;
    return AwsErrors.call("s3:GetObject", place(key), () -> client.getObjectAsBytes(request(key)))
        .asByteArray();
  }

  /** S3 tells who may list the bucket that a file lacks, and anybody else that it is forbidden. */
  @Override
  public Optional<byte[]> find(DeploymentReference deployment, String name) {
    String key = deployment.prefix() + name;
    return AwsErrors.find(
            "s3:GetObject",
            place(key),
            NoSuchKeyException.class,
            () -> client.getObjectAsBytes(request(key)))
        .map(ResponseBytes::asByteArray);
  }

  private GetObjectRequest request(String key) {
    return GetObjectRequest.builder().bucket(bucket).key(key).build();
  }

  private String place(String key) {
    return "s3://" + bucket + "/" + key;
  }

  @Override
  public StackfileReference write(DeploymentReference deployment, String name, byte[] content) {
    String key = deployment.prefix() + name;
    PutObjectRequest request =
        PutObjectRequest.builder().bucket(bucket).key(key).contentType(contentType(name)).build();
    PutObjectResponse response =
        AwsErrors.call(
            "s3:PutObject",
            place(key),
            () -> client.putObject(request, RequestBody.fromBytes(content)));
    return new StackfileReference(
        bucket,
        key,
        Optional.ofNullable(response.versionId()),
        Optional.ofNullable(response.eTag()));
  }

  @Override
  public StackfileReference reference(DeploymentReference deployment, String name) {
    return new StackfileReference(
        bucket, deployment.prefix() + name, Optional.empty(), Optional.empty());
  }

  private static String contentType(String name) {
    if (name.endsWith(".json")) {
      return "application/json";
    }
    return name.endsWith(".yml") || name.endsWith(".yaml")
        ? "application/yaml"
        : "application/octet-stream";
  }
}
