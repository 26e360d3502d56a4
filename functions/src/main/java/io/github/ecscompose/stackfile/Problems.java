package io.github.ecscompose.stackfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** Collects what is wrong with a stackfile, so that all of it is reported at once. */
final class Problems {

  /** More than anybody reads; keeps the answer to a hostile stackfile small. */
  static final int MOST = 100;

  /** How many are told apart, so that what an alias repeats counts once. */
  private static final int REMEMBERED = 10_000;

  private final Findings errors = new Findings();
  private final Findings warnings = new Findings();

  /** The stackfile cannot be deployed. */
  void error(Position at, Path path, String message) {
    errors.add(at, path, message);
  }

  /** The same with a message that is dear to make: it is made for what is listed, once a place. */
  void error(Position at, Path path, Supplier<String> message) {
    errors.add(at, path, message);
  }

  /** The stackfile can be deployed, but may not do what its author expects. */
  void warning(Position at, Path path, String message) {
    warnings.add(at, path, message);
  }

  boolean hasErrors() {
    return errors.count > 0;
  }

  /** In order of place; a last one tells of those that are left out. */
  List<Problem> errors() {
    return errors.listed("problems are not listed: mend these first, and the next ones show");
  }

  /** In order of place; a last one tells of those that are left out. */
  List<Problem> warnings() {
    return warnings.listed("warnings are not listed");
  }

  private static final class Findings {

    private final List<Finding> first = new ArrayList<>();
    private final Set<Finding> known = new HashSet<>();
    private int count;

    /** What an alias repeats is wrong in one place only. */
    void add(Position at, Path path, String message) {
      add(at, path, message, () -> message);
    }

    void add(Position at, Path path, Supplier<String> message) {
      add(at, path, "to be made when listed", message);
    }

    private void add(Position at, Path path, String identity, Supplier<String> message) {
      if (known.size() < REMEMBERED && !known.add(new Finding(at, "", identity))) {
        return;
      }
      count++;
      if (first.size() < MOST) {
        first.add(new Finding(at, path.toString(), message.get()));
      }
    }

    List<Problem> listed(String others) {
      if (count <= MOST) {
        return sorted(first);
      }
      List<Problem> listed = new ArrayList<>(sorted(first.subList(0, MOST - 1)));
      int left = count - listed.size();
      listed.add(new Problem(first.getFirst().at().file(), 0, 0, "", left + " more " + others));
      return listed;
    }

    private static List<Problem> sorted(List<Finding> findings) {
      return findings.stream()
          .sorted(Comparator.comparing(Finding::at))
          .map(Finding::problem)
          .toList();
    }
  }

  private record Finding(Position at, String path, String message) {
    Problem problem() {
      return new Problem(at.file(), at.line(), at.column(), path, message);
    }
  }
}
