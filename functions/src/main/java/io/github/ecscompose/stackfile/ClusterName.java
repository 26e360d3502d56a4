package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Mapping;
import io.github.ecscompose.stackfile.Node.Scalar;
import java.util.List;
import java.util.Optional;

/** Reads of a stackfile which cluster it is for, before it is known what its variables are. */
public final class ClusterName {

  private static final String KEY = "cluster";

  private ClusterName() {}

  /** What came of it. */
  public sealed interface Reading {

    record Found(String name) implements Reading {}

    /** Every problem that stands against it; at least one. */
    record Problematic(List<Problem> problems) implements Reading {
      public Problematic {
        problems = List.copyOf(problems);
      }
    }
  }

  /** The name under {@code cluster}, of the last document that has it. */
  public static Reading read(Source source) {
    Problems problems = new Problems();
    Optional<List<Mapping>> documents =
        new YamlReader(problems, new Budget()).read(List.of(source));
    Optional<Node> named =
        documents.orElse(List.of()).stream()
            .flatMap(document -> Optional.ofNullable(document.entries().get(KEY)).stream())
            .map(Node.Entry::value)
            .reduce((first, second) -> second);
    if (documents.isPresent() && named.isEmpty()) {
      problems.error(
          new Position(0, source.name(), 0, 0),
          Path.ROOT.key(KEY),
          "is missing: here the stackfile itself says which cluster it is for, as cluster: shop");
    }
    named
        .filter(node -> !isName(node))
        .ifPresent(node ->
            problems.error(
                node.position(),
                Path.ROOT.key(KEY),
                "expected the cluster's name itself, of %s and without a variable, found %s"
                    .formatted(Names.ECS_RULE, node.shown())));
    return named.isPresent() && !problems.hasErrors()
        ? new Reading.Found(((Scalar) named.get()).text())
        : new Reading.Problematic(problems.errors());
  }

  private static boolean isName(Node node) {
    return node instanceof Scalar scalar
        && !scalar.isNull()
        && Names.ECS.matcher(scalar.text()).matches();
  }
}
