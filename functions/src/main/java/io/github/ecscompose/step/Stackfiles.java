package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.plan.TaskDefinitions;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.stackfile.StackfileReader;
import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.stackfile.Variables.Value;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Reads stackfiles with the variables of their deployment. */
final class Stackfiles {

  private final Parameters parameters;

  Stackfiles(Parameters parameters) {
    this.parameters = parameters;
  }

  /** The kept variables; until they are settled, over the parameters of the cluster. */
  Map<String, Value> variables(DeploymentReference deployment, KeptVariables kept) {
    if (kept.settled() || !deployment.isValid()) {
      return kept.values();
    }
    Map<String, Value> values =
        new TreeMap<>(parameters.under("/ecs-compose/" + deployment.cluster() + "/"));
    kept.values().forEach((name, value) -> values.merge(name, value, Stackfiles::over));
    return values;
  }

  /** What is given in place of a secret is one too. */
  private static Value over(Value parameter, Value given) {
    return new Value(given.text(), parameter.secret() || given.secret());
  }

  /** Reads what was sent, with the variables that came with it. */
  Parsed read(DeploymentReference deployment, Account account, byte[] sent, KeptVariables given) {
    return read(
        deployment, account, new Source(Documents.STACKFILE, sent), variables(deployment, given));
  }

  /** Those of the stackfile, and that a variable has no effect: its name may be mistyped. */
  static List<Problem> warnings(Parsed.Valid valid, KeptVariables given) {
    Stream<Problem> unused =
        given.values().keySet().stream()
            .filter(name -> !valid.variables().contains(name))
            .map(name ->
                new Problem(
                    Documents.STACKFILE,
                    0,
                    0,
                    "",
                    "the variable " + name + " was given, and the stackfile does not use it"));
    return Stream.concat(unused, valid.warnings().stream()).toList();
  }

  Parsed read(
      DeploymentReference deployment,
      Account account,
      Source stackfile,
      Map<String, Value> variables) {
    return StackfileReader.read(
        List.of(stackfile),
        deployment.cluster(),
        new Variables(withBuiltIn(deployment, account, variables)),
        service -> TaskDefinitions.of(deployment.cluster(), service).size());
  }

  /** What is built in wins, so that it can be relied upon. */
  private static Map<String, Value> withBuiltIn(
      DeploymentReference deployment, Account account, Map<String, Value> variables) {
    Map<String, Value> values = new TreeMap<>(variables);
    builtIn(values, "CLUSTER", deployment.cluster());
    builtIn(values, "REGION", account.region());
    builtIn(values, "ACCOUNT", account.id());
    builtIn(values, "DEPLOYMENT", deployment.id());
    return values;
  }

  private static void builtIn(Map<String, Value> values, String name, String text) {
    values.put(Variables.BUILT_IN + name, new Value(text, false));
  }
}
