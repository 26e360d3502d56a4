package io.github.ecscompose.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.BalancerAddress;
import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.text.Screen;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Opens a service's load balancer in a browser. */
@Command(
    name = "open",
    description = "Prints the URL of a service's load balancer, and in a terminal opens it.")
public final class OpenCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Service (default: the only one with a load balancer).")
  @Nullable String service;

  @Option(
      names = {"-p", "--print"},
      description = "Print the URL and open nothing.")
  boolean print;

  OpenCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    JsonNode stack = context.api().call(Request.get("clusters", cluster)).json();
    List<BalancerAddress> found = BalancerAddress.read(stack, cluster);
    BalancerAddress address = chosen(found);
    String url = address.url(context.account());
    Screen screen = context.screen();
    screen.print(url);
    if (!print && screen.abilities().interactive()) {
      browse(url, screen);
    }
    return ExitCode.DONE.number();
  }

  private BalancerAddress chosen(List<BalancerAddress> found) {
    List<BalancerAddress> fitting =
        found.stream()
            .filter(address -> service == null || address.service().equals(service))
            .toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    String names = String.join(", ", found.stream().map(BalancerAddress::service).toList());
    if (found.isEmpty()) {
      throw new CliException(
          ExitCode.FAILED, "No service of %s has a load balancer.".formatted(cluster));
    }
    throw new CliException(
        ExitCode.USAGE,
        service == null
            ? "Which service? These have a load balancer: %s.".formatted(names)
            : "%s has no load balancer; these have one: %s.".formatted(service, names));
  }

  private static void browse(String url, Screen screen) {
    boolean mac = System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("mac");
    try {
      new ProcessBuilder(mac ? "open" : "xdg-open", url)
          .redirectError(ProcessBuilder.Redirect.DISCARD)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      screen.say("There is no browser to open it with.");
    }
  }
}
