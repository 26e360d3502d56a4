package io.github.ecscompose.deployment;

import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What starts a deployment, as the workflow receives it.
 *
 * @param cluster absent for an S3 upload, whose key names the cluster
 * @param stackfile {@link StackfileReference#NONE} where nothing is deployed
 */
public record DeployRequest(
    Optional<String> cluster,
    StackfileReference stackfile,
    Trigger trigger,
    Options options,
    Execution execution,
    Operation operation) {

  public DeployRequest {
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(stackfile, "stackfile");
    Objects.requireNonNull(trigger, "trigger");
    Objects.requireNonNull(options, "options");
    Objects.requireNonNull(execution, "execution");
    Objects.requireNonNull(operation, "operation");
  }

  /** A request to deploy. */
  public DeployRequest(
      Optional<String> cluster,
      StackfileReference stackfile,
      Trigger trigger,
      Options options,
      Execution execution) {
    this(cluster, stackfile, trigger, options, execution, new Operation.Deploy());
  }

  /** Uploaded stackfiles are {@code stackfiles/{cluster}.yml} or {@code .yaml}. */
  private static final Pattern UPLOAD = Pattern.compile("^(?:stackfiles/)?(.*?)(?:\\.ya?ml)?$");

  /** The deployment that this request became. */
  public DeploymentReference reference() {
    return new DeploymentReference(
        cluster.orElseGet(() -> clusterOf(stackfile.key())), DeploymentId.of(execution));
  }

  private static String clusterOf(String key) {
    Matcher upload = UPLOAD.matcher(key);
    return upload.matches() ? upload.group(1) : key;
  }

  /**
   * An object in S3; one version of it where the version is known, else what the ETag names.
   *
   * @param sequencer of the event that told of an upload: orders the uploads of one key
   */
  public record StackfileReference(
      String bucket,
      String key,
      Optional<String> versionId,
      Optional<String> etag,
      Optional<String> sequencer) {
    public StackfileReference {
      Objects.requireNonNull(bucket, "bucket");
      Objects.requireNonNull(key, "key");
      Objects.requireNonNull(versionId, "versionId");
      Objects.requireNonNull(etag, "etag");
      Objects.requireNonNull(sequencer, "sequencer");
    }

    /** Where nothing is deployed. */
    public static final StackfileReference NONE =
        new StackfileReference("", "", Optional.empty(), Optional.empty());

    /** One that no upload's event told of. */
    public StackfileReference(
        String bucket, String key, Optional<String> versionId, Optional<String> etag) {
      this(bucket, key, versionId, etag, Optional.empty());
    }
  }

  /**
   * Who asked, and how.
   *
   * @param kind {@code s3}, {@code api} or {@code schedule}
   * @param by the caller's ARN, or the address of who uploaded
   * @param at ISO 8601
   */
  public record Trigger(String kind, String by, String at) {

    /** The kind of what EventBridge Scheduler starts. */
    public static final String SCHEDULE = "schedule";

    private static final String UPLOAD = "s3";

    public Trigger {
      Objects.requireNonNull(kind, "kind");
      Objects.requireNonNull(by, "by");
      Objects.requireNonNull(at, "at");
    }

    /** Whether a schedule asked, and nobody in person. */
    public boolean isScheduled() {
      return kind.equals(SCHEDULE);
    }

    /** Whether S3 told of an upload. */
    public boolean isUpload() {
      return kind.equals(UPLOAD);
    }
  }

  /**
   * How to deploy.
   *
   * @param redeploy whether services without a change get new tasks too
   * @param updateOnly whether nothing that is not there may be created
   * @param prune whether services that the stackfile no longer has go, whatever it says of that
   * @param services the only ones that are deployed; all where none is named
   */
  public record Options(boolean redeploy, boolean updateOnly, boolean prune, Set<String> services) {
    public Options {
      services = Collections.unmodifiableSet(new TreeSet<>(services));
    }

    /** Options that leave it to the stackfile whether anything is removed. */
    public Options(boolean redeploy, boolean updateOnly, Set<String> services) {
      this(redeploy, updateOnly, false, services);
    }

    /** Options for all services. */
    public Options(boolean redeploy, boolean updateOnly) {
      this(redeploy, updateOnly, Set.of());
    }

    /** Whether a service is deployed at all. */
    public boolean includes(String service) {
      return services.isEmpty() || services.contains(service);
    }

    /** Deploys what changed and creates what lacks. */
    public static final Options NONE = new Options(false, false);
  }

  /** The Step Functions execution that runs the deployment. */
  public record Execution(String arn, String name, String startedAt) {
    public Execution {
      Objects.requireNonNull(arn, "arn");
      Objects.requireNonNull(name, "name");
      Objects.requireNonNull(startedAt, "startedAt");
    }

    /**
     * {@code arn:aws:states:REGION:ACCOUNT:execution:NAME:ID} becomes {@code …:stateMachine:NAME}.
     */
    public String stateMachineArn() {
      return arn.substring(0, arn.lastIndexOf(':')).replace(":execution:", ":stateMachine:");
    }
  }
}
