package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.stackfile.StackfileReader;
import io.github.ecscompose.stackfile.Variables;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Reads stackfiles with the variables of their cluster. */
final class Stackfiles {

  private final Parameters parameters;

  Stackfiles(Parameters parameters) {
    this.parameters = parameters;
  }

  Parsed read(DeploymentReference deployment, Account account, String name, byte[] content) {
    return StackfileReader.read(
        List.of(new Source(name, content)), deployment.cluster(), variables(deployment, account));
  }

  /** Parameters of the cluster; what is built in wins, so that it can be relied upon. */
  private Variables variables(DeploymentReference deployment, Account account) {
    Map<String, Variables.Value> values = new TreeMap<>();
    if (deployment.isValid()) {
      values.putAll(parameters.under("/ecs-compose/" + deployment.cluster() + "/"));
    }
    builtIn(values, "CLUSTER", deployment.cluster());
    builtIn(values, "REGION", account.region());
    builtIn(values, "ACCOUNT", account.id());
    builtIn(values, "DEPLOYMENT", deployment.id());
    return new Variables(values);
  }

  private static void builtIn(Map<String, Variables.Value> values, String name, String text) {
    values.put("ECS_COMPOSE_" + name, new Variables.Value(text, false));
  }
}
