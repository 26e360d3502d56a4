package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.stackfile.Variables.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads the query of a call that deploys. No message shows a value, for it may be a secret. */
final class DeployQuery {

  static final int MOST_VARIABLES = 100;

  /** Bytes of a variable's value. */
  static final int LONGEST_VALUE = 4096;

  private static final String VARIABLE = "var.";
  private static final int LONGEST_SHOWN = 80;

  private final Map<String, String> flags =
      new TreeMap<>(Map.of("redeploy", "false", "update_only", "false", "prune", "false"));
  private final Map<String, Value> variables = new TreeMap<>();
  private final List<String> faults = new ArrayList<>();

  private DeployQuery() {}

  /** What came of reading a query. */
  sealed interface Reading {}

  /** How to deploy, and with which variables. */
  record Understood(Options options, Map<String, Value> variables) implements Reading {
    Understood {
      variables = Map.copyOf(variables);
    }
  }

  /** Every fault, a sentence each. */
  record Refused(List<String> faults) implements Reading {
    Refused {
      faults = List.copyOf(faults);
    }
  }

  static Reading read(APIGatewayProxyRequestEvent request) {
    DeployQuery query = new DeployQuery();
    new TreeMap<>(parameters(request)).forEach(query::read);
    return query.reading();
  }

  /** API Gateway gives each parameter's last value, and all of them apart from that. */
  static Map<String, List<String>> parameters(APIGatewayProxyRequestEvent request) {
    Map<String, List<String>> parameters = new TreeMap<>();
    Optional.ofNullable(request.getQueryStringParameters())
        .orElse(Map.of())
        .forEach((name, value) -> parameters.put(name, List.of(value)));
    parameters.putAll(
        Optional.ofNullable(request.getMultiValueQueryStringParameters()).orElse(Map.of()));
    return parameters;
  }

  private void read(String name, List<String> values) {
    if (values.size() != 1) {
      faults.add("%s is given %d times: give it once.".formatted(clip(name), values.size()));
    } else if (name.startsWith(VARIABLE)) {
      variable(name.substring(VARIABLE.length()), values.getFirst());
    } else if (!flags.containsKey(name)) {
      faults.add(
          "There is no parameter %s: there are redeploy, update_only, prune, and var.NAME for the variable NAME."
              .formatted(clip(name)));
    } else if (values.getFirst().equals("true") || values.getFirst().equals("false")) {
      flags.put(name, values.getFirst());
    } else {
      faults.add(name + " is true or false.");
    }
  }

  private void variable(String name, String value) {
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (!Variables.isName(name)) {
      faults.add(
          "%s%s names no variable: a name has letters, digits and underscores, and begins with no digit."
              .formatted(VARIABLE, clip(name)));
    } else if (name.startsWith(Variables.BUILT_IN)) {
      faults.add(
          "%s%s cannot be given: variables whose names begin with %s are built in."
              .formatted(VARIABLE, clip(name), Variables.BUILT_IN));
    } else if (bytes > LONGEST_VALUE) {
      faults.add(
          "%s%s has %d bytes: a variable may have %d."
              .formatted(VARIABLE, clip(name), bytes, LONGEST_VALUE));
    } else {
      variables.put(name, new Value(value, false));
    }
  }

  private Reading reading() {
    if (variables.size() > MOST_VARIABLES) {
      faults.add(
          "There are %d variables: %d may be given.".formatted(variables.size(), MOST_VARIABLES));
    }
    if (flag("prune") && flag("update_only")) {
      faults.add("With update_only nothing is removed: give either that or prune.");
    }
    return faults.isEmpty()
        ? new Understood(
            new Options(flag("redeploy"), flag("update_only"), flag("prune"), Set.of()), variables)
        : new Refused(faults);
  }

  private boolean flag(String name) {
    return "true".equals(flags.get(name));
  }

  static String clip(String name) {
    return name.length() <= LONGEST_SHOWN ? name : name.substring(0, LONGEST_SHOWN) + "…";
  }
}
