package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.client.Account;
import io.github.ecscompose.cli.client.Api;
import io.github.ecscompose.cli.client.Settings;
import io.github.ecscompose.cli.client.Stackfiles;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.watch.Lines;
import io.github.ecscompose.cli.watch.Progress;
import io.github.ecscompose.cli.watch.Table;
import io.github.ecscompose.cli.watch.Watcher;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What all commands share: the options before and behind them, and what they make of these. AWS's
 * classes are loaded when a command needs them: most of the time of a short command is loading.
 */
public final class Context {

  private final Screen screen;
  private final Map<String, String> environment;
  private final Path folder;
  private final Clock clock;
  private final Api.Pause pause;
  private final Options options = new Options();
  private @Nullable Account account;
  private @Nullable Api api;

  /** The options of every command. */
  static final class Options {
    @Nullable String profile;
    @Nullable String region;
    String stack = "ecs-compose";
    @Nullable String endpoint;
    Format format = Format.table;
    boolean quiet;
  }

  public Context(
      Screen screen, Map<String, String> environment, Path folder, Clock clock, Api.Pause pause) {
    this.screen = screen;
    this.environment = Map.copyOf(environment);
    this.folder = folder;
    this.clock = clock;
    this.pause = pause;
  }

  Options options() {
    return options;
  }

  Screen screen() {
    return options.quiet ? screen.quiet() : screen;
  }

  Clock clock() {
    return clock;
  }

  Api.Pause pause() {
    return pause;
  }

  Path folder() {
    return folder;
  }

  Map<String, String> environment() {
    return environment;
  }

  Format format() {
    return options.format;
  }

  Account account() {
    Account made =
        account == null
            ? new Account(
                new Settings(
                    Optional.ofNullable(options.profile),
                    Optional.ofNullable(options.region),
                    options.stack,
                    Optional.ofNullable(options.endpoint),
                    environment))
            : account;
    account = made;
    return made;
  }

  Api api() {
    Api made = api == null ? new Api(account(), clock, pause) : api;
    api = made;
    return made;
  }

  Stackfiles stackfiles(List<String> names) {
    return Stackfiles.read(names, folder, screen::read);
  }

  /** Follows a deployment in the way that fits where it is told. */
  Watcher watcher() {
    return new Watcher(api(), screen(), progress(), clock, pause);
  }

  private Progress progress() {
    boolean table = screen.abilities().terminal() && format() == Format.table && !options.quiet;
    return table ? new Table(screen) : new Lines(screen());
  }
}
