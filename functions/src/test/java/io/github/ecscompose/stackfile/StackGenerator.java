package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Meaning.Assignments;
import io.github.ecscompose.stackfile.Meaning.Command;
import io.github.ecscompose.stackfile.Meaning.DnsName;
import io.github.ecscompose.stackfile.Meaning.Flag;
import io.github.ecscompose.stackfile.Meaning.Items;
import io.github.ecscompose.stackfile.Meaning.Limit;
import io.github.ecscompose.stackfile.Meaning.Mebibytes;
import io.github.ecscompose.stackfile.Meaning.Port;
import io.github.ecscompose.stackfile.Meaning.Seconds;
import io.github.ecscompose.stackfile.Meaning.Settings;
import io.github.ecscompose.stackfile.Meaning.ShellTest;
import io.github.ecscompose.stackfile.Meaning.Stackfile;
import io.github.ecscompose.stackfile.Meaning.Text;
import io.github.ecscompose.stackfile.Meaning.Whole;
import io.github.ecscompose.stackfile.Meaning.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates valid stackfiles. A new key of the language is one line in the map that holds it. */
final class StackGenerator {

  private static final int PORT = 8080;

  private static final Map<String, Meaning> CONTAINER_DEFAULTS =
      Map.of(
          "memory", new Mebibytes(1024),
          "cpu", new Whole(0),
          "gpus", new Whole(0),
          "init", new Flag(false),
          "privileged", new Flag(false));

  private static final Settings DEPLOYMENT =
      new Settings(
          Map.of(),
          Map.of("maximum_percent", new Whole(200), "minimum_healthy_percent", new Whole(50)));

  private static final Settings TARGET_HEALTH_CHECK =
      new Settings(
          Map.of(),
          Map.of(
              "protocol", new Word("HTTP", List.of("HTTP", "HTTPS")),
              "port", new Whole(PORT),
              "path", new Text("/"),
              "interval_seconds", new Whole(30),
              "timeout_seconds", new Whole(5),
              "healthy_threshold_count", new Whole(2),
              "unhealthy_threshold_count", new Whole(10)));

  private StackGenerator() {}

  /** Stackfiles of one to four services. */
  static Arbitrary<Stackfile> stackfiles() {
    return service()
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(services -> {
          Map<String, Settings> named = new LinkedHashMap<>();
          services.forEach(service -> named.put("service-" + (9 - named.size()), service));
          return new Stackfile(top(), named);
        })
        .withoutEdgeCases();
  }

