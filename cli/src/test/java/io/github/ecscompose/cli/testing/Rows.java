package io.github.ecscompose.cli.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.watch.Snapshot;
import io.github.ecscompose.json.JsonText;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Deployments as the API tells of them. */
public final class Rows {

  public static final String ID = "01KA5XG7QJ4M8N2P6R9S3T5V7W";

  private Rows() {}

  /** One of the cluster shop that was asked for 72 s before {@link Terminal#NOW}. */
  public static String deployment(String status, String more) {
    return """
    {"cluster": "shop", "id": "%s", "status": "%s", "createdAt": "2026-11-26T09:58:48Z",
     "trigger": {"kind": "API", "by": "arn:aws:sts::123456789012:assumed-role/deployer/ann"}%s}\
    """
        .formatted(ID, status, more.isEmpty() ? "" : ", " + more);
  }

  public static Snapshot snapshot(String status, String more) {
    return Snapshot.read(json(deployment(status, more)));
  }

  public static JsonNode json(String text) {
    try {
      return JsonText.read(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
