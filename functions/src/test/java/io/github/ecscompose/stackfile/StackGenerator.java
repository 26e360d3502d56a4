package io.github.ecscompose.stackfile;

import static io.github.ecscompose.stackfile.Generated.always;
import static io.github.ecscompose.stackfile.Generated.assignments;
import static io.github.ecscompose.stackfile.Generated.flag;
import static io.github.ecscompose.stackfile.Generated.given;
import static io.github.ecscompose.stackfile.Generated.memory;
import static io.github.ecscompose.stackfile.Generated.named;
import static io.github.ecscompose.stackfile.Generated.seconds;
import static io.github.ecscompose.stackfile.Generated.several;
import static io.github.ecscompose.stackfile.Generated.texts;
import static io.github.ecscompose.stackfile.Generated.whole;
import static io.github.ecscompose.stackfile.Generated.word;

import io.github.ecscompose.stackfile.Meaning.Breaker;
import io.github.ecscompose.stackfile.Meaning.Dependencies;
import io.github.ecscompose.stackfile.Meaning.Flag;
import io.github.ecscompose.stackfile.Meaning.Gibibytes;
import io.github.ecscompose.stackfile.Meaning.Mebibytes;
import io.github.ecscompose.stackfile.Meaning.Platform;
import io.github.ecscompose.stackfile.Meaning.Port;
import io.github.ecscompose.stackfile.Meaning.Seconds;
import io.github.ecscompose.stackfile.Meaning.Settings;
import io.github.ecscompose.stackfile.Meaning.Several;
import io.github.ecscompose.stackfile.Meaning.Stackfile;
import io.github.ecscompose.stackfile.Meaning.Text;
import io.github.ecscompose.stackfile.Meaning.Whole;
import io.github.ecscompose.stackfile.Meaning.Word;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Generates valid stackfiles: services of a few kinds, each with any of the keys that go with it. A
 * new key of the language is one line at its kind.
 */
final class StackGenerator {

  private static final int PORT = 8080;
  private static final String ROLE = "arn:aws:iam::123456789012:role/";

  private StackGenerator() {}

  /** Stackfiles of one to four services. */
  static Arbitrary<Stackfile> stackfiles() {
    return Combinators.combine(top(), service().list().ofMinSize(1).ofMaxSize(4), order())
        .as(StackGenerator::stackfile)
        .withoutEdgeCases();
  }

  /** Numbers whose bits say for which services another one waits. */
  private static Arbitrary<List<Integer>> order() {
    return Arbitraries.integers().between(0, 15).list().ofSize(4);
  }

  private static Stackfile stackfile(Settings top, List<Settings> services, List<Integer> order) {
    Map<String, Settings> named = new LinkedHashMap<>();
    for (Settings service : services) {
      int number = named.size();
      List<String> earlier =
          IntStream.range(0, number)
              .filter(bit -> (order.get(number) >> bit & 1) > 0)
              .mapToObj(StackGenerator::name)
              .toList();
      named.put(
          name(number),
          earlier.isEmpty() ? service : service.with("depends_on", new Dependencies(earlier)));
    }
    return new Stackfile(top, named);
  }

  /** Against the order of the alphabet. */
  private static String name(int number) {
    return "service-" + (9 - number);
  }

  private static Arbitrary<Settings> top() {
    return new SettingsGenerator()
        .required("vpc", always(vpc()))
        .required("service_discovery", always(given(Map.of("namespace", new Text("example.sd")))))
        .unsaid("cluster", new Text("cluster"))
        .optional("tags", assignments("all-", named("").map(Text::text)))
        .optional("deploy", deploy())
        .optional("redeploy", redeploy())
        .settings();
  }

  /** With all that a service of any kind needs. */
  private static Settings vpc() {
    Settings subnets =
        given(
            Map.of(
                "public", several("subnet-1", "subnet-2"),
                "private", several("subnet-3", "subnet-4")));
    Settings groups = given(Map.of("public", several("sg-1", "sg-2"), "private", several("sg-3")));
    return given(Map.of("id", new Text("vpc-1"), "subnets", subnets, "security_groups", groups));
  }

  private static Arbitrary<Settings> deploy() {
    return new SettingsGenerator()
        .optional("on_failure", always(word("keep")), word("rollback"))
        .optional("timeout", seconds(60, 43_200), new Seconds(1800))
        .optional("prune", flag(), new Flag(false))
        .settings();
  }

  private static Arbitrary<Settings> redeploy() {
    return new SettingsGenerator()
        .required("schedule", texts("rate(1 day)", "cron(0 6 ? * MON-FRI *)"))
        .optional("timezone", texts("Europe/Madrid", "Asia/Tokyo"), new Text("UTC"))
        .settings();
  }

  private static Arbitrary<Settings> service() {
    return Arbitraries.oneOf(
        replicas(), daemon(), task(), discovered(), balanced(), bridged(), fargate());
  }

  private static Arbitrary<Settings> replicas() {
    return rolling(machines("repository/image"))
        .optional("ports", ports(StackGenerator::sameOnHost))
        .unsaid("network", word("host"))
        .settings();
  }

  private static Arbitrary<Settings> bridged() {
    return rolling(machines("bridged"))
        .required("network", always(word("bridge")))
        .optional("ports", ports(StackGenerator::anyOnHost))
        .settings();
  }

