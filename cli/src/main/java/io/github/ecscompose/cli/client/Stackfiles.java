package io.github.ecscompose.cli.client;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.stackfile.Source;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * The stackfiles that a command is given. The API takes one text, so that several become the
 * documents of one; what it finds at a line is told of the file that the line came from.
 */
public final class Stackfiles {

  /** The name that is looked for where none is given. */
  public static final String DEFAULT = "stackfile.yml";

  private static final byte[] BETWEEN = "---\n".getBytes(StandardCharsets.UTF_8);

  private final List<Source> sources;
  private final List<Integer> firstLines = new ArrayList<>();
  private final byte[] content;

  private Stackfiles(List<Source> sources) {
    this.sources = List.copyOf(sources);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int line = 1;
    for (Source source : sources) {
      if (line > 1) {
        whole.writeBytes(BETWEEN);
        line++;
      }
      firstLines.add(line);
      byte[] text = source.content();
      whole.writeBytes(text);
      line += lineEnds(text);
      if (text.length > 0 && text[text.length - 1] != '\n' && sources.size() > 1) {
        whole.write('\n');
        line++;
      }
    }
    content = whole.toByteArray();
  }

  private static int lineEnds(byte[] text) {
    int count = 0;
    for (byte character : text) {
      if (character == '\n') {
        count++;
      }
    }
    return count;
  }

  /**
   * Reads files.
   *
   * @param names of files, {@code -} for standard input; none for the default one
   * @throws CliException if one cannot be read
   */
  public static Stackfiles read(List<String> names, Path folder, Supplier<byte[]> input) {
    List<String> given = names.isEmpty() ? List.of(DEFAULT) : names;
    if (given.stream().filter("-"::equals).count() > 1) {
      throw new CliException(ExitCode.USAGE, "Standard input (-f -) can be read once.");
    }
    return new Stackfiles(
        given.stream()
            .map(name ->
                name.equals("-")
                    ? new Source("standard input", input.get())
                    : new Source(name, file(folder.resolve(name), name, names.isEmpty())))
            .toList());
  }

  private static byte[] file(Path path, String name, boolean unnamed) {
    try {
      return Files.readAllBytes(path);
    } catch (NoSuchFileException e) {
      throw new CliException(
          ExitCode.USAGE,
          unnamed
              ? "There is no %s in this folder: name the stackfile with -f.".formatted(name)
              : "There is no file %s.".formatted(name));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.USAGE, "%s cannot be read: %s.".formatted(name, e.getMessage()));
    }
  }

  public List<Source> sources() {
    return sources;
  }

  /** Adds them to a call. */
  public Request in(Request request) {
    return request.body("application/yaml", content).placing(this::place);
  }

  /** A problem of the whole as one of its file. */
  Problem place(Problem problem) {
    int index = 0;
    while (index + 1 < firstLines.size() && firstLines.get(index + 1) <= problem.line()) {
      index++;
    }
    int line = problem.line() == 0 ? 0 : problem.line() - firstLines.get(index) + 1;
    return new Problem(
        sources.get(index).name(),
        Math.max(0, line),
        problem.column(),
        problem.path(),
        problem.message());
  }
}
