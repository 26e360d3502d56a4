package io.github.ecscompose.stackfile;

/** Where a value stands in a stackfile, as far as it matters for the values of secrets. */
enum Place {
  STACK,
  SERVICES,
  SERVICE,
  LOGGING,
  /** Values that nothing shows: of environment variables and of a log driver's options. */
  SECRETS,
  ELSEWHERE;

  /** The place of what a key holds. */
  Place of(String key) {
    return switch (this) {
      case STACK ->
          switch (key) {
            case "services" -> SERVICES;
            case "defaults" -> SERVICE;
            case "logging" -> LOGGING;
            default -> ELSEWHERE;
          };
      case SERVICES -> SERVICE;
      case SERVICE ->
          switch (key) {
            case "environment" -> SECRETS;
            case "logging" -> LOGGING;
            case "sidecars" -> SERVICES;
            default -> ELSEWHERE;
          };
      case LOGGING -> key.equals("options") ? SECRETS : ELSEWHERE;
      case SECRETS -> SECRETS;
      case ELSEWHERE -> ELSEWHERE;
    };
  }
}
