package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.text.Columns;
import io.github.ecscompose.cli.text.Texts;
import io.github.ecscompose.cli.watch.Elapsed;
import io.github.ecscompose.cli.watch.Snapshot;
import java.util.ArrayList;
import java.util.List;

/** The deployments of a cluster, and how lists of them are printed. */
final class Deployments {

  private static final int LARGEST_PAGE = 100;

  private Deployments() {}

  /**
   * The id of the newest.
   *
   * @throws CliException if there is none
   */
  static String newest(Context context, String cluster) {
    return list(context, 1, "clusters", cluster, "deployments").stream()
        .map(node -> Texts.line(node.path("id").asText()))
        .findFirst()
        .orElseThrow(() ->
            new CliException(
                ExitCode.FAILED, "The cluster %s has no deployment.".formatted(cluster)));
  }

  /** The first entries of a list, page by page. */
  static List<JsonNode> list(Context context, int limit, String... path) {
    List<JsonNode> entries = new ArrayList<>();
    String next = "";
    do {
      Request request =
          Request.get(path)
              .query("limit", Integer.toString(Math.min(LARGEST_PAGE, limit - entries.size())));
      JsonNode page =
          context.api().call(next.isEmpty() ? request : request.query("next", next)).json();
      page.path(path[path.length - 1]).forEach(entries::add);
      next = page.path("next").asText("");
    } while (!next.isEmpty() && entries.size() < limit);
    return entries;
  }

  static void row(
      Columns columns, Context context, String first, Snapshot snapshot, JsonNode json) {
    columns.row(
        first,
        snapshot.status().name(),
        snapshot.createdAt().toString().replaceFirst("\\.\\d+Z$", "Z"),
        Elapsed.text(snapshot.lasted(context.clock().instant())),
        Texts.line(json.path("trigger").path("kind").asText()),
        who(Texts.line(json.path("trigger").path("by").asText())),
        snapshot.error().orElseGet(snapshot::countsText));
  }

  /** A role and session, or a user, without what is the same in every line. */
  private static String who(String by) {
    return by.replaceFirst("^arn:aws[\\w-]*:(?:sts|iam)::(\\d{12}):(?:assumed-role/|user/)?", "");
  }
}
