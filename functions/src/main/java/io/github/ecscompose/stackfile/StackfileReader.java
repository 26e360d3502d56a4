package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads a stackfile: YAML or JSON in one or several sources, merged, expanded and checked. */
public final class StackfileReader {

  private static final String UNNAMED = "stackfile";

  private final String cluster;
  private final Problems problems = new Problems();
  private final Budget budget = new Budget();
  private final Interpolator interpolator;
  private final TaskDefinitionSize size;

  private StackfileReader(String cluster, Variables variables, TaskDefinitionSize size) {
    this.cluster = cluster;
    this.size = size;
    this.interpolator = new Interpolator(cluster, variables, problems, budget);
  }

  /**
   * Reads the sources in their order, a later one over the earlier ones.
   *
   * @param cluster to which the stack is to be deployed
   * @param size of what services become in that cluster
   * @return the stack, or every problem of it; nothing that the sources hold leads to an exception
   */
  public static Parsed read(
      List<Source> sources, String cluster, Variables variables, TaskDefinitionSize size) {
    return new StackfileReader(cluster, variables, size).read(sources);
  }

  /** The names of the variables that sources use, those also that have problems. */
  public static Set<String> variables(List<Source> sources) {
    StackfileReader reader = new StackfileReader("cluster", new Variables(Map.of()), service -> 0);
    reader.read(sources);
    return reader.interpolator.asked();
  }

  private Parsed read(List<Source> sources) {
    Position whole =
        new Position(0, sources.stream().findFirst().map(Source::name).orElse(UNNAMED), 0, 0);
    checkCluster(whole);
    return new YamlReader(problems, budget)
        .read(sources)
        .map(documents -> parsed(documents, whole))
        .orElseGet(this::invalid);
  }

  private Parsed parsed(List<Mapping> documents, Position whole) {
    if (documents.isEmpty() && !problems.hasErrors()) {
      problems.error(whole, Path.ROOT, "the stackfile is empty: give at least one service");
    }
    if (documents.isEmpty()) {
      return invalid();
    }
    Stack stack = stack(documents);
    return problems.hasErrors()
        ? invalid()
        : new Parsed.Valid(stack, problems.warnings(), interpolator.asked());
  }

  private void checkCluster(Position whole) {
    if (!Names.ECS.matcher(cluster).matches()) {
      problems.error(
          whole,
          Path.ROOT,
          "a cluster's name has %s, found %s".formatted(Names.ECS_RULE, Texts.quote(cluster)));
    }
  }

  private Stack stack(List<Mapping> documents) {
    ServicesForm form = new ServicesForm(problems);
    Mapping merged = Merger.merge(documents.stream().map(form::apply).toList());
    return new StackReader(cluster, problems, budget, size).read(interpolator.expand(merged));
  }

  private Parsed invalid() {
    return new Parsed.Invalid(problems.errors());
  }
}
