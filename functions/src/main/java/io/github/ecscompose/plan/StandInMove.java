package io.github.ecscompose.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Optional;

/**
 * What comes next where a service is replaced by way of a stand-in, from what there is alone: so
 * that it goes on from wherever an earlier look, or an earlier deployment, came to. Pure.
 */
public sealed interface StandInMove {

  /** Nothing is in the way of creating, or updating, the service under its own name. */
  record Proceed() implements StandInMove {}

  /** The stand-in has to be created. */
  record Create() implements StandInMove {}

  /**
   * One that an earlier deployment left is of use, once it is brought to what is wanted.
   *
   * @param update the members of UpdateService; nothing to update where it has {@code service} only
   */
  record Adopt(LiveService standIn, ObjectNode update) implements StandInMove {
    public Adopt {
      Objects.requireNonNull(standIn, "standIn");
      Objects.requireNonNull(update, "update");
    }
  }

  /** That one has to go: something else serves, or nothing is to be lost. */
  record Remove(LiveService service) implements StandInMove {
    public Remove {
      Objects.requireNonNull(service, "service");
    }
  }

  /** Something has to become stable by itself. */
  record Await(String progress) implements StandInMove {
    public Await {
      Objects.requireNonNull(progress, "progress");
    }
  }

  /** Something has to end by itself. */
  record AwaitEnd(String progress) implements StandInMove {
    public AwaitEnd {
      Objects.requireNonNull(progress, "progress");
    }
  }

  /** Nothing comes of it. */
  record GiveUp(String reason) implements StandInMove {
    public GiveUp {
      Objects.requireNonNull(reason, "reason");
    }
  }

  /**
   * What there is, and what should be.
   *
   * @param service under its own name, if it is there
   * @param standIn if it is there
   * @param wanted the members of CreateService that the service is to have under its own name
   * @param deployment id of the one that replaces, or is rolled back
   * @param back whether the service goes back to what it was: what serves then is used as it is
   */
  record Situation(
      Optional<LiveService> service,
      Optional<LiveService> standIn,
      ObjectNode wanted,
      String deployment,
      boolean back) {
    public Situation {
      Objects.requireNonNull(service, "service");
      Objects.requireNonNull(standIn, "standIn");
      Objects.requireNonNull(wanted, "wanted");
      Objects.requireNonNull(deployment, "deployment");
    }

    private boolean fits(LiveService live) {
      return !Replacement.isNeeded(live, wanted);
    }

    private boolean isOfThisDeployment(LiveService live) {
      return deployment.equals(live.tags().get(Tags.DEPLOYMENT));
    }
  }

  /** Decides. */
  static StandInMove next(Situation situation) {
    if (situation.service().isEmpty()) {
      return new Proceed();
    }
    LiveService service = situation.service().get();
    if (!service.isActive()) {
      return new AwaitEnd("the tasks of %s have yet to stop".formatted(service.name()));
    }
    if (situation.fits(service)) {
      return new Proceed();
    }
    if (!service.isToHaveTasks()) {
      // Its end has begun, or it never served: whatever stands in for it does so already.
      return new Remove(service);
    }
    if (situation.standIn().isEmpty()) {
      return new Create();
    }
    LiveService standIn = situation.standIn().get();
    if (!standIn.isActive()) {
      return new AwaitEnd("the tasks of an earlier %s have yet to stop".formatted(standIn.name()));
    }
    return situation.back()
        ? nextBack(situation, service, standIn)
        : nextForward(situation, service, standIn);
  }

  /** Nothing is taken away from the service before its stand-in shows that all is well. */
  private static StandInMove nextForward(
      Situation situation, LiveService service, LiveService standIn) {
    if (situation.isOfThisDeployment(standIn)) {
      return standIn.isGivenUp() ? givenUp(standIn) : replaceBy(standIn, service, situation);
    }
    if (situation.fits(standIn)) {
      return adopt(situation, standIn);
    }
    // It has other settings. Where it is all that serves, it does so until the service is new.
    return new Remove(standIn.isStable() && !service.isStable() ? service : standIn);
  }

  /** Whatever serves may go on until the service is what it was. */
  private static StandInMove nextBack(
      Situation situation, LiveService service, LiveService standIn) {
    if (standIn.isStable() || !service.isStable()) {
      return new Remove(service);
    }
    if (!situation.fits(standIn)) {
      return new Remove(standIn);
    }
    return standIn.isGivenUp() ? givenUp(standIn) : new Await(progress(standIn));
  }

  /** ECS's circuit breaker may have taken the stand-in back to what it had before. */
  private static StandInMove replaceBy(
      LiveService standIn, LiveService service, Situation situation) {
    if (!standIn.isStable()) {
      return new Await(progress(standIn));
    }
    return standIn.taskDefinition().equals(situation.wanted().path("taskDefinition").asText())
        ? new Remove(service)
        : new Await(
            "its stand-in %s has %s still or again"
                .formatted(standIn.name(), Tags.revision(standIn.taskDefinition())));
  }

  private static StandInMove adopt(Situation situation, LiveService standIn) {
    ObjectNode update =
        ServiceDocuments.update(standIn, ofStandIn(situation.wanted(), standIn.name()));
    if (standIn.isGivenUp() && update.size() == 1) {
      update.put("forceNewDeployment", true);
    }
    return new Adopt(standIn, update);
  }

  /** The members of CreateService of a stand-in: the service's, under another name. */
  static ObjectNode ofStandIn(ObjectNode wanted, String name) {
    return wanted.deepCopy().put("serviceName", name);
  }

  private static StandInMove givenUp(LiveService standIn) {
    return new GiveUp(
        "ECS gave the deployment of its stand-in %s up%s"
            .formatted(
                standIn.name(),
                standIn
                    .primary()
                    .map(LiveService.Deployment::rolloutReason)
                    .filter(reason -> !reason.isEmpty())
                    .map(": "::concat)
                    .orElse("")));
  }

  private static String progress(LiveService standIn) {
    return "its stand-in %s is not stable yet: %s"
        .formatted(
            standIn.name(),
            standIn
                .primary()
                .map(LiveService.Deployment::progress)
                .orElse("no deployment is known"));
  }
}
