package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.text.Format;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command itself: the options that all share, and what there is. */
@Command(
    name = "ecs-compose",
    description =
        "Deploys stackfiles to Amazon ECS, by the ecs-compose application in your account.",
    synopsisSubcommandLabel = "COMMAND",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    sortOptions = false,
    usageHelpAutoWidth = true,
    subcommands = {
      ValidateCommand.class,
      PlanCommand.class,
      DeployCommand.class,
      StatusCommand.class,
      HistoryCommand.class,
      ListCommand.class,
      RedeployCommand.class,
      RollBackCommand.class,
      CancelCommand.class,
      LogsCommand.class,
      OpenCommand.class,
      ImportCommand.class,
      ClusterCommand.class,
      ServiceCommand.class,
      CompletionCommand.class,
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:Done, or there was nothing to do",
      "1:The deployment failed, or the call did",
      "2:plan --detailed-exitcode: something would change",
      "3:The stackfile has problems",
      "4:There are no credentials, or they may not do that",
      "5:The application, or AWS, is not there or does not answer",
      "64:The command is not one, or lacks something",
      "130:Interrupted",
    },
    footerHeading = "%nEnvironment:%n",
    footer = {
      "  AWS_PROFILE, AWS_REGION, …  as for every AWS tool",
      "  ECS_COMPOSE_ENDPOINT        as --endpoint",
      "  NO_COLOR                    no colours",
    })
public final class EcsCompose {

  private final Context.Options options;

  EcsCompose(Context context) {
    this.options = context.options();
  }

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Profile of AWS's configuration files.",
      scope = ScopeType.INHERIT,
      order = 101)
  void profile(String name) {
    options.profile = name;
  }

  @Option(
      names = "--region",
      paramLabel = "NAME",
      description = "AWS region.",
      scope = ScopeType.INHERIT,
      order = 102)
  void region(String name) {
    options.region = name;
  }

  @Option(
      names = "--stack",
      paramLabel = "NAME",
      description = "CloudFormation stack of the application (default: ecs-compose).",
      scope = ScopeType.INHERIT,
      order = 103)
  void stack(String name) {
    options.stack = name;
  }

  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description = "Endpoint of the API, in place of the stack's output ApiUrl.",
      scope = ScopeType.INHERIT,
      order = 104)
  void endpoint(String url) {
    options.endpoint = url;
  }

  @Option(
      names = {"-o", "--output"},
      paramLabel = "FORMAT",
      description = "How results are printed: ${COMPLETION-CANDIDATES} (default: table).",
      scope = ScopeType.INHERIT,
      order = 105)
  void format(Format format) {
    options.format = format;
  }

  @Option(
      names = {"-q", "--quiet"},
      description = "Print results and errors alone.",
      scope = ScopeType.INHERIT,
      order = 106)
  void quiet(boolean quiet) {
    options.quiet = quiet;
  }
}
