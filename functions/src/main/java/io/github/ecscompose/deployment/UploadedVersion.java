package io.github.ecscompose.deployment;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * One version of an uploaded stackfile, as S3 told of it. S3 may tell of an upload twice, and of
 * two uploads in any order (Amazon S3 User Guide, Event notifications).
 *
 * @param sequencer orders the events of one key
 */
public record UploadedVersion(String key, Optional<String> versionId, Optional<String> sequencer) {

  public UploadedVersion {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(versionId, "versionId");
    Objects.requireNonNull(sequencer, "sequencer");
  }

  /** What a request's event was about; empty for a request that is no upload's. */
  public static Optional<UploadedVersion> of(DeployRequest request) {
    DeployRequest.StackfileReference stackfile = request.stackfile();
    boolean isTold = stackfile.sequencer().isPresent() || stackfile.versionId().isPresent();
    return request.trigger().isUpload() && isTold
        ? Optional.of(
            new UploadedVersion(stackfile.key(), stackfile.versionId(), stackfile.sequencer()))
        : Optional.empty();
  }

  /** Whether another event told of this same upload, as far as the two events say so. */
  public boolean isSameAs(UploadedVersion other) {
    if (sequencer.isPresent() && other.sequencer.isPresent()) {
      return compare(sequencer.get(), other.sequencer.get()) == 0;
    }
    return versionId.isPresent() && versionId.equals(other.versionId);
  }

  /** Whether another event told of a later upload; without sequencers nobody knows. */
  public boolean isOlderThan(UploadedVersion other) {
    return sequencer.isPresent()
        && other.sequencer.isPresent()
        && compare(sequencer.get(), other.sequencer.get()) < 0;
  }

  /**
   * Sequencers are hexadecimal numbers of differing length: the shorter one is padded with zeros on
   * the left, then they are compared as texts (Amazon S3 User Guide, Event message structure).
   */
  private static int compare(String one, String other) {
    int length = Math.max(one.length(), other.length());
    return padded(one, length).compareTo(padded(other, length));
  }

  private static String padded(String sequencer, int length) {
    return "0".repeat(length - sequencer.length()) + sequencer.toUpperCase(Locale.ROOT);
  }
}
