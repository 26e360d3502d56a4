package io.github.ecscompose.cli.watch;

import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Style;
import io.github.ecscompose.cli.text.Texts;
import io.github.ecscompose.cli.watch.Snapshot.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table that is drawn again in its place, as wide and as high as the terminal. */
public final class Table implements Progress {

  /** How the service says it, before it says why. */
  private static final Pattern TASKS = Pattern.compile("^(\\d+) of (\\d+) tasks run(?:[,;] |$)");

  private static final String CLEAR_BELOW = "\r\u001b[J";

  private final Screen screen;
  private int drawn;

  public Table(Screen screen) {
    this.screen = screen;
  }

  @Override
  public void show(Snapshot snapshot, Instant now) {
    // The last column stays free: some terminals begin a new line after it.
    int width = screen.abilities().width().getAsInt() - 1;
    List<String> lines = lines(snapshot, now, width, screen.abilities().height().getAsInt() - 1);
    StringBuilder text = new StringBuilder();
    if (drawn > 0) {
      text.append("\u001b[%dA".formatted(drawn));
    }
    text.append(CLEAR_BELOW);
    lines.forEach(line -> text.append(line).append('\n'));
    screen.printRaw(text.toString());
    drawn = lines.size();
  }

  @Override
  public void pause() {
    drawn = 0;
  }

  /** What is drawn: a head, the services, and how many there is no room for. */
  List<String> lines(Snapshot snapshot, Instant now, int width, int height) {
    List<String> lines = new ArrayList<>();
    lines.add(head(snapshot, now, width));
    int room = Math.max(1, height - 2);
    // What fails or goes on comes before what is done, where not all can be shown.
    List<Service> services =
        snapshot.services().size() <= room
            ? snapshot.services()
            : snapshot.services().stream()
                .sorted(Comparator.comparingInt(Table::rank))
                .limit(room)
                .toList();
    int name = widest(services, Service::name);
    int action = widest(services, Service::action);
    int state = widest(services, Table::state);
    int tasks = widest(services, Table::tasks);
    for (Service service : services) {
      String line =
          "  %s  %s  %s%s"
              .formatted(
                  Texts.pad(service.name(), name),
                  Texts.pad(service.action(), action),
                  Texts.pad(state(service), state),
                  tasks == 0 ? "" : "  " + Texts.pad(tasks(service), tasks));
      int forWhy = width - Texts.width(line) - 2;
      String why = TASKS.matcher(service.text()).replaceFirst("");
      lines.add(
          screen.style(colour(service), Texts.clip(line, width))
              + (forWhy > 0 && !why.isEmpty() ? "  " + Texts.clip(why, forWhy) : ""));
    }
    int left = snapshot.services().size() - services.size();
    if (left > 0) {
      lines.add(Texts.clip("  … and %d more".formatted(left), width));
    }
    return lines;
  }

  /** How many tasks run of how many, where the service tells so, as {@code 1/2}. */
  private static String tasks(Service service) {
    Matcher told = TASKS.matcher(service.text());
    return told.find() ? told.group(1) + "/" + told.group(2) : "";
  }

  private String head(Snapshot snapshot, Instant now, int width) {
    long done = snapshot.services().stream().filter(Service::isDone).count();
    String counts =
        snapshot.services().isEmpty()
            ? ""
            : "  %d of %d services".formatted(done, snapshot.services().size());
    String line =
        "%s  %s%s  %s"
            .formatted(
                snapshot.cluster(), snapshot.status(), counts, Elapsed.text(snapshot.lasted(now)));
    return screen.style(Style.BOLD, Texts.clip(line, width));
  }

  private static int rank(Service service) {
    return service.hasFailed()
        ? 0
        : service.isDone() ? 3 : service.state().equals("PENDING") ? 2 : 1;
  }

  /** The step says more than that something is done about the service. */
  private static String state(Service service) {
    return service.state().equals("DEPLOYING") && !service.step().isEmpty()
        ? service.step()
        : service.state();
  }

  private static Style colour(Service service) {
    if (service.hasFailed()) {
      return Style.RED;
    }
    if (service.state().equals("SUCCEEDED")) {
      return Style.GREEN;
    }
    return switch (service.state()) {
      case "PENDING" -> Style.FAINT;
      case "ROLLING_BACK", "ROLLED_BACK" -> Style.YELLOW;
      default -> Style.CYAN;
    };
  }

  private static int widest(
      List<Service> services, java.util.function.Function<Service, String> column) {
    return services.stream()
        .mapToInt(service -> Texts.width(column.apply(service)))
        .max()
        .orElse(0);
  }
}
