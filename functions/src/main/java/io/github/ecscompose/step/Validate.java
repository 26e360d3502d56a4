package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.stackfile.Parsed;
import io.github.ecscompose.stackfile.Problem;
import io.github.ecscompose.stackfile.Source;
import io.github.ecscompose.stackfile.Stack;
import io.github.ecscompose.stackfile.StackDocument;
import io.github.ecscompose.stackfile.Variables.Value;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Reads, expands and checks the stackfile, and files what the later steps work from. */
public final class Validate {

  /**
   * Characters of an error: the cause of a failed execution ends at 32,768 (Step Functions API).
   */
  private static final int MAXIMUM_TEXT = 20_000;

  private final DeploymentFiles files;
  private final DeploymentRecords records;
  private final Stackfiles stackfiles;
  private final Documents documents;
  private final Clock clock;

  public Validate(
      DeploymentFiles files, DeploymentRecords records, Parameters parameters, Clock clock) {
    this.files = files;
    this.records = records;
    this.stackfiles = new Stackfiles(parameters);
    this.documents = new Documents(files);
    this.clock = clock;
  }

  /**
   * Begins the deployment.
   *
   * @throws StackfileRejectedException with every problem of the stackfile
   */
  public DeploymentReference run(DeployRequest request) {
    DeploymentReference deployment = request.reference();
    if (!deployment.isValid()) {
      throw new StackfileRejectedException(
          "The object %s names the cluster \"%s\", and a cluster's name has 1 to 255 letters, digits, hyphens and underscores. Upload the stackfile as stackfiles/{cluster}.yml."
              .formatted(request.stackfile().key(), deployment.cluster()));
    }
    records.start(DeploymentRecord.validating(request, clock.instant().toString()));
    byte[] content = files.stackfile(request.stackfile());
    String key = request.stackfile().key();
    if (!key.equals(deployment.prefix() + Documents.STACKFILE)) {
      // The API filed it there itself.
      files.write(deployment, Documents.STACKFILE, content);
    }
    documents.write(deployment, Documents.REQUEST, RequestDocument.of(request));
    Map<String, Value> variables = stackfiles.variables(deployment, kept(request));
    Parsed parsed =
        stackfiles.read(
            deployment,
            Account.ofArn(request.execution().arn()),
            new Source(key.substring(key.lastIndexOf('/') + 1), content),
            variables);
    switch (parsed) {
      case Parsed.Invalid invalid -> throw new StackfileRejectedException(text(invalid.problems()));
      case Parsed.Valid valid -> {
        requireServices(request.options(), valid.stack());
        file(deployment, valid, variables);
      }
    }
    return deployment;
  }

  /**
   * Its own variables, where it has any: of the request, or of an attempt before this one. The
   * stackfile that an earlier deployment filed is read with those of that deployment.
   */
  private KeptVariables kept(DeployRequest request) {
    DeploymentReference deployment = request.reference();
    KeptVariables own = documents.variables(deployment);
    if (!own.equals(KeptVariables.NONE)) {
      return own;
    }
    return deployment
        .at(request.stackfile().key())
        .filter(earlier -> !earlier.equals(deployment))
        .map(documents::variables)
        .orElse(own);
  }

  /** The variables first: whatever attempt comes after this one reads the same stack. */
  private void file(
      DeploymentReference deployment, Parsed.Valid valid, Map<String, Value> variables) {
    if (!valid.variables().isEmpty()) {
      documents.write(
          deployment,
          Documents.VARIABLES,
          KeptVariables.settled(valid.variables(), variables).toJson());
    }
    documents.write(deployment, Documents.STACK, StackDocument.toJson(valid.stack()));
  }

  private static void requireServices(Options options, Stack stack) {
    List<String> unknown =
        options.services().stream().filter(name -> stack.service(name).isEmpty()).toList();
    if (!unknown.isEmpty()) {
      throw new StackfileRejectedException(
          "The stackfile that is to be deployed has no service %s. Name services that it has, or none for all."
              .formatted(String.join(", ", unknown)));
    }
  }

  private static String text(List<Problem> problems) {
    String all = problems.stream().map(Problem::toString).collect(Collectors.joining("\n"));
    return all.length() <= MAXIMUM_TEXT ? all : all.substring(0, MAXIMUM_TEXT) + "…";
  }
}
