package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.deployment.ServiceRecord.ServiceState;
import io.github.ecscompose.error.NotOursException;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.TransientException;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.plan.LoadBalancing.Action.Forward;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Action.Redirect;
import io.github.ecscompose.plan.LoadBalancing.Balancer;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.plan.LoadBalancing.TargetGroup;
import io.github.ecscompose.plan.LoadBalancingDesign;
import io.github.ecscompose.plan.Tags;
import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.LoadBalancer.Stickiness;
import io.github.ecscompose.stackfile.LoadBalancer.TargetAttributes;
import io.github.ecscompose.stackfile.Network;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import io.github.ecscompose.testing.BalancedService;
import io.github.ecscompose.testing.CallLog;
import io.github.ecscompose.testing.InMemoryDnsRecords;
import io.github.ecscompose.testing.InMemoryFiles;
import io.github.ecscompose.testing.InMemoryLoadBalancers;
import io.github.ecscompose.testing.InMemoryRecords;
import io.github.ecscompose.testing.TestClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Load balancers, target groups and listeners on the way to what is wanted. */
class EnsureLoadBalancerTest {

  private static final String BALANCER = "arn:lb/shop-web-lb";
  private static final String TARGET_GROUP = "arn:tg/shop-web-lb";
  private static final Stickiness BY_COOKIE = new Stickiness(true, 60, Optional.of("SESSION"));

  private static final BalancedService EVERYTHING =
      BalancedService.https()
          .redirecting()
          .healthyBy("200-299,302")
          .with(new TargetAttributes(Optional.of(10), Optional.of(30), Optional.of(BY_COOKIE)));

  private final CallLog log = new CallLog();
  private final InMemoryLoadBalancers balancers = new InMemoryLoadBalancers(log);
  private final InMemoryFiles files = new InMemoryFiles();
  private final InMemoryRecords records = new InMemoryRecords(new TestClock());
  private final EnsureLoadBalancer step =
      new EnsureLoadBalancer(files, records, balancers, new InMemoryDnsRecords(log));
  private int deployments;

  /** What changed, without the service's name before it. */
  private List<String> ensure(BalancedService service) {
    DeploymentReference deployment = file(service);
    log.clear();
    step.run(deployment, "web");
    return changes();
  }

  private List<String> changes() {
    return log.changing().stream().map(call -> call.replace("elasticloadbalancing:", "")).toList();
  }

