package io.github.ecscompose.testing;

import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.stackfile.Deploy;
import io.github.ecscompose.stackfile.Service;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code depends_on} and {@code deploy} of a test's stackfile, which the reader refuses. */
record Ahead(String rest, Map<String, List<String>> dependsOn, Deploy deploy) {

  private static final Pattern SERVICE = Pattern.compile("^  ([\\w-]+):.*");
  private static final Pattern DEPENDS_ON = Pattern.compile("^ +depends_on: \\[(.*)]$");
  private static final Pattern DEPLOY = Pattern.compile("^deploy: \\{(.*)}$");

  static Ahead of(String stackfile) {
    List<String> rest = new ArrayList<>();
    Map<String, List<String>> dependsOn = new HashMap<>();
    Deploy deploy = Deploy.DEFAULT;
    String service = "";
    for (String line : stackfile.lines().toList()) {
      Matcher named = SERVICE.matcher(line);
      Matcher depends = DEPENDS_ON.matcher(line);
      Matcher deploys = DEPLOY.matcher(line);
      if (depends.matches()) {
        dependsOn.put(service, List.of(depends.group(1).split(", ", -1)));
      } else if (deploys.matches()) {
        deploy = deploy(deploys.group(1));
      } else {
        service = named.matches() ? named.group(1) : service;
        rest.add(line);
      }
    }
    return new Ahead(String.join("\n", rest) + "\n", dependsOn, deploy);
  }

  private static Deploy deploy(String members) {
    Map<String, String> texts = new HashMap<>();
    for (String member : members.split(", ", -1)) {
      texts.put(member.split(": ", -1)[0], member.split(": ", -1)[1]);
    }
    return new Deploy(
        texts.getOrDefault("on_failure", "rollback").equals("keep")
            ? Deploy.OnFailure.KEEP
            : Deploy.OnFailure.ROLLBACK,
        Integer.parseInt(texts.getOrDefault("timeout", "1800s").replace("s", "")),
        texts.getOrDefault("prune", "false").equals("true"));
  }

  byte[] applied(byte[] stackJson) {
    try {
      Stack stack = StackDocument.fromJson(JsonText.read(stackJson));
      return JsonText.write(
          StackDocument.toJson(
              new Stack(
                  stack.services().stream().map(this::applied).toList(),
                  deploy,
                  stack.redeploy())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Service applied(Service service) {
    return new Service(
        service.name(),
        service.kind(),
        dependsOn.getOrDefault(service.name(), List.of()),
        service.container(),
        service.sidecars(),
        service.compute(),
        service.network(),
        service.access(),
        service.rollout(),
        service.loadBalancer(),
        service.discovery(),
        service.tags());
  }
}
