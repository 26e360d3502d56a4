package io.github.ecscompose.plan;

import io.github.ecscompose.plan.LoadBalancing.Action;
import io.github.ecscompose.plan.LoadBalancing.Action.Forward;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Action.Redirect;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import io.github.ecscompose.stackfile.LoadBalancer;
import io.github.ecscompose.stackfile.LoadBalancer.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The listeners that a service's load balancer should have, and what that means for those it has.
 *
 * @param main forwards all to the service's target group
 * @param redirect sends clients of plain HTTP to {@code main}
 */
public record ListenerDesign(Listener main, Optional<Listener> redirect) {

  private static final int HTTP_PORT = 80;

  public ListenerDesign {
    Objects.requireNonNull(main, "main");
    Objects.requireNonNull(redirect, "redirect");
  }

  static ListenerDesign of(LoadBalancer stackfile, String targetGroupArn) {
    int port = stackfile.publicPort();
    boolean redirects =
        stackfile.redirectHttp() && stackfile.protocol() == Protocol.HTTPS && port != HTTP_PORT;
    return new ListenerDesign(
        new Listener(
            port,
            stackfile.protocol().name(),
            stackfile.certificates().stream().findFirst(),
            new Forward(targetGroupArn)),
        redirects
            ? Optional.of(
                new Listener(HTTP_PORT, Protocol.HTTP.name(), Optional.empty(), new Redirect(port)))
            : Optional.empty());
  }

  /**
   * Those of a load balancer's listeners that lead elsewhere than to these target groups. A
   * redirect to the port of one that leads there belongs to it.
   */
  public static List<LiveListener> foreign(List<LiveListener> live, Set<String> targetGroupArns) {
    Set<Integer> ports =
        live.stream()
            .filter(candidate -> leadsTo(targetGroupArns, candidate))
            .map(candidate -> candidate.listener().port())
            .collect(Collectors.toSet());
    return live.stream()
        .filter(candidate ->
            switch (candidate.listener().action()) {
              case Forward forward -> !leadsTo(targetGroupArns, candidate);
              case Redirect(int port) -> !ports.contains(port);
              case Other() -> true;
            })
        .toList();
  }

  private static boolean leadsTo(Set<String> targetGroupArns, LiveListener live) {
    return live.listener().action() instanceof Forward(String arn) && targetGroupArns.contains(arn);
  }

  /** The one on that port, if there is one: a load balancer has at most one on each. */
  public static Optional<LiveListener> on(int port, List<LiveListener> live) {
    return live.stream().filter(candidate -> candidate.listener().port() == port).findFirst();
  }

  /**
   * Why the redirect cannot have its port: a listener is there that was not made for this service.
   * Empty if it can.
   */
  public Optional<String> obstacle(List<LiveListener> live) {
    return redirect
        .flatMap(wanted -> on(wanted.port(), live))
        .filter(taken -> !mayRedirect(taken.listener().action()))
        .map(taken ->
            "port %d has the listener %s, %s"
                .formatted(HTTP_PORT, taken.arn(), text(taken.listener().action())));
  }

  /** A redirect to another port is taken for ours, and so is what served the service over HTTP. */
  private boolean mayRedirect(Action action) {
    return switch (action) {
      case Forward forward -> forward.equals(main.action());
      case Redirect(int port) -> true;
      case Other() -> false;
    };
  }

  /**
   * Live listeners that the stackfile gave up, in the order in which they have to go: a redirect is
   * known by the port that it leads to.
   */
  public List<LiveListener> surplus(List<LiveListener> live) {
    return Stream.concat(surplusRedirect(live).stream(), givenUp(live)).toList();
  }

  private Optional<LiveListener> surplusRedirect(List<LiveListener> live) {
    Set<Integer> ours =
        Stream.concat(Stream.of(main), givenUp(live).map(LiveListener::listener))
            .map(Listener::port)
            .collect(Collectors.toSet());
    return on(HTTP_PORT, live)
        .filter(candidate -> !isWanted(candidate))
        .filter(candidate ->
            switch (candidate.listener().action()) {
              case Redirect(int port) -> ours.contains(port);
              case Forward(String targetGroup) -> false;
              case Other() -> false;
            });
  }

  /** Further ports that lead to the same target group still. */
  private Stream<LiveListener> givenUp(List<LiveListener> live) {
    return live.stream()
        .filter(candidate -> !isWanted(candidate))
        .filter(candidate -> candidate.listener().action().equals(main.action()));
  }

  private boolean isWanted(LiveListener live) {
    int port = live.listener().port();
    return port == main.port() || redirect.filter(wanted -> wanted.port() == port).isPresent();
  }

  /** What shows of the listeners to be made, changed or deleted. */
  List<Change> differences(List<LiveListener> live) {
    List<Change> changes = new ArrayList<>();
    Optional<Listener> now = on(main.port(), live).map(LiveListener::listener);
    if (now.isEmpty()) {
      changes.add(Change.created("elb.ports.public"));
    } else if (!now.get().equals(main)) {
      changes.add(
          new Change("elb.listener", Optional.of(text(now.get())), Optional.of(text(main))));
    }
    Optional<Listener> redirecting =
        redirect
            .map(wanted -> on(wanted.port(), live))
            .orElseGet(() -> surplusRedirect(live))
            .map(LiveListener::listener);
    if (!redirecting.equals(redirect)) {
      changes.add(
          new Change(
              "elb.redirect_http",
              redirecting.map(ListenerDesign::text),
              redirect.map(ListenerDesign::text)));
    }
    return changes;
  }

  private static String text(Listener listener) {
    return listener.protocol()
        + listener.certificate().map(arn -> " with " + arn).orElse("")
        + " that "
        + text(listener.action());
  }

  private static String text(Action action) {
    return switch (action) {
      case Forward(String targetGroup) -> "forwards to " + targetGroup;
      case Redirect(int port) -> "redirects to HTTPS on port " + port;
      case Other() -> "does something that ecs-compose did not ask for";
    };
  }
}
