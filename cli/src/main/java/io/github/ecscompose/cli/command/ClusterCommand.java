package io.github.ecscompose.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The commands of clusters, as the older tool has them. */
@Command(
    name = "cluster",
    description = "Deploys, describes or destroys a cluster.",
    subcommands = {
      DeployCommand.class,
      DescribeCommand.class,
      DestroyClusterCommand.class,
    })
public final class ClusterCommand implements Runnable {

  @Spec @org.jspecify.annotations.Nullable CommandSpec spec;

  @Override
  public void run() {
    if (spec != null) {
      throw new ParameterException(spec.commandLine(), "Which? deploy, describe or destroy.");
    }
  }
}
