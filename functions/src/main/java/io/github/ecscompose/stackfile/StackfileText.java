package io.github.ecscompose.stackfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/** A stackfile as text: the YAML that people write, or JSON. */
public final class StackfileText {

  /** Breaks of lines to YAML 1.1, and what it takes for a mark of the encoding. */
  private static final Pattern UNUSUAL =
      Pattern.compile("[\\r\\x{7F}-\\x{9F}\\x{2028}\\x{2029}\\x{FEFF}]");

  private StackfileText() {}

  /** JSON that is YAML too: what breaks a line there is escaped. */
  public static String json(ObjectNode stackfile) {
    return UNUSUAL
        .matcher(stackfile.toString())
        .replaceAll(found -> "\\\\u%04X".formatted((int) found.group().charAt(0)));
  }

  /**
   * The text.
   *
   * @param comments that stand at its head, a line each
   */
  public static String yaml(ObjectNode stackfile, List<String> comments) {
    StringBuilder text = new StringBuilder();
    comments.forEach(comment -> text.append("# ").append(Texts.printable(comment)).append('\n'));
    DumperOptions options = options();
    return text.append(new Yaml(new Quoting(options), options).dump(plain(stackfile))).toString();
  }

  /**
   * Puts what SnakeYAML would break lines at into double quotes, where it is escaped: in its other
   * styles such a text comes back as another one.
   */
  private static final class Quoting extends Representer {

    Quoting(DumperOptions options) {
      super(options);
    }

    @Override
    protected Node representScalar(Tag tag, String value, @Nullable ScalarStyle style) {
      return super.representScalar(
          tag, value, UNUSUAL.matcher(value).find() ? ScalarStyle.DOUBLE_QUOTED : style);
    }
  }

  /** Long lines are not folded, and a value that is twice the same is written twice. */
  private static DumperOptions options() {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(FlowStyle.BLOCK);
    options.setSplitLines(false);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setDereferenceAliases(true);
    return options;
  }

  private static Object plain(JsonNode node) {
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(member -> map.put(member.getKey(), plain(member.getValue())));
      return map;
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(plain(element)));
      return list;
    }
    return Optional.<Object>of(node)
        .filter(value -> node.isNumber() || node.isBoolean())
        .<Object>map(value -> node.isBoolean() ? node.booleanValue() : node.numberValue())
        .orElseGet(node::asText);
  }
}
