package io.github.ecscompose.handler;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.RequestDocument;
import io.github.ecscompose.step.AcquireLock;
import io.github.ecscompose.step.AcquireLock.Answer;

/** The function of the state {@code AcquireLock}. */
public final class AcquireLockHandler extends JsonHandler {

  private final AcquireLock step;

  public AcquireLockHandler() {
    this(Wiring.acquireLock());
  }

  AcquireLockHandler(AcquireLock step) {
    this.step = step;
  }

  /** The step would take a lock, so only the reading is gone through. */
  @Override
  protected void prime() {
    RequestDocument.read(object());
  }

  @Override
  protected ObjectNode handle(JsonNode input) {
    Answer answer =
        step.run(RequestDocument.read(input.path("request")), input.path("attempt").asInt());
    return switch (answer) {
      case Answer.Acquired acquired -> object().put("answer", "acquired");
      case Answer.Wait wait -> object().put("answer", "wait").put("waitSeconds", wait.seconds());
      case Answer.Superseded superseded ->
          object().put("answer", "superseded").put("cause", superseded.sentence());
    };
  }
}
