package io.github.ecscompose.stackfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Collects what is wrong with a stackfile, so that all of it is reported at once. */
final class Problems {

  /** More than anybody reads; keeps the answer to a hostile stackfile small. */
  static final int MOST = 500;

  private final List<Finding> errors = new ArrayList<>();
  private final List<Finding> warnings = new ArrayList<>();
  private final Set<Finding> known = new HashSet<>();

  /** The stackfile cannot be deployed. */
  void error(Position at, Path path, String message) {
    add(errors, at, path, message);
  }

  /** The stackfile can be deployed, but may not do what its author expects. */
  void warning(Position at, Path path, String message) {
    add(warnings, at, path, message);
  }

  boolean hasErrors() {
    return !errors.isEmpty();
  }

  /** In order of place. */
  List<Problem> errors() {
    return sorted(errors);
  }

  /** In order of place. */
  List<Problem> warnings() {
    return sorted(warnings);
  }

  /** What an alias repeats is wrong in one place only. */
  private void add(List<Finding> findings, Position at, Path path, String message) {
    if (findings.size() < MOST && known.add(new Finding(at, "", message))) {
      findings.add(new Finding(at, path.toString(), message));
    }
  }

  private static List<Problem> sorted(List<Finding> findings) {
    return findings.stream()
        .sorted(Comparator.comparing(Finding::at))
        .map(Finding::problem)
        .toList();
  }

  private record Finding(Position at, String path, String message) {
    Problem problem() {
      return new Problem(at.file(), at.line(), at.column(), path, message);
    }
  }
}
