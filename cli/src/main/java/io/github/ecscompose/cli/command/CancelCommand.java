package io.github.ecscompose.cli.command;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Answer;
import io.github.ecscompose.cli.client.Api;
import io.github.ecscompose.cli.client.Request;
import io.github.ecscompose.cli.text.Documents;
import io.github.ecscompose.cli.text.Format;
import io.github.ecscompose.cli.watch.Snapshot;
import io.github.ecscompose.deployment.DeploymentStatus;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stops a deployment. */
@Command(
    name = "cancel",
    description = "Stops a deployment that has not ended, and undoes what it changed.")
public final class CancelCommand implements Callable<Integer> {

  private final Context context;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "Cluster.")
  String cluster = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "DEPLOYMENT",
      description = "Deployment (default: the newest).")
  @Nullable String id;

  @Mixin WaitOptions waiting = new WaitOptions();

  CancelCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Api api = context.api();
    String deployment = id == null ? Deployments.newest(context, cluster) : id;
    Answer answer = api.call(Request.delete("clusters", cluster, "deployments", deployment));
    if (waiting.detach) {
      if (context.format() != Format.table) {
        context.screen().print(Documents.text(answer.json(), context.format()));
      } else {
        context.screen().say("The deployment %s is being canceled.".formatted(deployment));
      }
      return ExitCode.DONE.number();
    }
    Snapshot ended = Snapshot.read(context.watcher().follow(cluster, deployment).json());
    if (ended.status() == DeploymentStatus.CANCELED) {
      context.screen().print("CANCELED");
      return ExitCode.DONE.number();
    }
    throw new CliException(
        ExitCode.FAILED,
        "The deployment came to its end before it could be canceled: it is %s."
            .formatted(ended.status()));
  }
}