  private static Arbitrary<Settings> daemon() {
    Settings deployment =
        new Settings(
            Map.of(),
            Map.of("maximum_percent", new Whole(100), "minimum_healthy_percent", new Whole(0)));
    return machines("agent")
        .required("scheduling_strategy", always(word("DAEMON")))
        .optional(
            "deployment_configuration",
            whole(0, 99).map(number -> deployment.with("minimum_healthy_percent", number)),
            deployment)
        .settings()
        .map(service -> service.without("capacity_providers"));
  }

  private static Arbitrary<Settings> task() {
    return machines("job")
        .required("type", always(word("task")))
        .optional("network", always(word("awsvpc")), word("host"))
        .settings();
  }

  private static Arbitrary<Settings> discovered() {
    return rolling(machines("found"))
        .required("dns_discovery", named("found.").map(name -> given(Map.of("name", name))))
        .unsaid("network", word("awsvpc"))
        .optional("subnets", several(named("subnet-")))
        .optional("security_groups", several(named("sg-")))
        .settings();
  }

  private static Arbitrary<Settings> balanced() {
    Several ports = new Several(List.of(new Port(PORT, PORT, false, PORT)));
    return rolling(machines("web"))
        .required("ports", always(ports))
        .required("elb", new LoadBalancerGenerator(PORT).settings())
        .settings();
  }

  private static Arbitrary<Settings> fargate() {
    SettingsGenerator keys =
        rolling(service(ContainerGenerator.onFargate("fargate")))
            .required("cpu", always(new Whole(1024)))
            .required("memory", Arbitraries.of(2048, 3072, 8192).map(Mebibytes::new))
            .optional(
                "ephemeral_storage", Arbitraries.integers().between(21, 199).map(Gibibytes::new))
            .unsaid("network", word("awsvpc"))
            .optional("assign_public_ip", flag(), new Flag(false))
            .optional("subnets", always(tier("public")), tier("private"));
    return Arbitraries.oneOf(
        keys.settings().map(service -> service.with("launch_type", word("FARGATE"))),
        keys.settings().map(service -> service.with("capacity_providers", providers("FARGATE"))));
  }

  /** On machines of the cluster's own. */
  private static SettingsGenerator machines(String image) {
    return service(ContainerGenerator.anywhere(image))
        .optional("placement_constraints", several(constraint()))
        .optional("sidecars", sidecars())
        .optional(
            "capacity_providers",
            Arbitraries.of("spot", "on-demand").map(StackGenerator::providers));
  }

  private static SettingsGenerator service(SettingsGenerator container) {
    return container
        .optional("task_role_arn", named(ROLE))
        .required("task_execution_role_arn", named(ROLE))
        .unsaid("enable_execute_command", new Flag(false))
        .optional("platform", Arbitraries.of(true, false).map(Platform::new))
        .optional("tags", assignments("tag-", named("").map(Text::text)));
  }

  private static SettingsGenerator rolling(SettingsGenerator service) {
    Settings deployment =
        new Settings(
            Map.of(),
            Map.of("maximum_percent", new Whole(200), "minimum_healthy_percent", new Whole(50)));
    return service
        .unsaid("type", word("service"))
        .unsaid("scheduling_strategy", word("REPLICA"))
        .unsaid("deployment_strategy", word("rolling"))
        .optional("desired_count", whole(0, 20), new Whole(1))
        .optional("circuit_breaker", breaker(), new Breaker(true, true))
        .optional(
            "deployment_configuration",
            Combinators.combine(whole(101, 400), whole(0, 100))
                .as((maximum, minimum) ->
                    deployment
                        .with("maximum_percent", maximum)
                        .with("minimum_healthy_percent", minimum)),
            deployment);
  }

  private static Arbitrary<Breaker> breaker() {
    return Arbitraries.of(new Breaker(false, false), new Breaker(true, false));
  }

  private static Arbitrary<Settings> sidecars() {
    Arbitrary<Settings> sidecar =
        ContainerGenerator.anywhere("sidecar")
            .optional("memory", memory(512, 8192), new Mebibytes(256))
            .optional("memory_reservation", memory(6, 256))
            .optional("essential", flag(), new Flag(true))
            .settings();
    return new SettingsGenerator().required("proxy", sidecar).optional("agent", sidecar).settings();
  }

  private static Arbitrary<Settings> constraint() {
    return Arbitraries.oneOf(
        named("attribute:")
            .map(expression -> given(Map.of("type", word("memberOf"), "expression", expression))),
        always(given(Map.of("type", word("distinctInstance")))));
  }

  private static Several providers(String name) {
    return new Several(
        List.of(new Meaning.Provider(name, 1, 0), new Meaning.Provider(name + "_SPOT", 3, 2)));
  }

  private static Arbitrary<Several> ports(PortGenerator port) {
    return Combinators.combine(
            Arbitraries.integers().between(1, 65_535), Arbitraries.of(true, false))
        .as(port::port)
        .list()
        .uniqueElements(Port::container)
        .ofMinSize(1)
        .ofMaxSize(3)
        .map(ports -> new Several(List.copyOf(ports)));
  }

  private static Port sameOnHost(int port, boolean udp) {
    return new Port(port, port, udp, port);
  }

  /** Under the bridge network ECS chooses the host's port where none is given. */
  private static Port anyOnHost(int port, boolean udp) {
    return new Port(port % 3 == 0 ? 0 : 65_536 - port, port, udp, 0);
  }

  private static Word tier(String word) {
    return new Word(word, List.of("public", "private"));
  }

  /** Makes a port of a number. */
  private interface PortGenerator {
    Port port(int number, boolean udp);
  }
}
