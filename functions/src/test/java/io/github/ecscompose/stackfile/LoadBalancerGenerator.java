package io.github.ecscompose.stackfile;

import static io.github.ecscompose.stackfile.Generated.always;
import static io.github.ecscompose.stackfile.Generated.flag;
import static io.github.ecscompose.stackfile.Generated.given;
import static io.github.ecscompose.stackfile.Generated.items;
import static io.github.ecscompose.stackfile.Generated.named;
import static io.github.ecscompose.stackfile.Generated.seconds;
import static io.github.ecscompose.stackfile.Generated.texts;
import static io.github.ecscompose.stackfile.Generated.whole;
import static io.github.ecscompose.stackfile.Generated.word;

import io.github.ecscompose.stackfile.Meaning.DnsName;
import io.github.ecscompose.stackfile.Meaning.Flag;
import io.github.ecscompose.stackfile.Meaning.Seconds;
import io.github.ecscompose.stackfile.Meaning.Settings;
import io.github.ecscompose.stackfile.Meaning.Stickiness;
import io.github.ecscompose.stackfile.Meaning.Text;
import io.github.ecscompose.stackfile.Meaning.Whole;
import io.github.ecscompose.stackfile.Meaning.Word;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Generates {@code elb}. */
final class LoadBalancerGenerator {

  private final int containerPort;

  /**
   * A generator for one container.
   *
   * @param containerPort that it exposes
   */
  LoadBalancerGenerator(int containerPort) {
    this.containerPort = containerPort;
  }

  Arbitrary<Settings> settings() {
    return Arbitraries.oneOf(plain().settings(), secure().settings());
  }

  private SettingsGenerator plain() {
    Settings check = new Settings(Map.of(), healthCheckDefaults());
    Settings ports = given(Map.of("container", new Whole(containerPort)));
    return new SettingsGenerator()
        .required("ports", whole(81, 65_000).map(number -> ports.with("public", number)))
        .optional("name", named(""), new Text(""))
        .optional("type", always(scheme("private")), scheme("public"))
        .unsaid("protocol", word("HTTP"))
        .optional("healthcheck", healthCheck(), check)
        .optional("dns", dns())
        .unsaid("redirect_http", new Flag(false))
        .optional("deregistration_delay", seconds(0, 3599))
        .optional("slow_start", seconds(30, 899))
        .optional("stickiness", stickiness());
  }

  private SettingsGenerator secure() {
    return plain()
        .required("protocol", always(word("HTTPS")))
        .optional("redirect_http", flag())
        .required("certificates", items(named("arn:aws:acm:us-east-1:1:certificate/")));
  }

  private Arbitrary<Settings> healthCheck() {
    SettingsGenerator keys =
        new SettingsGenerator()
            .optional("protocol", always(protocol("HTTPS")))
            .optional("port", whole(1, 65_000))
            .optional("path", named("/"))
            .optional("interval_seconds", seconds(30, 299))
            .optional("timeout_seconds", seconds(2, 28))
            .optional("healthy_threshold_count", whole(2, 9))
            .optional("unhealthy_threshold_count", whole(2, 9))
            .optional("matcher", texts("200-299", "200,302", "404"));
    healthCheckDefaults().forEach(keys::unsaid);
    return keys.settings();
  }

  private Map<String, Meaning> healthCheckDefaults() {
    return Map.of(
        "protocol", protocol("HTTP"),
        "port", new Whole(containerPort),
        "path", new Text("/"),
        "interval_seconds", new Seconds(30),
        "timeout_seconds", new Seconds(5),
        "healthy_threshold_count", new Whole(2),
        "unhealthy_threshold_count", new Whole(10),
        "matcher", new Text("200"));
  }

  private static Arbitrary<Settings> dns() {
    return named("www.")
        .map(name ->
            given(
                Map.of(
                    "hosted_zone_id",
                    new Text("Z0123"),
                    "record_name",
                    new DnsName(name.text() + ".example.com"))));
  }

  private static Arbitrary<Stickiness> stickiness() {
    return Combinators.combine(
            Arbitraries.of(true, false),
            Arbitraries.oneOf(Arbitraries.just(86_400), Arbitraries.integers().between(1, 604_799)))
        .as(Stickiness::new);
  }

  private static Word scheme(String word) {
    return new Word(word, List.of("public", "private"));
  }

  private static Word protocol(String word) {
    return new Word(word, List.of("HTTP", "HTTPS"));
  }
}
