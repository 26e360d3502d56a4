package io.github.ecscompose.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.stackfile.Container;
import io.github.ecscompose.stackfile.Variables.Value;
import io.github.ecscompose.step.StartDeployment.Submission;
import io.github.ecscompose.testing.Workflow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whence variables come, where they are kept, and where they never show. */
class VariablesTest {

  private static final Account ACCOUNT =
      Account.ofArn("arn:aws:lambda:eu-central-1:123456789012:function:api");

  private static final String STACKFILE =
      """
      services:
        worker:
          image: "worker:${TAG}"
          memory: ${MEMORY:-256}
          environment: {PASSWORD: $PASSWORD, WHERE: "$ECS_COMPOSE_CLUSTER"}
      """;

  private final Workflow world = new Workflow();
  private final List<ObjectNode> inputs = new ArrayList<>();

  private final StartDeployment start =
      new StartDeployment(
          world.files,
          world.records,
          path -> world.parameters,
          (deployment, stackfile, trigger, options) -> {
            inputs.add(
                RequestDocument.input(
                    Optional.of(deployment.cluster()), stackfile, trigger, options));
            return "arn:execution";
          },
          world.clock);

  /** As the API does, up to the workflow's start; returns what the first state receives. */
  private DeployRequest submit(String stackfile, Map<String, Value> variables) throws IOException {
    StartDeployment.Answer answer =
        start.start(
            "shop",
            ACCOUNT,
            new Submission(stackfile.getBytes(StandardCharsets.UTF_8), variables, Options.NONE),
            new Caller("ada", "request-1", world.clock.instant(), new Precondition.None()));
    assertThat(answer).isInstanceOf(StartDeployment.Answer.Started.class);
    String id = ((StartDeployment.Answer.Started) answer).deployment().id();
    ObjectNode input = inputs.getLast().deepCopy();
    input.set("execution", execution(id));
    return RequestDocument.read(JsonText.read(JsonText.write(input)));
  }

  private static ObjectNode execution(String name) {
    return RequestDocument.of(
            new DeployRequest(
                Optional.empty(),
                new DeployRequest.StackfileReference("", "", Optional.empty(), Optional.empty()),
                new Trigger("", "", ""),
                Options.NONE,
                new Execution(
                    "arn:aws:states:eu-central-1:123456789012:execution:deploy:" + name,
                    name,
                    "2026-11-20T20:00:00Z")))
        .withObject("execution");
  }

  private DeployRequest upload(String stackfile) {
    return new DeployRequest(
        Optional.empty(),
        world.files.upload("stackfiles/shop.yml", stackfile),
        new Trigger("s3", "somebody", "2026-11-20T20:00:00Z"),
        Options.NONE,
        new Execution(
            "arn:aws:states:eu-central-1:123456789012:execution:deploy:e1",
            "e1",
            "2026-11-20T20:00:00Z"));
  }

  private DeploymentReference validate(DeployRequest request) {
    return new Validate(world.files, world.records, path -> world.parameters, world.clock)
        .run(request);
  }

  private void parameter(String name, String value, boolean secret) {
    world.parameters.put(name, new Value(value, secret));
  }

  private Container worker(DeploymentReference deployment) {
    return new Documents(world.files).service(deployment, "worker").container();
  }

  private KeptVariables kept(DeploymentReference deployment) {
    return new Documents(world.files).variables(deployment);
  }

  @Test
  void thoseOfTheRequestWinOverParameters() throws IOException {
    parameter("TAG", "of-ssm", false);
    parameter("PASSWORD", "secret-of-ssm", true);
    parameter("OTHER", "other", false);

    DeploymentReference deployment =
        validate(submit(STACKFILE, Map.of("TAG", new Value("of-request", false))));

    assertThat(worker(deployment).image()).isEqualTo("worker:of-request");
    assertThat(worker(deployment).environment())
        .isEqualTo(Map.of("PASSWORD", "secret-of-ssm", "WHERE", "shop"));
    assertThat(kept(deployment))
        .isEqualTo(
            new KeptVariables(
                true,
                Map.of(
                    "TAG", new Value("of-request", false),
                    "PASSWORD", new Value("secret-of-ssm", true))));
  }

  @Test
  void whatIsGivenInPlaceOfASecretIsOne() throws IOException {
    parameter("PASSWORD", "of-ssm", true);
    parameter("TAG", "1", false);

    DeploymentReference deployment =
        validate(submit(STACKFILE, Map.of("PASSWORD", new Value("of-request", false))));

    assertThat(worker(deployment).environment()).containsEntry("PASSWORD", "of-request");
    assertThat(worker(deployment).secretEnvironment()).containsExactly("PASSWORD");
    assertThat(kept(deployment).values()).containsEntry("PASSWORD", new Value("of-request", true));
  }

