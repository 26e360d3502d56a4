package io.github.ecscompose.deployment;

import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.hash.Sha256;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * Ids of deployments: ULIDs, which sort by the time at which the deployment was asked for.
 *
 * <p>The id of a deployment follows from its execution alone, so that every attempt of every state
 * finds the same one, whatever was lost in between.
 */
public final class DeploymentId {

  private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  private static final Pattern ULID = Pattern.compile("[0-7][" + ALPHABET + "]{25}");
  private static final int TIME_CHARACTERS = 10;
  private static final int HASH_CHARACTERS = 16;
  private static final int BITS = 5;

  private DeploymentId() {}

  /** Whether a text may be an id. */
  public static boolean isId(String text) {
    return ULID.matcher(text).matches();
  }

  /** The id of an execution: its name where the API chose one, else made of its start and ARN. */
  public static String of(Execution execution) {
    return isId(execution.name())
        ? execution.name()
        : of(Instant.parse(execution.startedAt()), execution.arn());
  }

  /** The id of that moment and seed; equal seeds give equal ids. */
  public static String of(Instant at, String seed) {
    StringBuilder id = new StringBuilder();
    long milliseconds = at.toEpochMilli();
    for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
      id.append(ALPHABET.charAt((int) (milliseconds >>> (BITS * i)) & 31));
    }
    byte[] hash = Sha256.of(seed);
    for (int i = 0; i < HASH_CHARACTERS; i++) {
      id.append(ALPHABET.charAt(hash[i] & 31));
    }
    return id.toString();
  }
}
