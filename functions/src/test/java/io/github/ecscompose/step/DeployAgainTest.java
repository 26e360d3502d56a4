package io.github.ecscompose.step;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeploymentRecord;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.DeploymentStatus;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.deployment.ServiceRecord;
import io.github.ecscompose.stackfile.Variables.Value;
import io.github.ecscompose.step.DeployAgain.Answer;
import io.github.ecscompose.testing.ExecutionStopped;
import io.github.ecscompose.testing.Workflow;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What redeploying and going back come to, by the whole workflow. */
class DeployAgainTest {

  private static final String STACK =
      "services: {web: {image: \"web:1\"}, worker: {image: \"worker:1\"}}";
  private static final String NEWER = STACK.replace("web:1", "web:2");
  private static final String BAD = "services: {web: {imaeg: x}}";

  private final Workflow workflow = new Workflow();
  private final Map<DeploymentReference, JsonNode> inputs = new HashMap<>();
  private final DeployAgain step =
      new DeployAgain(
          workflow.files,
          workflow.records,
          workflow.history,
          (deployment, stackfile, trigger, options) -> {
            inputs.put(
                deployment,
                RequestDocument.input(
                    Optional.of(deployment.cluster()), stackfile, trigger, options));
            return "arn:execution";
          },
          workflow.ended,
          workflow.clock);
  private int calls;

  private Caller caller() {
    workflow.clock.advanceSeconds(60);
    calls++;
    return new Caller(
        "arn:aws:iam::123456789012:user/ada",
        "request-" + calls,
        workflow.clock.instant(),
        new Precondition.None());
  }

  private Answer redeploy(String... services) {
    return step.redeploy("shop", Set.of(services), caller());
  }

  private Answer rollBack() {
    return step.rollBack("shop", caller());
  }

  private Answer rollBackTo(DeploymentReference to) {
    return step.rollBackTo(to, caller());
  }

