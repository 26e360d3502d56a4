package io.github.ecscompose.stackfile;

import java.util.Comparator;

/**
 * A place in one of the sources.
 *
 * @param source index of the source among those given, from 0
 * @param line from 1; 0 for the source as a whole
 * @param column from 1; 0 for the source as a whole
 */
record Position(int source, String file, int line, int column) implements Comparable<Position> {

  private static final Comparator<Position> ORDER =
      Comparator.comparingInt(Position::source)
          .thenComparingInt(Position::line)
          .thenComparingInt(Position::column);

  @Override
  public int compareTo(Position other) {
    return ORDER.compare(this, other);
  }
}
