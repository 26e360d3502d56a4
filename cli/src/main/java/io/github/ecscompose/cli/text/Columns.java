package io.github.ecscompose.cli.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows in columns, the last of which may be as long as it likes. */
public final class Columns {

  private final List<List<String>> rows = new ArrayList<>();

  public Columns row(String... cells) {
    rows.add(List.of(cells));
    return this;
  }

  public List<String> lines() {
    if (rows.isEmpty()) {
      return List.of();
    }
    int columns = rows.getFirst().size();
    List<Integer> widths =
        IntStream.range(0, columns)
            .mapToObj(column ->
                rows.stream().mapToInt(row -> Texts.width(row.get(column))).max().orElse(0))
            .toList();
    return rows.stream()
        .map(row ->
            String.join(
                    "  ",
                    IntStream.range(0, columns)
                        .mapToObj(column -> Texts.pad(row.get(column), widths.get(column)))
                        .toList())
                .stripTrailing())
        .toList();
  }
}