  /** Lets the workflow run that was started. */
  private Report.Result ended(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Queued.class);
    StartDeployment.Answer queued = ((Answer.Queued) answer).answer();
    DeploymentReference deployment = ((StartDeployment.Answer.Started) queued).deployment();
    JsonNode input = Optional.ofNullable(inputs.get(deployment)).orElseThrow();
    Report.Result result = workflow.run(deployment.id(), input);
    assertThat(result.deployment()).isEqualTo(deployment);
    return result;
  }

  private Report.Result destroyed(String... service) {
    Report.Result result = workflow.destroy("shop", Stream.of(service).findFirst());
    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    return result;
  }

  /** What was destroyed as a whole is not brought back by asking for new tasks. */
  @Test
  void redeploysNothingOnceTheClusterIsDestroyed() {
    succeeded(STACK);
    destroyed();

    assertThat(redeploy()).isInstanceOf(Answer.Absent.class);
    assertThat(((Answer.Absent) redeploy()).reason()).contains("since it was destroyed");
  }

  @Test
  void redeploysWhatSucceededBeforeAServiceWasDestroyed() {
    succeeded(STACK);
    destroyed("web");

    assertThat(ended(redeploy()).status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.clusters.serviceNames()).containsExactlyInAnyOrder("web", "worker");
  }

  @Test
  void goesBackFromADestroyToWhatWasThere() {
    succeeded(STACK);
    Report.Result newer = succeeded(NEWER);
    destroyed();
    workflow.clusters.createCluster("shop");

    Report.Result back = ended(rollBack());

    assertThat(back.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(workflow.request(back.deployment()).stackfile().key())
        .startsWith(newer.deployment().prefix());
  }

  @Test
  void goesBackFromTheDestroyOfAService() {
    succeeded(STACK);
    Report.Result newer = succeeded(NEWER);
    destroyed("web");

    Report.Result back = ended(rollBack());

    assertThat(workflow.request(back.deployment()).stackfile().key())
        .startsWith(newer.deployment().prefix());
    assertThat(workflow.clusters.serviceNames()).containsExactlyInAnyOrder("web", "worker");
  }

  @Test
  void passesADestroyOverOnTheWayBack() {
    Report.Result first = succeeded(STACK);
    destroyed("web");
    succeeded(NEWER);

    Report.Result back = ended(rollBack());

    assertThat(workflow.request(back.deployment()).stackfile().key())
        .startsWith(first.deployment().prefix());
  }

  @Test
  void doesNotGoBackToADestroy() {
    succeeded(STACK);
    Answer answer = rollBackTo(destroyed("web").deployment());

    assertThat(answer).isInstanceOf(Answer.Refused.class);
    assertThat(((Answer.Refused) answer).reason()).contains("is a destroy");
  }

  private Report.Result succeeded(String stackfile) {
    Report.Result result = workflow.deploy(stackfile);
    assertThat(result.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    return result;
  }

  private Map<String, String> actions(Report.Result result) {
    Map<String, String> actions = new HashMap<>();
    for (ServiceRecord row : workflow.records.services(result.deployment())) {
      actions.put(row.service(), row.action());
    }
    return actions;
  }

  private String stackfile(Report.Result result) {
    return workflow.files.text(result.deployment(), "stackfile.yml");
  }

  @Test
  void redeploysWhatSucceededLast() {
    succeeded(STACK);
    assertThat(workflow.deploy(BAD).status()).isEqualTo(DeploymentStatus.REJECTED);

    Report.Result again = ended(redeploy());

    assertThat(again.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(actions(again)).isEqualTo(Map.of("web", "REDEPLOY", "worker", "REDEPLOY"));
    assertThat(stackfile(again)).isEqualTo(STACK);
    assertThat(workflow.records.find(again.deployment()).orElseThrow().trigger().by())
        .isEqualTo("arn:aws:iam::123456789012:user/ada");
  }

  @Test
  void redeploysTheNamedServicesAlone() {
    succeeded(STACK);

    Report.Result again = ended(redeploy("web"));

    assertThat(again.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(actions(again)).isEqualTo(Map.of("web", "REDEPLOY"));
    assertThat(workflow.records.find(again.deployment()).orElseThrow().counts())
        .containsEntry("unchanged", 1);
  }

  /** Somebody else's drift is not the business of who wants new tasks of one service. */
  @Test
  void leavesServicesThatAreNotNamedAsTheyAre() {
    succeeded(STACK);
    assertThat(workflow.deploy(NEWER, new Options(false, false, Set.of("web"))).status())
        .isEqualTo(DeploymentStatus.SUCCEEDED);
    Report.Result none =
        workflow.deploy(
            STACK.replace("web:1", "web:3"), new Options(false, false, Set.of("worker")));

    assertThat(none.status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(actions(none)).isEmpty();
  }

  @Test
  void removesNothingWhereOnlySomeServicesAreRedeployed() {
    succeeded(STACK);
    // Removes nothing itself, and leaves a stackfile that would.
    workflow.deploy(
        "services: {web: {image: \"web:2\"}}\ndeploy: {prune: true}", new Options(false, true));
    workflow.files.write(
        newest(),
        "request.json",
        workflow.files.text(newest(), "request.json").replace("true", "false").getBytes(UTF_8));

    assertThat(actions(ended(redeploy("web")))).isEqualTo(Map.of("web", "REDEPLOY"));
    assertThat(actions(ended(redeploy()))).isEqualTo(Map.of("web", "REDEPLOY", "worker", "REMOVE"));
  }

  private DeploymentReference newest() {
    return workflow
        .history
        .deployments("shop", 1, Optional.empty())
        .entries()
        .getFirst()
        .reference();
  }

  @Test
  void rejectsAServiceThatTheStackfileDoesNotHave() {
    succeeded(STACK);

    Report.Result again = ended(redeploy("web", "wbe"));

    assertThat(again.status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(workflow.records.find(again.deployment()).orElseThrow().error())
        .hasValueSatisfying(cause -> assertThat(cause).contains("wbe"));
  }

  @Test
  void redeploysWithTheVariablesOfThatDeployment() {
    workflow.parameters.put("TAG", new Value("1", false));
    succeeded("services: {web: {image: \"web:${TAG}\"}}");
    workflow.parameters.put("TAG", new Value("2", false));

    Report.Result again = ended(redeploy());

    assertThat(actions(again)).isEqualTo(Map.of("web", "REDEPLOY"));
    assertThat(workflow.files.text(again.deployment(), "stack.json")).contains("web:1");
  }

  @Test
  void createsNothingAgainWhereNothingWasToBeCreated() {
    succeeded("services: {web: {image: \"web:1\"}}");
    workflow.deploy(NEWER, new Options(false, true));

    Report.Result again = ended(redeploy());

    assertThat(actions(again)).isEqualTo(Map.of("web", "REDEPLOY"));
  }

  @Test
  void redeploysNothingWhereNothingHasSucceeded() {
    assertThat(redeploy()).isInstanceOf(Answer.Absent.class);
    workflow.deploy(BAD);

    assertThat(redeploy())
        .isInstanceOfSatisfying(
            Answer.Absent.class,
            absent -> assertThat(absent.reason()).contains("has succeeded yet"));
    assertThat(inputs).isEmpty();
  }

  @Test
  void goesBackToWhatSucceededBeforeThePresentOne() {
    succeeded(STACK);
    succeeded(NEWER);

    Report.Result back = ended(rollBack());

    assertThat(back.status()).isEqualTo(DeploymentStatus.SUCCEEDED);
    assertThat(actions(back)).isEqualTo(Map.of("web", "UPDATE"));
    assertThat(stackfile(back)).isEqualTo(STACK);
  }

  @Test
  void goingBackTwiceIsGoingForthAgain() {
    succeeded(STACK);
    succeeded(NEWER);
    ended(rollBack());

    assertThat(stackfile(ended(rollBack()))).isEqualTo(NEWER);
  }

  @Test
  void passesOverThoseThatCameToTheSame() {
    succeeded(STACK);
    succeeded(NEWER);
    ended(redeploy());
    ended(redeploy("web"));
    assertThat(workflow.deploy(NEWER).status()).isEqualTo(DeploymentStatus.UNCHANGED);
    assertThat(workflow.deploy(BAD + " # newest").status()).isEqualTo(DeploymentStatus.REJECTED);
    assertThat(workflow.deploy(NEWER).status()).isEqualTo(DeploymentStatus.UNCHANGED);

    assertThat(stackfile(ended(rollBack()))).isEqualTo(STACK);
  }

  @Test
  void goesBackToTheLastThatSucceededWhereThePresentOneDidNot() {
    succeeded(STACK);
    succeeded(NEWER);
    workflow.deploy(BAD);

    assertThat(ended(rollBack()).status()).isEqualTo(DeploymentStatus.UNCHANGED);
  }

  /** Who repeats the call, its answer lost, does not go forth again. */
  @Test
  void goesBackOnceWhileItHasNotEnded() {
    succeeded(STACK);
    succeeded(NEWER);
    Answer first = rollBack();

    assertThat(rollBack())
        .isInstanceOfSatisfying(
            Answer.Refused.class, refused -> assertThat(refused.reason()).contains("still QUEUED"));
    assertThat(stackfile(ended(first))).isEqualTo(STACK);
  }

  /** Its execution was stopped by hand, so that nothing will ever end it. */
  @Test
  void goesBackFromWhatWasStopped() {
    workflow.deploy(STACK);
    workflow.beforeTheFirstLook(() -> {
      throw new ExecutionStopped("by hand");
    });
    assertThatThrownBy(() -> workflow.deploy(NEWER)).isInstanceOf(ExecutionStopped.class);
    workflow.beforeLooking(() -> {});

    assertThat(stackfile(ended(rollBack()))).isEqualTo(STACK);
    assertThat(workflow.records.all())
        .extracting(DeploymentRecord::status)
        .contains(DeploymentStatus.CANCELED);
  }

  @Test
  void goesBackToADeploymentThatIsNamed() {
    DeploymentReference first = succeeded(STACK).deployment();
    succeeded(NEWER);
    succeeded(STACK.replace("web:1", "web:3"));

    assertThat(stackfile(ended(rollBackTo(first)))).isEqualTo(STACK);
  }

  @Test
  void goesBackToNothing() {
    assertThat(rollBack()).isInstanceOf(Answer.Absent.class);
    succeeded(STACK);
    assertThat(rollBack()).isInstanceOf(Answer.Absent.class);
    assertThat(rollBackTo(new DeploymentReference("shop", "01KA5XG7QJ4M8N2P6R9S3T5V7W")))
        .isInstanceOf(Answer.Absent.class);
    DeploymentReference bad = workflow.deploy(BAD).deployment();

    assertThat(rollBackTo(bad))
        .isInstanceOfSatisfying(
            Answer.Refused.class,
            refused -> assertThat(refused.reason()).contains(bad.id(), "REJECTED"));
    assertThat(inputs).isEmpty();
  }

  @Test
  void findsWhatSucceededHoweverLongAgo() {
    succeeded(STACK);
    for (int times = 0; times < 250; times++) {
      workflow.records.start(
          DeploymentRecord.begun(
              new DeploymentReference("shop", "7%025d".formatted(times)),
              DeploymentStatus.REJECTED,
              workflow.records.all().getFirst().trigger(),
              workflow.records.all().getFirst().stackfile(),
              workflow.clock.instant().toString(),
              Optional.empty()));
    }

    assertThat(actions(ended(redeploy()))).hasSize(2);
  }
}
