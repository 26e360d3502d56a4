package io.github.ecscompose.cli.command;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of the jar. */
public final class Version implements IVersionProvider {

  static String text() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion())
        .orElse("(not built)");
  }

  @Override
  public String[] getVersion() {
    return new String[] {"ecs-compose " + text()};
  }
}
