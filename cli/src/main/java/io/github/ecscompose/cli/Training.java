package io.github.ecscompose.cli;

import io.github.ecscompose.cli.command.Commands;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Screen.Abilities;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/**
 * Goes through what commands go through, so that the archive which the launcher makes of this run
 * has their classes. It needs no network and no account.
 */
public final class Training {

  private static final String STACKFILE =
      """
      vpc:
        id: vpc-1
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      service_discovery: {namespace: example.sd}
      defaults: {memory: 128, environment: {LOG_LEVEL: "${LEVEL:-info}"}}
      services:
        - web:
            image: example/web:1
            ports: ["8080:8080"]
            elb: {type: public, ports: {public: 80, container: 8080}}
            healthcheck: {test: [CMD, "true"], interval: 30s}
        - found: {image: "example/found:1", ports: [80], dns_discovery: {name: found}}
        - task: {image: "example/task:1", type: task, volumes: ["data:/data"], depends_on: [web]}
      """;

  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("--version"),
          List.of("deploy", "--help"),
          List.of("validate", "-f", "-"),
          List.of("validate", "-f", "-", "--output", "json"),
          List.of("validate", "-f", "-", "--var", "LEVEL=1", "shop"),
          List.of("unknown"));

  private Training() {}

  public static void main(String[] arguments) {
    Screen screen =
        new Screen(
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8),
            System.in,
            Abilities.NONE,
            false);
    for (List<String> command : COMMANDS) {
      Commands.run(
          command.toArray(String[]::new),
          screen.reading(new ByteArrayInputStream(STACKFILE.getBytes(StandardCharsets.UTF_8))),
          Map.of(),
          Path.of("").toAbsolutePath(),
          Clock.systemUTC(),
          milliseconds -> {});
    }
    // Nothing listens there: what is trained is the way to the call.
    Commands.run(
        new String[] {"list", "--endpoint", "http://127.0.0.1:9", "--region", "eu-west-1", "-q"},
        screen,
        Map.of(),
        Path.of("").toAbsolutePath(),
        Clock.systemUTC(),
        milliseconds -> {});
    System.exit(0);
  }
}
