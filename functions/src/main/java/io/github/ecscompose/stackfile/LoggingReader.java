package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.Logging;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Reads {@code logging}. */
final class LoggingReader {

  /** LogDriver of the ECS model. */
  private static final Set<String> DRIVERS =
      Set.of(
          "json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk", "awsfirelens");

  private LoggingReader() {}

  /** The stack's own, of which a service may lack a part: only what is there is checked. */
  static void check(Field field) {
    field.section(Keys.LOGGING).ifPresent(LoggingReader::parts);
  }

  /** That of a service, the stack's under it; empty where nothing is given. */
  static Optional<Logging> read(Field field) {
    return field.section(Keys.LOGGING).flatMap(LoggingReader::logging);
  }

  private static Optional<Logging> logging(Section section) {
    Logging parts = parts(section);
    if (section.get("log_driver").isEmpty() && !parts.options().isEmpty()) {
      section.require("log_driver", "options are only for a driver, as awslogs");
    }
    return Optional.of(parts).filter(logging -> !logging.driver().isEmpty());
  }

  private static Logging parts(Section section) {
    Optional<Field> driver = section.get("log_driver");
    driver.ifPresent(LoggingReader::checkDriver);
    return new Logging(
        driver.flatMap(Field::text).orElse(""),
        section.get("options", LoggingReader::options, Map.of()));
  }

  private static void checkDriver(Field driver) {
    driver
        .text()
        .filter(name -> !DRIVERS.contains(name))
        .ifPresent(name ->
            driver.warning(
                "ECS does not list the log driver "
                    + driver.shown()
                    + Texts.suggestion(name, DRIVERS, "")));
  }

  private static Optional<Map<String, String>> options(Field field) {
    return field.map().map(entries -> options(field, entries));
  }

  private static Map<String, String> options(Field field, Map<String, Node.Entry> entries) {
    Map<String, String> options = new TreeMap<>();
    entries.forEach((name, entry) ->
        field.child(name, entry).value().ifPresent(value -> options.put(name, value)));
    return options;
  }
}