  /** Texts of which YAML, variables or shells could make something else. */
  static Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "Z", "0", "7", " ", "  ", "\n", "\t", "\r", ":", ": ", "#", " #", "{", "}", "[",
            "]", ",", "&", "*", "!", "|", ">", "'", "\"", "%", "@", "`", "$", "$$", "$A", "${A}",
            "\\", "\\n", "-", "- ", "---", "?", "~", "null", "true", "<<", "=", "é", "😀", "\u0000",
            "\u0085", "\u2028", "\uFEFF")
        .list()
        .ofMaxSize(6)
        .map(parts -> String.join("", parts));
  }

  /** What every stackfile has, so that any service may use it. */
  private static Settings top() {
    return given(
        Map.of(
            "vpc",
            given(
                Map.of(
                    "id", new Text("vpc-1"),
                    "subnets", tiers("subnet-1", "subnet-2"),
                    "security_groups", tiers("sg-1"))),
            "service_discovery",
            given(Map.of("namespace", new Text("example.sd")))));
  }

  private static Settings tiers(String... ids) {
    Items all = new Items(List.of(ids).stream().<Meaning>map(Text::new).toList());
    return given(Map.of("public", all, "private", all));
  }

  private static Settings given(Map<String, Meaning> given) {
    return new Settings(given, Map.of());
  }

  private static Arbitrary<Settings> service() {
    return Arbitraries.oneOf(replicas(), daemon(), task(), discovered(), balanced());
  }

  private static Arbitrary<Settings> replicas() {
    return service(
        required("image", texts("repository/image:", 1)),
        optional(
            "ports",
            port()
                .list()
                .uniqueElements(Port::number)
                .ofMinSize(1)
                .ofMaxSize(3)
                .map(StackGenerator::items)),
        optional("desired_count", whole(0, 20)),
        optional("deployment_configuration", deployment()),
        defaults("scheduling_strategy", word("REPLICA")),
        defaults("type", word("service")),
        defaults("network", word("host")),
        defaults("desired_count", new Whole(1)),
        defaults("deployment_configuration", DEPLOYMENT));
  }

  private static Arbitrary<Settings> daemon() {
    Settings deployment =
        new Settings(
            Map.of(),
            Map.of("maximum_percent", new Whole(100), "minimum_healthy_percent", new Whole(0)));
    return service(
        required("image", texts("agent:", 1)),
        required("scheduling_strategy", Arbitraries.just(word("DAEMON"))),
        optional(
            "deployment_configuration",
            whole(0, 99).map(number -> deployment.with("minimum_healthy_percent", number))),
        defaults("type", word("service")),
        defaults("deployment_configuration", deployment));
  }

  private static Arbitrary<Settings> task() {
    return service(
        required("image", texts("job:", 1)),
        required("type", Arbitraries.just(word("task"))),
        optional("network", Arbitraries.just(word("awsvpc"))),
        defaults("network", word("host")));
  }

  private static Arbitrary<Settings> discovered() {
    return service(
        required("image", texts("found:", 1)),
        required("dns_discovery", texts("found.", 1).map(name -> given(Map.of("name", name)))),
        optional("desired_count", whole(0, 20)),
        defaults("desired_count", new Whole(1)),
        defaults("network", word("awsvpc")));
  }

  private static Arbitrary<Settings> balanced() {
    return service(
        required("image", texts("web:", 1)),
        required("ports", Arbitraries.just(new Items(List.of(new Port(PORT, false))))),
        required("elb", Arbitraries.oneOf(loadBalancer("HTTP"), loadBalancer("HTTPS"))),
        defaults("scheduling_strategy", word("REPLICA")),
        defaults("desired_count", new Whole(1)));
  }

  /** A service with those keys, and any of a container. */
  private static Arbitrary<Settings> service(Key... own) {
    Keys keys = new Keys(own);
    CONTAINER_DEFAULTS.forEach((key, value) -> keys.add(defaults(key, value)));
    keys.add(optional("memory", Arbitraries.integers().between(512, 8192).map(Mebibytes::new)));
    keys.add(
        optional("memory_reservation", Arbitraries.integers().between(6, 512).map(Mebibytes::new)));
    keys.add(optional("cpu", whole(0, 4096)));
    keys.add(optional("gpus", whole(0, 8)));
    keys.add(optional("init", flag()));
    keys.add(optional("privileged", flag()));
    keys.add(optional("command", command()));
    keys.add(optional("entrypoint", command()));
    keys.add(optional("working_dir", texts("/", 0)));
    keys.add(optional("user", texts("user", 0)));
    keys.add(optional("stop_grace_period", seconds(1, 8000)));
    keys.add(optional("ulimits", ulimits()));
    keys.add(optional("environment", assignments("VARIABLE_", texts())));
    keys.add(optional("labels", assignments("com.example.", texts())));
    keys.add(optional("secrets", assignments("SECRET_", texts("/shop/", 1).map(Text::text))));
    keys.add(optional("volumes", volumes()));
    keys.add(optional("healthcheck", healthCheck()));
    keys.add(optional("logging", logging()));
    keys.add(optional("task_role_arn", texts("arn:aws:iam::123456789012:role/", 1)));
    keys.add(required("task_execution_role_arn", texts("arn:aws:iam::123456789012:role/", 1)));
    keys.add(optional("placement_constraints", constraints()));
    return keys.settings();
  }

  private static Arbitrary<Settings> deployment() {
    return Combinators.combine(whole(101, 400), whole(0, 100))
        .as((maximum, minimum) ->
            DEPLOYMENT.with("maximum_percent", maximum).with("minimum_healthy_percent", minimum));
  }

  private static Arbitrary<Settings> loadBalancer(String protocol) {
    Settings ports = given(Map.of("public", new Whole(80), "container", new Whole(PORT)));
    Keys keys =
        new Keys(
            required("ports", whole(1, 65_000).map(number -> ports.with("public", number))),
            optional("name", texts("", 1)),
            optional("type", Arbitraries.just(scheme("private"))),
            optional("healthcheck", targetHealthCheck()),
            optional("dns", dns()),
            defaults("name", new Text("")),
            defaults("type", scheme("public")),
            defaults("protocol", word("HTTP")),
            defaults("healthcheck", TARGET_HEALTH_CHECK));
    if (protocol.equals("HTTPS")) {
      keys.add(required("protocol", Arbitraries.just(word("HTTPS"))));
      keys.add(
          required(
              "certificates",
              texts("arn:aws:acm:us-east-1:1:certificate/", 1)
                  .list()
                  .ofMinSize(1)
                  .ofMaxSize(3)
                  .map(StackGenerator::items)));
    }
    return keys.settings();
  }

  private static Arbitrary<Settings> targetHealthCheck() {
    return new Keys(
            optional("protocol", Arbitraries.just(new Word("HTTPS", List.of("HTTP", "HTTPS")))),
            optional("port", whole(1, 65_000)),
            optional("path", texts("/", 0)),
            optional("interval_seconds", whole(30, 299)),
            optional("timeout_seconds", whole(2, 28)),
            optional("healthy_threshold_count", whole(2, 9)),
            optional("unhealthy_threshold_count", whole(2, 9)))
        .settings(TARGET_HEALTH_CHECK.defaults());
  }

  private static Arbitrary<Settings> dns() {
    return texts("www.", 1)
        .map(name ->
            given(
                Map.of(
                    "hosted_zone_id",
                    new Text("Z0123"),
                    "record_name",
                    new DnsName(name.text() + ".example.com"))));
  }

  private static Arbitrary<Settings> healthCheck() {
    return new Keys(
            required("command", texts().map(text -> new ShellTest("true " + text))),
            optional("interval", seconds(5, 299)),
            optional("timeout", seconds(2, 59)),
            optional("retries", whole(1, 9)),
            optional("start_period", seconds(0, 299)),
            defaults("interval", new Seconds(30)),
            defaults("timeout", new Seconds(5)),
            defaults("retries", new Whole(3)),
            defaults("start_period", new Seconds(0)))
        .settings();
  }

  private static Arbitrary<Settings> logging() {
    return new Keys(
            required("log_driver", Arbitraries.of("awslogs", "json-file", "syslog").map(Text::new)),
            optional(
                "options",
                texts().map(text -> given(Map.of("a", new Text(text), "b", new Text("c"))))))
        .settings();
  }

  private static Arbitrary<Settings> ulimits() {
    Arbitrary<Limit> limit =
        Combinators.combine(
                Arbitraries.integers().between(-1, 100), Arbitraries.integers().between(100, 9999))
            .as(Limit::new)
            .map(found -> found.soft() < 0 ? new Limit(-1, -1) : found);
    return new Keys(required("nofile", limit), optional("memlock", limit), optional("core", limit))
        .settings();
  }

  private static Arbitrary<Items> volumes() {
    return Arbitraries.of(":ro", "")
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(modes -> {
          List<Meaning> volumes =
              IntStream.range(0, modes.size())
                  .<Meaning>mapToObj(index ->
                      new Text("v%d:/host:/target%d".formatted(index, index) + modes.get(index)))
                  .toList();
          return new Items(volumes);
        });
  }

  private static Arbitrary<Items> constraints() {
    Arbitrary<Settings> member =
        texts("attribute:", 1)
            .map(expression -> given(Map.of("type", word("memberOf"), "expression", expression)));
    Arbitrary<Settings> distinct =
        Arbitraries.just(given(Map.of("type", word("distinctInstance"))));
    return Arbitraries.oneOf(member, distinct)
        .list()
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(StackGenerator::items);
  }

  private static Arbitrary<Assignments> assignments(String prefix, Arbitrary<String> values) {
    return Arbitraries.maps(Arbitraries.integers().between(0, 9).map(name -> prefix + name), values)
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(Assignments::new);
  }

  private static Arbitrary<Command> command() {
    return texts().list().ofMinSize(1).ofMaxSize(4).map(Command::new);
  }

  private static Arbitrary<Port> port() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 65_535), Arbitraries.of(true, false))
        .as(Port::new);
  }

  /** Texts of letters and digits after the prefix. */
  private static Arbitrary<Text> texts(String prefix, int least) {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .numeric()
        .ofMinLength(least)
        .ofMaxLength(8)
        .map(text -> new Text(prefix + text));
  }

  private static Arbitrary<Whole> whole(int least, int most) {
    return Arbitraries.integers().between(least, most).map(Whole::new);
  }

  private static Arbitrary<Seconds> seconds(int least, int most) {
    return Arbitraries.integers().between(least, most).map(Seconds::new);
  }

  private static Arbitrary<Flag> flag() {
    return Arbitraries.of(true, false).map(Flag::new);
  }

  private static Word word(String word) {
    return new Word(word, List.of(word));
  }

  private static Word scheme(String word) {
    return new Word(word, List.of("public", "private"));
  }

  private static Items items(List<? extends Meaning> items) {
    return new Items(List.copyOf(items));
  }

  private static Key required(String key, Arbitrary<? extends Meaning> values) {
    return new Key.Given(key, values.map(Optional::of));
  }

  private static Key optional(String key, Arbitrary<? extends Meaning> values) {
    return new Key.Given(key, values.<Meaning>map(value -> value).optional(0.3));
  }

  private static Key defaults(String key, Meaning value) {
    return new Key.Default(key, value);
  }

  /** One key of a map: what may be given for it, or what holds where nothing is. */
  private sealed interface Key {
    record Given(String key, Arbitrary<Optional<Meaning>> values) implements Key {}

    record Default(String key, Meaning value) implements Key {}
  }

  /** The keys of one map. */
  private static final class Keys {

    private final Map<String, Arbitrary<Optional<Meaning>>> given = new LinkedHashMap<>();
    private final Map<String, Meaning> defaults = new LinkedHashMap<>();

    Keys(Key... keys) {
      List.of(keys).forEach(this::add);
    }

    void add(Key key) {
      switch (key) {
        case Key.Given found -> given.put(found.key(), found.values());
        case Key.Default found -> defaults.put(found.key(), found.value());
      }
    }

    Arbitrary<Settings> settings() {
      return settings(defaults);
    }

    Arbitrary<Settings> settings(Map<String, Meaning> defaults) {
      List<String> names = List.copyOf(given.keySet());
      return Combinators.combine(List.copyOf(given.values()))
          .as(values -> {
            Map<String, Meaning> found = new LinkedHashMap<>();
            for (int index = 0; index < names.size(); index++) {
              String name = names.get(index);
              values.get(index).ifPresent(value -> found.put(name, value));
            }
            return new Settings(found, defaults);
          });
    }
  }
}
