package io.github.ecscompose.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands of services, as the older tool has them. */
@Command(
    name = "service",
    description = "Destroys a service.",
    subcommands = DestroyServiceCommand.class)
public final class ServiceCommand implements Runnable {

  @Spec @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Which? destroy.");
    }
  }
}
