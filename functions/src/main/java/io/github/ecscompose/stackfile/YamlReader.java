package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads the documents of all sources. Whatever is wrong with their text becomes a problem. */
final class YamlReader {

  private final Problems problems;
  private final Budget budget;

  YamlReader(Problems problems, Budget budget) {
    this.problems = problems;
    this.budget = budget;
  }

  /** Laying each over the others costs time. */
  private static final int MOST_DOCUMENTS = 100;

  /** The documents in order, without empty ones; empty where a text could not be read. */
  Optional<List<Mapping>> read(List<Source> sources) {
    List<Mapping> documents = new ArrayList<>();
    boolean readable = true;
    for (int index = 0; index < sources.size(); index++) {
      Optional<List<Node>> found = documents(index, sources.get(index));
      readable &= found.isPresent();
      found.orElse(List.of()).forEach(document -> addMapping(documents, document));
    }
    return readable ? Optional.of(documents) : Optional.empty();
  }

  private void addMapping(List<Mapping> documents, Node document) {
    switch (document) {
      case Mapping mapping when documents.size() == MOST_DOCUMENTS ->
          problems.error(
              mapping.position(),
              Path.ROOT,
              "a stackfile may have %d documents at most".formatted(MOST_DOCUMENTS));
      case Mapping mapping -> documents.add(mapping);
      case Scalar scalar when scalar.isNull() -> {}
      case Node other ->
          problems.error(
              other.position(),
              Path.ROOT,
              "expected a map with the key services, found " + other.shown());
    }
  }

  private Optional<List<Node>> documents(int index, Source source) {
    try {
      String text = new SourceText(index, source).decode(budget);
      return Optional.of(documents(new YamlComposer(index, source.name(), text, problems, budget)));
    } catch (UnreadableException e) {
      problems.error(e.at(), Path.ROOT, e.reason());
      return Optional.empty();
    }
  }

  private static List<Node> documents(YamlComposer composer) throws UnreadableException {
    try {
      return composer.documents();
    } catch (MarkedYAMLException e) {
      throw new UnreadableException(composer.position(e.getProblemMark()), syntax(e));
    } catch (YAMLException e) {
      throw new UnreadableException(
          composer.reached(), "this is not valid YAML: " + e.getMessage());
    }
  }

  private static String syntax(MarkedYAMLException error) {
    String context = error.getContext() == null ? "" : " (" + error.getContext() + ")";
    String hint =
        followsDollar(error.getProblemMark())
            ? ": put a value with ${ in quotes, for between { } and [ ] its braces are YAML's"
            : "";
    return "this is not valid YAML: " + error.getProblem() + context + hint;
  }

  /** Where the text has <code>${NAME}</code> unquoted, in a map or list of one line. */
  private static boolean followsDollar(@Nullable Mark mark) {
    return mark != null
        && mark.getPointer() > 0
        && mark.getPointer() < mark.getBuffer().length
        && mark.getBuffer()[mark.getPointer()] == '{'
        && mark.getBuffer()[mark.getPointer() - 1] == '$';
  }
}