  @Test
  void builtInOnesWinOverParameters() {
    parameter("ECS_COMPOSE_CLUSTER", "another", false);

    DeploymentReference deployment =
        validate(upload("services: {worker: {image: \"worker:$ECS_COMPOSE_CLUSTER\"}}"));

    assertThat(worker(deployment).image()).isEqualTo("worker:shop");
  }

  @Test
  void anotherAttemptReadsTheSame() {
    parameter("TAG", "first", false);
    parameter("PASSWORD", "first", true);
    DeployRequest request = upload(STACKFILE);
    DeploymentReference deployment = validate(request);
    Container first = worker(deployment);

    parameter("TAG", "second", false);
    parameter("PASSWORD", "second", true);
    parameter("MEMORY", "512", false);

    assertThat(validate(request)).isEqualTo(deployment);
    assertThat(worker(deployment)).isEqualTo(first);
    assertThat(first.image()).isEqualTo("worker:first");
    assertThat(first.resources().memory()).hasValue(256);
    assertThat(first.secretEnvironment()).containsExactly("PASSWORD");
  }

  @Test
  void nothingIsKeptForAStackfileWithoutVariables() {
    parameter("TAG", "first", false);

    DeploymentReference deployment = validate(upload("services: {worker: {image: worker}}"));

    assertThat(world.files.find(deployment, "variables.json")).isEmpty();
  }

  @Test
  void theyTravelInTheirFileAlone() throws IOException {
    DeployRequest request =
        submit(
            STACKFILE,
            Map.of("TAG", new Value("value-a", false), "PASSWORD", new Value("value-b", false)));

    DeploymentReference deployment = validate(request);

    assertThat(world.files.text(deployment, "variables.json")).contains("value-a", "value-b");
    assertThat(inputs.getLast().toString()).doesNotContain("value-");
    assertThat(world.files.text(deployment, "request.json")).doesNotContain("value-");
    assertThat(world.records.all().toString()).doesNotContain("value-");
    assertThat(kept(deployment).toString()).doesNotContain("value-");
  }

  @Test
  void aRejectionDoesNotShowThem() {
    parameter("TAG", "1", false);
    parameter("PASSWORD", "p", false);
    parameter("MEMORY", "value-a", false);

    assertThatThrownBy(() -> validate(upload(STACKFILE)))
        .isInstanceOf(StackfileRejectedException.class)
        .hasMessage(
            "shop.yml:4:13 services.worker.memory: expected a whole number of MiB, at least 6, as"
                + " 512, 512m or 1.5g, found the value of \"${MEMORY:-256}\"");
  }

  @Test
  void thoseOfAnEarlierDeploymentHoldForItsStackfile() throws IOException {
    parameter("PASSWORD", "first", true);
    DeploymentReference first =
        validate(submit(STACKFILE, Map.of("TAG", new Value("first", false))));
    parameter("PASSWORD", "second", true);
    parameter("TAG", "second", false);
    parameter("MEMORY", "512", false);

    DeploymentReference again = validate(filed("shop", first));

    assertThat(again.id()).isNotEqualTo(first.id());
    assertThat(worker(again)).isEqualTo(worker(first));
    assertThat(kept(again)).isEqualTo(kept(first));
    assertThat(worker(validate(filed("shop", again)))).isEqualTo(worker(first));
  }

  @Test
  void thoseOfAnotherClusterDoNot() throws IOException {
    DeploymentReference first =
        validate(
            submit(
                STACKFILE,
                Map.of("TAG", new Value("first", false), "PASSWORD", new Value("p", false))));

    assertThatThrownBy(() -> validate(filed("other", first)))
        .isInstanceOf(StackfileRejectedException.class)
        .hasMessageContaining("TAG");
  }

  /** A request for the stackfile that a deployment filed. */
  private DeployRequest filed(String cluster, DeploymentReference deployment) {
    world.clock.advanceSeconds(60);
    return new DeployRequest(
        Optional.of(cluster),
        world.files.reference(deployment, Documents.STACKFILE),
        new Trigger("schedule", "arn:schedule", "2026-11-20T20:00:00Z"),
        Options.NONE,
        new Execution(
            "arn:aws:states:eu-central-1:123456789012:execution:deploy:" + world.clock.instant(),
            "turn",
            world.clock.instant().toString()));
  }
}
