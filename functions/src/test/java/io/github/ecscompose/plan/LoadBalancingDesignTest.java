package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.plan.LoadBalancing.Action.Forward;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Action.Redirect;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.Live;
import io.github.ecscompose.plan.LoadBalancing.LiveBalancer;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.LiveTargetGroup;
import io.github.ecscompose.stackfile.LoadBalancer.Stickiness;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.testing.BalancedService;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What of a live load balancer differs from the stackfile, and what does not. */
class LoadBalancingDesignTest {

  private static final Forward OURS = new Forward("arn:tg");

  private static LoadBalancingDesign design(BalancedService service) {
    return LoadBalancingDesign.of("shop", service.build()).orElseThrow();
  }

  private static LiveListener listener(int port, LoadBalancing.Action action) {
    boolean secure = port != 80;
    return new LiveListener(
        "arn:" + port,
        new Listener(
            port,
            secure ? "HTTPS" : "HTTP",
            secure ? Optional.of(BalancedService.CERTIFICATE) : Optional.empty(),
            action));
  }

  /** The differences between a service as it was brought about, and what is wanted now. */
  private static List<String> differences(
      BalancedService before, BalancedService wanted, LiveListener... listeners) {
    LoadBalancingDesign was = design(before);
    return design(wanted)
        .differences(
            new Live(
                Optional.of(new LiveBalancer("arn:lb", "lb.amazonaws.com", "Z", was.balancer())),
                Optional.of(new LiveTargetGroup("arn:tg", List.of("arn:lb"), was.targetGroup())),
                Arrays.asList(listeners)))
        .stream()
        .map(Change::toString)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "200 | 200",
        "200-299 | 200-299",
        "200-202 | 202,200,201",
        "200, 302 | 302,200",
        "200-250,240-299 | 200-299"
      })
  void readsTheSameCodesWrittenOtherwiseAsTheSame(String live, String wanted) {
    assertThat(
            differences(
                BalancedService.http().healthyBy(live),
                BalancedService.http().healthyBy(wanted),
                listener(80, OURS)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"200 | 200-299", "200-299 | 200-298", "200,302 | 302", "'' | 200", "ok | 200"})
  void namesADifferenceOfCodes(String live, String wanted) {
    assertThat(
            differences(
                BalancedService.http().healthyBy(live),
                BalancedService.http().healthyBy(wanted),
                listener(80, OURS)))
        .containsExactly("elb.healthcheck.matcher: %s → %s".formatted(live, wanted));
  }

  @ParameterizedTest
  @EnumSource(
      value = Network.Mode.class,
      names = {"HOST", "AWSVPC"})
  void takesTheTrafficPortForTheNumberThatItIs(Network.Mode mode) {
    BalancedService traffic = BalancedService.http().in(mode);
    BalancedService number = traffic.checkedOn(BalancedService.CONTAINER_PORT);

    assertThat(differences(traffic, number, listener(80, OURS))).isEmpty();
    assertThat(differences(number, traffic, listener(80, OURS))).isEmpty();
    assertThat(differences(traffic, traffic.checkedOn(9000), listener(80, OURS)))
        .containsExactly("elb.healthcheck.port: traffic-port → 9000");
    assertThat(differences(traffic.checkedOn(9000), traffic, listener(80, OURS)))
        .containsExactly("elb.healthcheck.port: 9000 → traffic-port");
  }

  @Test
  void knowsThatTargetsOnABridgeHavePortsOfTheirOwn() {
    BalancedService traffic = BalancedService.http().in(Network.Mode.BRIDGE);
    BalancedService number = traffic.checkedOn(BalancedService.CONTAINER_PORT);

    assertThat(differences(traffic, traffic, listener(80, OURS))).isEmpty();
    assertThat(differences(number, traffic, listener(80, OURS)))
        .containsExactly("elb.healthcheck.port: 8080 → traffic-port");
    assertThat(differences(traffic, number, listener(80, OURS)))
        .containsExactly("elb.healthcheck.port: traffic-port → 8080");
  }

  @Test
  void showsWhatIsToBecomeOfTheRedirect() {
    BalancedService plain = BalancedService.https();
    BalancedService wanted = plain.redirecting();
    LiveListener main = listener(443, OURS);
    String path = "elb.redirect_http: ";

    assertThat(differences(plain, wanted, listener(80, new Redirect(443)), main)).isEmpty();
    assertThat(differences(plain, wanted, main))
        .containsExactly(path + "none → HTTP that redirects to HTTPS on port 443");
    assertThat(differences(plain, wanted, listener(80, new Redirect(8443)), main))
        .containsExactly(
            path
                + "HTTP that redirects to HTTPS on port 8443 → HTTP that redirects to HTTPS on port 443");
    assertThat(differences(plain, wanted, listener(80, OURS), main))
        .containsExactly(
            path + "HTTP that forwards to arn:tg → HTTP that redirects to HTTPS on port 443");
    assertThat(differences(wanted, plain, listener(80, new Redirect(443)), main))
        .containsExactly(path + "HTTP that redirects to HTTPS on port 443 → none");
  }

  @Test
  void showsNothingOfListenersThatAreNotTheServices() {
    assertThat(
            differences(
                BalancedService.https(),
                BalancedService.https(),
                listener(80, new Redirect(8443)),
                listener(443, OURS),
                listener(9443, new Other())))
        .isEmpty();
  }

  @Test
  void showsAMainListenerThatIsMissingOrDoesSomethingElse() {
    BalancedService https = BalancedService.https();

    assertThat(differences(https, https)).containsExactly("elb.ports.public: none → new");
    assertThat(differences(https, https, listener(443, new Other())))
        .containsExactly(
            "elb.listener: HTTPS with arn:cert that does something that ecs-compose did not ask for → HTTPS with arn:cert that forwards to arn:tg");
  }

  /** Over plain HTTP there is nothing to redirect to, and port 80 cannot lead to itself. */
  @Test
  void redirectsOnlyToHttpsOnAnotherPort() {
    assertThat(design(BalancedService.http().on(8000).redirecting()).listeners("arn:tg").redirect())
        .isEmpty();
    assertThat(design(BalancedService.https().on(80).redirecting()).listeners("arn:tg").redirect())
        .isEmpty();
    assertThat(design(BalancedService.https().redirecting()).listeners("arn:tg").redirect())
        .contains(new Listener(80, "HTTP", Optional.empty(), new Redirect(443)));
  }

  @Test
  void givesUpOnlyWhatLeadsToTheService() {
    ListenerDesign design = design(BalancedService.https()).listeners("arn:tg");

    assertThat(
            design.surplus(
                List.of(
                    listener(80, new Redirect(443)),
                    listener(81, new Redirect(443)),
                    listener(82, new Forward("arn:other")),
                    listener(83, new Other()),
                    listener(443, OURS),
                    listener(8443, OURS))))
        .extracting(LiveListener::arn)
        .containsExactly("arn:80", "arn:8443");
    assertThat(design.surplus(List.of(listener(80, new Redirect(8443)), listener(8443, OURS))))
        .extracting(LiveListener::arn)
        .containsExactly("arn:80", "arn:8443");
    assertThat(design.surplus(List.of(listener(80, new Redirect(8443))))).isEmpty();
    assertThat(design.surplus(List.of(listener(80, new Forward("arn:other"))))).isEmpty();
    assertThat(design.surplus(List.of(listener(80, new Other())))).isEmpty();
  }

  @Test
  void namesAttributesAsAwsDoes() {
    assertThat(design(BalancedService.http()).attributes()).isEmpty();
    assertThat(
            design(
                    BalancedService.http()
                        .with(
                            new TargetAttributes(
                                Optional.of(0), Optional.of(30), Optional.empty())))
                .attributes())
        .isEqualTo(
            Map.of(
                "deregistration_delay.timeout_seconds", "0", "slow_start.duration_seconds", "30"));
    assertThat(attributes(new Stickiness(true, 60, Optional.empty())))
        .isEqualTo(
            Map.of(
                "stickiness.enabled", "true",
                "stickiness.type", "lb_cookie",
                "stickiness.lb_cookie.duration_seconds", "60"));
    assertThat(attributes(new Stickiness(true, 60, Optional.of("SESSION"))))
        .isEqualTo(
            Map.of(
                "stickiness.enabled", "true",
                "stickiness.type", "app_cookie",
                "stickiness.app_cookie.cookie_name", "SESSION",
                "stickiness.app_cookie.duration_seconds", "60"));
    assertThat(attributes(new Stickiness(false, 60, Optional.of("SESSION"))))
        .isEqualTo(Map.of("stickiness.enabled", "false"));
  }

  private static Map<String, String> attributes(Stickiness stickiness) {
    return design(BalancedService.http().sticking(stickiness)).attributes();
  }

  @Test
  void changesOnlyAttributesThatDiffer() {
    assertThat(
            TargetGroupAttributes.differing(
                Map.of("a", "1", "b", "2", "unsaid", "3"), Map.of("a", "1", "b", "3", "c", "4")))
        .isEqualTo(Map.of("b", "3", "c", "4"));
  }

  /** Of a record that leads to a load balancer of the service's name. */
  @ParameterizedTest
  @CsvSource({
    "NAME-9.eu-central-1.elb.amazonaws.com,          true,  true",
    "internal-NAME-9.eu-central-1.elb.amazonaws.com, true,  true",
    "NAME-9.eu-central-1.elb.amazonaws.com.cn,       true,  true",
    "NAME-9.eu-central-11.elb.amazonaws.com,         true,  false",
    "NAME-9.eu-west-1.elb.amazonaws.com,             true,  false",
    "NAME-9.eu-west-1.elb.eu-central-1.example.com,  true,  false",
    "other-9.eu-central-1.elb.amazonaws.com,         false, false",
  })
  void knowsWhereARecordLeads(String target, boolean anywhere, boolean here) {
    LoadBalancingDesign design = design(BalancedService.http());
    String leadsTo = target.replace("NAME", design.balancer().name());
    LoadBalancing.Alias alias = new LoadBalancing.Alias("Z1", "www.example.com", leadsTo, "ZELB");

    assertThat(design.isOurs(alias)).isEqualTo(anywhere);
    assertThat(design.isOursIn("eu-central-1", alias)).isEqualTo(here);
  }
}