  private DeploymentReference file(BalancedService service) {
    deployments++;
    DeploymentReference deployment = new DeploymentReference("shop", "deployment-" + deployments);
    Stack stack = new Stack(List.of(service.build()), Deploy.DEFAULT, Optional.empty());
    try {
      files.write(deployment, "stack.json", JsonText.write(StackDocument.toJson(stack)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    records.planned(
        deployment,
        List.of(
            new ServiceRecord(
                "web",
                ServiceState.PENDING,
                "CREATE",
                "digest",
                "Plan",
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "")));
    return deployment;
  }

  private List<Listener> listeners() {
    return balancers.listeners(BALANCER).stream().map(LiveListener::listener).toList();
  }

  private static Listener main(int port) {
    return new Listener(
        port, "HTTPS", Optional.of(BalancedService.CERTIFICATE), new Forward(TARGET_GROUP));
  }

  private static Listener redirect(int port) {
    return new Listener(80, "HTTP", Optional.empty(), new Redirect(port));
  }

  static Stream<BalancedService> services() {
    return Stream.of(
        BalancedService.http(),
        BalancedService.http().in(Network.Mode.AWSVPC),
        BalancedService.http().in(Network.Mode.BRIDGE),
        BalancedService.https(),
        BalancedService.https().redirecting(),
        BalancedService.http().sticking(new Stickiness(false, 60, Optional.empty())),
        EVERYTHING);
  }

  @ParameterizedTest
  @MethodSource("services")
  void changesNothingTheSecondTime(BalancedService service) {
    assertThat(ensure(service)).contains("CreateLoadBalancer", "CreateTargetGroup");
    assertThat(ensure(service)).isEmpty();
  }

  static Stream<Arguments> pairs() {
    return services()
        .flatMap(from ->
            services()
                .filter(to -> from.network().mode() == to.network().mode())
                .map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void comesFromAnyToAnyAndThenChangesNothing(BalancedService from, BalancedService to) {
    ensure(from);
    ensure(to);

    assertThat(ensure(to)).isEmpty();
    List<Listener> wanted =
        LoadBalancingDesign.of("shop", to.build()).stream()
            .map(design -> design.listeners(TARGET_GROUP))
            .flatMap(design -> Stream.concat(Stream.of(design.main()), design.redirect().stream()))
            .toList();
    assertThat(listeners()).containsExactlyInAnyOrderElementsOf(wanted);
  }

  @Test
  void bringsAboutEverythingAtOnce() {
    assertThat(ensure(EVERYTHING))
        .containsExactly(
            "CreateLoadBalancer",
            "CreateTargetGroup",
            "ModifyTargetGroupAttributes",
            "CreateListener",
            "CreateListener");
    assertThat(listeners()).containsExactly(main(443), redirect(443));
    assertThat(balancers.targetGroup("shop-web-lb").orElseThrow().targetGroup().healthCheck())
        .returns("200-299,302", check -> check.matcher())
        .returns(Optional.empty(), check -> check.port());
    assertThat(balancers.attributes(TARGET_GROUP))
        .containsEntry("deregistration_delay.timeout_seconds", "10")
        .containsEntry("slow_start.duration_seconds", "30")
        .containsEntry("stickiness.enabled", "true")
        .containsEntry("stickiness.type", "app_cookie")
        .containsEntry("stickiness.app_cookie.cookie_name", "SESSION")
        .containsEntry("stickiness.app_cookie.duration_seconds", "60")
        .containsEntry("stickiness.lb_cookie.duration_seconds", "86400");
  }

  /** Every call that changes something may be the one whose answer is lost. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "CreateLoadBalancer",
        "CreateTargetGroup",
        "ModifyTargetGroupAttributes",
        "CreateListener"
      })
  void survivesALostAnswer(String action) {
    log.loseNextAnswer("elasticloadbalancing:" + action, new TransientException("reset"));

    assertThatThrownBy(() -> ensure(EVERYTHING)).isInstanceOf(TransientException.class);

    ensure(EVERYTHING);
    assertThat(ensure(EVERYTHING)).isEmpty();
    assertThat(listeners()).containsExactly(main(443), redirect(443));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ModifyTargetGroup", "CreateListener", "ModifyListener", "DeleteListener"})
  void survivesALostAnswerWhileItMovesTheService(String action) {
    ensure(EVERYTHING);
    BalancedService moved = EVERYTHING.on(8443).healthyBy("200");
    log.loseNextAnswer("elasticloadbalancing:" + action, new TransientException("reset"));

    assertThatThrownBy(() -> ensure(moved)).isInstanceOf(TransientException.class);

    ensure(moved);
    assertThat(ensure(moved)).isEmpty();
    assertThat(listeners()).containsExactlyInAnyOrder(main(8443), redirect(8443));
  }

  @Test
  void leadsToTheNewPortBeforeItRedirectsThere() {
    ensure(BalancedService.http());

    assertThat(ensure(BalancedService.https().redirecting()))
        .containsExactly("CreateListener", "ModifyListener");
    assertThat(listeners()).containsExactlyInAnyOrder(main(443), redirect(443));

    assertThat(ensure(BalancedService.https().redirecting().on(8443)))
        .containsExactly("CreateListener", "ModifyListener", "DeleteListener");
    assertThat(listeners()).containsExactlyInAnyOrder(main(8443), redirect(8443));
  }

  @Test
  void takesBackARedirectThatTheStackfileGaveUp() {
    ensure(BalancedService.https().redirecting());

    assertThat(ensure(BalancedService.https())).containsExactly("DeleteListener");
    assertThat(listeners()).containsExactly(main(443));
  }

  /** The redirect goes first: without its port it could not be known for ours any more. */
  @Test
  void takesBackARedirectWithThePortThatItLedTo() {
    ensure(BalancedService.https().redirecting());
    log.loseNextAnswer("elasticloadbalancing:DeleteListener", new TransientException("reset"));

    assertThatThrownBy(() -> ensure(BalancedService.https().on(8443)))
        .isInstanceOf(TransientException.class);
    ensure(BalancedService.https().on(8443));

    assertThat(listeners()).containsExactly(main(8443));
  }

  @Test
  void adoptsARedirectThatIsThere() {
    ensure(BalancedService.https());
    balancers.foreign(BALANCER, redirect(443));

    assertThat(ensure(BalancedService.https().redirecting())).isEmpty();
  }

  @Test
  void leavesTheListenersOfOthersAlone() {
    ensure(BalancedService.https());
    Listener other = new Listener(80, "HTTP", Optional.empty(), new Forward("arn:tg/other"));
    balancers.foreign(BALANCER, other);

    assertThat(ensure(BalancedService.https())).isEmpty();
    assertThat(listeners()).contains(other);
  }

  static Stream<Arguments> strangers() {
    return Stream.of(
        Arguments.of(new Forward("arn:tg/other"), "forwards to arn:tg/other"),
        Arguments.of(new Other(), "did not ask for"));
  }

  @ParameterizedTest
  @MethodSource("strangers")
  void refusesToTakePort80FromAnother(
      io.github.ecscompose.plan.LoadBalancing.Action action, String what) {
    ensure(BalancedService.https());
    balancers.foreign(BALANCER, new Listener(80, "HTTP", Optional.empty(), action));

    assertThatThrownBy(() -> ensure(BalancedService.https().redirecting().on(8443)))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("shop-web-lb of web")
        .hasMessageContaining("port 80")
        .hasMessageContaining(BALANCER + "/80")
        .hasMessageContaining(what)
        .hasMessageContaining("elb.redirect_http");
    assertThat(changes()).isEmpty();
  }

  @Test
  void changesTheMatcherInPlace() {
    ensure(BalancedService.http());

    assertThat(ensure(BalancedService.http().healthyBy("200-399")))
        .containsExactly("ModifyTargetGroup");
    assertThat(ensure(BalancedService.http().healthyBy("200-399"))).isEmpty();
  }

  @Test
  void changesOnlyTheAttributesThatDiffer() {
    ensure(BalancedService.http().sticking(BY_COOKIE));
    balancers.setAttributes(TARGET_GROUP, Map.of("slow_start.duration_seconds", "60"));

    assertThat(ensure(BalancedService.http().sticking(new Stickiness(true, 90, Optional.empty()))))
        .containsExactly("ModifyTargetGroupAttributes");
    assertThat(balancers.attributes(TARGET_GROUP))
        .containsEntry("stickiness.type", "lb_cookie")
        .containsEntry("stickiness.lb_cookie.duration_seconds", "90")
        .containsEntry("slow_start.duration_seconds", "60");
  }

  @Test
  void doesNotReadAttributesOfWhichTheStackfileSaysNothing() {
    ensure(BalancedService.http());
    ensure(BalancedService.http());

    assertThat(log.counts())
        .doesNotContainKey("elasticloadbalancing:DescribeTargetGroupAttributes");
  }

  @Test
  void adoptsWhatTheOlderToolMadeAndTagsIt() {
    LoadBalancingDesign design =
        LoadBalancingDesign.of("shop", BalancedService.http().build()).orElseThrow();
    balancers.foreign(design.balancer(), Map.of(Tags.OLDER_TOOL_CLUSTER, "shop"));
    balancers.foreign(
        LoadBalancingDesign.of("shop", BalancedService.http().checkedOn(8080).build())
            .orElseThrow()
            .targetGroup(),
        Map.of());
    balancers.foreign(
        BALANCER, new Listener(80, "HTTP", Optional.empty(), new Forward(TARGET_GROUP)));
    BalancedService tagged = BalancedService.http().tagged(Map.of("team", "shop-front"));

    assertThat(ensure(tagged)).containsExactly("AddTags", "AddTags");
    for (String arn : List.of(BALANCER, TARGET_GROUP)) {
      assertThat(balancers.tagsOf(arn))
          .containsEntry(Tags.CLUSTER, "shop")
          .containsEntry(Tags.SERVICE, "web")
          .containsEntry("team", "shop-front");
    }
    assertThat(ensure(tagged)).isEmpty();
  }

  @Test
  void setsTagsThatDifferAndRemovesNone() {
    ensure(BalancedService.http().tagged(Map.of("team", "a", "stage", "live")));

    assertThat(ensure(BalancedService.http().tagged(Map.of("team", "b"))))
        .containsExactly("AddTags", "AddTags");
    assertThat(balancers.tagsOf(TARGET_GROUP))
        .containsEntry("team", "b")
        .containsEntry("stage", "live");
  }

  @Test
  void takesNoTargetGroupThatAnotherLoadBalancerUses() {
    balancers.foreign(
        new Balancer("theirs", false, List.of("subnet-1", "subnet-2"), List.of()), Map.of());
    TargetGroup group =
        LoadBalancingDesign.of("shop", BalancedService.http().build()).orElseThrow().targetGroup();
    balancers.foreign(group, Map.of());
    balancers.foreign(
        "arn:lb/theirs", new Listener(80, "HTTP", Optional.empty(), new Forward(TARGET_GROUP)));

    assertThatThrownBy(() -> ensure(BalancedService.http()))
        .isInstanceOf(NotOursException.class)
        .hasMessageContaining("another load balancer uses it");
    assertThat(changes()).doesNotContain("AddTags", "ModifyTargetGroup");
  }

  @Test
  void deletesATargetGroupOnlyAfterItsLoadBalancer() {
    ensure(EVERYTHING);

    assertThatThrownBy(() -> balancers.deleteTargetGroup(TARGET_GROUP))
        .isInstanceOf(TransientException.class);
    balancers.deleteBalancer(BALANCER);
    assertThatThrownBy(() -> balancers.deleteTargetGroup(TARGET_GROUP))
        .isInstanceOf(TransientException.class);
    balancers.deleteTargetGroup(TARGET_GROUP);
    balancers.deleteTargetGroup(TARGET_GROUP);
    balancers.deleteBalancer(BALANCER);

    assertThat(balancers.balancer("shop-web-lb")).isEmpty();
    assertThat(balancers.targetGroup("shop-web-lb")).isEmpty();
  }
}
