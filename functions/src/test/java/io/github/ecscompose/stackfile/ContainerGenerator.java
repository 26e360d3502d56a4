package io.github.ecscompose.stackfile;

import static io.github.ecscompose.stackfile.Generated.assignments;
import static io.github.ecscompose.stackfile.Generated.command;
import static io.github.ecscompose.stackfile.Generated.flag;
import static io.github.ecscompose.stackfile.Generated.given;
import static io.github.ecscompose.stackfile.Generated.memory;
import static io.github.ecscompose.stackfile.Generated.named;
import static io.github.ecscompose.stackfile.Generated.seconds;
import static io.github.ecscompose.stackfile.Generated.texts;
import static io.github.ecscompose.stackfile.Generated.whole;

import io.github.ecscompose.stackfile.Meaning.Flag;
import io.github.ecscompose.stackfile.Meaning.Limit;
import io.github.ecscompose.stackfile.Meaning.Mebibytes;
import io.github.ecscompose.stackfile.Meaning.Seconds;
import io.github.ecscompose.stackfile.Meaning.Settings;
import io.github.ecscompose.stackfile.Meaning.Several;
import io.github.ecscompose.stackfile.Meaning.ShellTest;
import io.github.ecscompose.stackfile.Meaning.Text;
import io.github.ecscompose.stackfile.Meaning.Volume;
import io.github.ecscompose.stackfile.Meaning.Whole;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates what a container may be told, the main one or a sidecar. */
final class ContainerGenerator {

  private ContainerGenerator() {}

  /** On any machine. */
  static SettingsGenerator anywhere(String image) {
    return onFargate(image)
        .optional("memory", memory(512, 8192), new Mebibytes(1024))
        .optional("memory_reservation", memory(6, 512))
        .optional("cpu", whole(0, 4096), new Whole(0))
        .optional("gpus", whole(0, 8))
        .optional("privileged", flag())
        .optional("stop_grace_period", seconds(1, 8000))
        .optional("ulimits", ulimits())
        .optional("volumes", volumes("/host"))
        .optional("logging", logging("awslogs", "json-file", "syslog"));
  }

  /** On Fargate, which takes less; its sizes are the task's. */
  static SettingsGenerator onFargate(String image) {
    return new SettingsGenerator()
        .required("image", named(image + ":"))
        .unsaid("gpus", new Whole(0))
        .optional("init", flag(), new Flag(false))
        .unsaid("privileged", new Flag(false))
        .optional("command", command())
        .optional("entrypoint", command())
        .optional("working_dir", named("/"))
        .optional("user", named("user"))
        .optional("stop_grace_period", seconds(2, 119))
        .optional("environment", assignments("VARIABLE_", texts()))
        .optional("labels", assignments("com.example.", texts()))
        .optional("secrets", assignments("SECRET_", named("/shop/").map(Text::text)))
        .optional("volumes", volumes(""))
        .optional("healthcheck", healthCheck())
        .optional("logging", logging("awslogs", "splunk"));
  }

  private static Arbitrary<Settings> healthCheck() {
    return new SettingsGenerator()
        .required("command", texts().map(text -> new ShellTest("true " + text)))
        .optional("interval", seconds(5, 299), new Seconds(30))
        .optional("timeout", seconds(2, 59), new Seconds(5))
        .optional("retries", whole(1, 9), new Whole(3))
        .optional("start_period", seconds(0, 299), new Seconds(0))
        .unsaid("disable", new Flag(false))
        .settings();
  }

  private static Arbitrary<Settings> logging(String... drivers) {
    Arbitrary<Settings> options =
        texts().map(text -> given(Map.of("a", new Text(text), "b", new Text("c"))));
    return new SettingsGenerator()
        .required("log_driver", texts(drivers))
        .optional("options", options)
        .settings();
  }

  private static Arbitrary<Settings> ulimits() {
    Arbitrary<Limit> limit =
        Combinators.combine(
                Arbitraries.integers().between(0, 100), Arbitraries.integers().between(100, 9999))
            .as((soft, hard) -> soft == 0 ? new Limit(-1, -1) : new Limit(soft, hard));
    return new SettingsGenerator()
        .required("nofile", limit)
        .optional("memlock", limit)
        .optional("core", limit)
        .settings();
  }

  /** Folders of the host, or of the task's own where that is empty. */
  private static Arbitrary<Several> volumes(String host) {
    return Arbitraries.of(true, false)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(readOnly -> {
          List<Meaning> volumes = new ArrayList<>();
          readOnly.forEach(flag ->
              volumes.add(
                  new Volume("v" + volumes.size(), host, "/target" + volumes.size(), flag)));
          return new Several(volumes);
        });
  }
}
