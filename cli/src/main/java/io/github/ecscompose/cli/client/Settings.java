package io.github.ecscompose.cli.client;

import java.util.Map;
import java.util.Optional;

/**
 * Where the application is, and as whom it is called.
 *
 * @param profile of AWS's configuration files; the default chain decides where none is named
 * @param region of AWS; the default chain decides where none is named
 * @param stack of CloudFormation that the application is installed as
 * @param endpoint of the API, as {@code https://….amazonaws.com/v1}, in place of the stack's
 * @param environment the process's variables
 */
public record Settings(
    Optional<String> profile,
    Optional<String> region,
    String stack,
    Optional<String> endpoint,
    Map<String, String> environment) {

  /** The variable that names the endpoint. */
  public static final String ENDPOINT = "ECS_COMPOSE_ENDPOINT";

  public Settings {
    environment = Map.copyOf(environment);
  }

  /** The profile that is used: the one that is given, or the environment's. */
  Optional<String> chosenProfile() {
    return profile
        .or(() -> Optional.ofNullable(environment.get("AWS_PROFILE")))
        .filter(name -> !name.isBlank());
  }

  /** The one that is given, or the environment's. */
  Optional<String> chosenEndpoint() {
    return endpoint
        .or(() -> Optional.ofNullable(environment.get(ENDPOINT)))
        .filter(url -> !url.isBlank());
  }
}
