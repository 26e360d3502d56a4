package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a shell's completion script. */
@Command(
    name = "completion",
    description = {
      "Prints a script by which a shell completes commands and options.",
      "bash: source <(ecs-compose completion bash)",
      "zsh:  source <(ecs-compose completion zsh)",
      "fish: ecs-compose completion fish | source"
    })
public final class CompletionCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(paramLabel = "SHELL", description = "bash, zsh or fish.")
  String shell = "";

  @Spec @Nullable CommandSpec spec;

  CompletionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    if (spec == null) {
      throw new IllegalStateException("the command is not that of a command line");
    }
    CommandLine root = spec.root().commandLine();
    String script =
        switch (shell) {
          // Picocli's script serves zsh too: it turns zsh's bash completion on by itself.
          case "bash", "zsh" -> AutoComplete.bash("ecs-compose", root);
          case "fish" -> FishCompletion.of(root);
          default ->
              throw new CliException(
                  ExitCode.USAGE,
                  "There are scripts for bash, zsh and fish, and none for " + shell);
        };
    context.screen().printRaw(script);
    return ExitCode.DONE.number();
  }
}
