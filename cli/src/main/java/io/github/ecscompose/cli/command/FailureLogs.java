package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.client.ServiceLogs;
import io.github.ecscompose.cli.watch.Snapshot;
import io.github.ecscompose.cli.watch.Summary;
import java.util.ArrayList;
import java.util.List;

/**
 * What the tasks of services that failed logged last: often the one line that says why. Whoever may
 * deploy need not have the right to read logs, so that what cannot be read is left out.
 */
final class FailureLogs {

  private static final int MOST_SERVICES = 3;
  private static final int MOST_LINES = 10;

  private final Context context;

  FailureLogs(Context context) {
    this.context = context;
  }

  List<Summary.Log> of(Snapshot snapshot) {
    List<Summary.Log> found = new ArrayList<>();
    snapshot.services().stream()
        .filter(
            service -> service.state().equals("FAILED") || service.state().equals("ROLLED_BACK"))
        .filter(service -> !service.text().isEmpty())
        .limit(MOST_SERVICES)
        .forEach(service -> {
          List<String> lines = lines(snapshot, service.name());
          if (!lines.isEmpty()) {
            found.add(new Summary.Log(service.name(), lines));
          }
        });
    return found;
  }

  private List<String> lines(Snapshot snapshot, String service) {
    try (ServiceLogs logs =
        ServiceLogs.of(context.api(), context.account(), snapshot.cluster(), service)) {
      List<ServiceLogs.Line> lines = logs.since(snapshot.createdAt());
      return lines.subList(Math.max(0, lines.size() - MOST_LINES), lines.size()).stream()
          .map(ServiceLogs.Line::text)
          .toList();
    } catch (CliException e) {
      return List.of();
    }
  }
}
