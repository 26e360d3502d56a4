package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Stackfiles;
import io.github.ecscompose.cli.compose.ComposeImport;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.text.Screen;
import io.github.ecscompose.cli.text.Style;
import io.github.ecscompose.cli.text.Texts;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a stackfile of docker compose's file. */
@Command(
    name = "import",
    description = {
      "Makes a stackfile of a docker-compose.yml, and tells what has no counterpart.",
      "What it makes is a beginning: read the notes, then validate it."
    })
public final class ImportCommand implements Callable<Integer> {

  private static final List<String> USUAL =
      List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml");

  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      description = "Compose's file, - for standard input (default: the one in this folder).")
  @Nullable String file;

  @Option(
      names = {"-w", "--write"},
      paramLabel = "FILE",
      description = "Write the stackfile there, unless there is one (default: print it).")
  @Nullable String target;

  ImportCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    String name = file == null ? usual() : file;
    byte[] content =
        Stackfiles.read(List.of(name), context.folder(), context.screen()::read)
            .sources()
            .getFirst()
            .content();
    ComposeImport.Result result =
        ComposeImport.of(name, new String(content, StandardCharsets.UTF_8));
    Screen screen = context.screen();
    if (target != null) {
      write(context.folder().resolve(target), Documents.text(result.stackfile(), Format.yaml));
      screen.say("%s was written.".formatted(target));
    } else {
      screen.print(
          Documents.text(
              result.stackfile(), context.format() == Format.json ? Format.json : Format.yaml));
    }
    result
        .notes()
        .forEach(note -> screen.complain(screen.style(Style.YELLOW, "note: " + Texts.line(note))));
    return ExitCode.DONE.number();
  }

  private String usual() {
    return USUAL.stream()
        .filter(name -> Files.exists(context.folder().resolve(name)))
        .findFirst()
        .orElseThrow(() ->
            new CliException(
                ExitCode.USAGE,
                "There is no file of docker compose in this folder (%s): name it."
                    .formatted(String.join(", ", USUAL))));
  }

  private static void write(Path path, String text) {
    try {
      Files.writeString(path, text + "\n", StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new CliException(
          ExitCode.USAGE, "%s is there already, and stays as it is.".formatted(path.getFileName()));
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILED, "%s cannot be written: %s.".formatted(path, e.getMessage()));
    }
  }
}
