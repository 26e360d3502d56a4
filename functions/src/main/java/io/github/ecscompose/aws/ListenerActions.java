package io.github.ecscompose.aws;

import static java.util.Objects.requireNonNullElse;

import io.github.ecscompose.plan.LoadBalancing;
import io.github.ecscompose.plan.LoadBalancing.Action.Forward;
import io.github.ecscompose.plan.LoadBalancing.Action.Other;
import io.github.ecscompose.plan.LoadBalancing.Action.Redirect;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

/** A listener's default actions, from and to the words of Elastic Load Balancing. */
final class ListenerActions {

  private static final String HTTPS = "HTTPS";
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");

  // The keywords that stand for what the client asked for (RedirectActionConfig, API reference).
  private static final String SAME_HOST = "#{host}";
  private static final String SAME_PATH = "/#{path}";
  private static final String SAME_QUERY = "#{query}";

  private ListenerActions() {}

  static Action toSdk(LoadBalancing.Action action) {
    return switch (action) {
      case Forward(String targetGroup) ->
          Action.builder().type(ActionTypeEnum.FORWARD).targetGroupArn(targetGroup).build();
      case Redirect(int port) ->
          Action.builder().type(ActionTypeEnum.REDIRECT).redirectConfig(redirect(port)).build();
      case Other() -> throw new IllegalArgumentException("a listener that does nothing known");
    };
  }

  private static RedirectActionConfig redirect(int port) {
    return RedirectActionConfig.builder()
        .protocol(HTTPS)
        .port(String.valueOf(port))
        .host(SAME_HOST)
        .path(SAME_PATH)
        .query(SAME_QUERY)
        .statusCode(RedirectActionStatusCodeEnum.HTTP_301)
        .build();
  }

  static LoadBalancing.Action fromSdk(List<Action> actions) {
    if (actions.size() != 1) {
      return new Other();
    }
    Action action = actions.getFirst();
    return switch (action.type()) {
      case FORWARD -> forward(action);
      case REDIRECT -> redirect(action.redirectConfig());
      case null, default -> new Other();
    };
  }

  private static LoadBalancing.Action forward(Action action) {
    List<String> targetGroups = targetGroups(action);
    return targetGroups.size() == 1 ? new Forward(targetGroups.getFirst()) : new Other();
  }

  private static List<String> targetGroups(Action forward) {
    return forward.forwardConfig() == null || forward.forwardConfig().targetGroups().isEmpty()
        ? Stream.ofNullable(forward.targetGroupArn()).toList()
        : forward.forwardConfig().targetGroups().stream()
            .map(TargetGroupTuple::targetGroupArn)
            .toList();
  }

  private static LoadBalancing.Action redirect(@Nullable RedirectActionConfig config) {
    return config == null || !isOurs(config)
        ? new Other()
        : new Redirect(Integer.parseInt(config.port()));
  }

  /** A permanent redirect to HTTPS on a given port that keeps all the rest. */
  private static boolean isOurs(RedirectActionConfig config) {
    return HTTPS.equals(config.protocol())
        && PORT.matcher(requireNonNullElse(config.port(), "")).matches()
        && config.statusCode() == RedirectActionStatusCodeEnum.HTTP_301
        && isSame(config.host(), SAME_HOST)
        && isSame(config.path(), SAME_PATH)
        && isSame(config.query(), SAME_QUERY);
  }

  /** What is not given keeps its original value. */
  private static boolean isSame(@Nullable String value, String keyword) {
    return requireNonNullElse(value, keyword).equals(keyword);
  }
}
