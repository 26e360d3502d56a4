package io.github.ecscompose.cli.compose;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/**
 * Makes a stackfile of docker compose's file. What has the same meaning is taken, what has another
 * name gets it, and of everything else a note says what becomes of it: nothing is left out in
 * silence.
 */
public final class ComposeImport {

  private static final Set<String> SILENT = Set.of("version", "services");

  private static final Map<String, String> AT_THE_TOP =
      Map.of(
          "networks", "networks are not taken over: containers find each other by dns_discovery",
          "volumes",
              "volumes do not last on ECS: name a folder of the machine, NAME:/folder:/path, where they must",
          "secrets",
              "secrets come from Secrets Manager or SSM: services.NAME.secrets refers to them",
          "configs", "configs have no counterpart: put them into the image, or into environment",
          "name", "the name is not taken over: a stackfile is deployed to a cluster",
          "include",
              "include has no counterpart: import each file, and deploy them together with -f a.yml -f b.yml");

  private ComposeImport() {}

  /** A stackfile, and what is to be known of it. */
  public record Result(ObjectNode stackfile, List<String> notes) {
    public Result {
      notes = List.copyOf(notes);
    }
  }

  /**
   * Reads and converts.
   *
   * @param name of the file, for messages
   * @throws CliException if the text is none of compose's
   */
  public static Result of(String name, String text) {
    Map<?, ?> document = read(name, text);
    List<String> notes = new ArrayList<>();
    ObjectNode stackfile = JsonNodeFactory.instance.objectNode();
    if (!(document.get("services") instanceof Map<?, ?> services) || services.isEmpty()) {
      throw new CliException(
          ExitCode.REJECTED, "%s has no services: is it docker compose's file?".formatted(name));
    }
    document.forEach((key, value) -> {
      String word = String.valueOf(key);
      if (!SILENT.contains(word) && !word.startsWith("x-")) {
        notes.add(AT_THE_TOP.getOrDefault(word, word + " has no counterpart"));
      }
    });
    ObjectNode converted = stackfile.putObject("services");
    services.forEach((key, value) -> {
      String service = String.valueOf(key);
      if (value instanceof Map<?, ?> members) {
        converted.set(service, new ComposeService(service, members, notes).convert());
      } else {
        notes.add("services.%s is no map, and was left out".formatted(service));
      }
    });
    return new Result(stackfile, notes);
  }

  private static Map<?, ?> read(String name, String text) {
    try {
      LoaderOptions options = new LoaderOptions();
      options.setAllowDuplicateKeys(false);
      if (new Yaml(new SafeConstructor(options)).load(text) instanceof Map<?, ?> document) {
        return document;
      }
    } catch (MarkedYAMLException e) {
      throw new CliException(
          ExitCode.REJECTED,
          "%s:%d:%d is not valid YAML: %s"
              .formatted(
                  name,
                  e.getProblemMark() == null ? 0 : e.getProblemMark().getLine() + 1,
                  e.getProblemMark() == null ? 0 : e.getProblemMark().getColumn() + 1,
                  e.getProblem()));
    } catch (YAMLException e) {
      throw new CliException(
          ExitCode.REJECTED, "%s is not valid YAML: %s".formatted(name, e.getMessage()));
    }
    throw new CliException(ExitCode.REJECTED, "%s holds no map.".formatted(name));
  }
}
