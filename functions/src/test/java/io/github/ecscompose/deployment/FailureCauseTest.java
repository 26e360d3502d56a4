package io.github.ecscompose.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureCauseTest {

  private static final String REFUSED = "io.github.ecscompose.error.RefusedException";

  @Test
  void tellsTheMessageOfAFunctionsOwnError() {
    String cause =
        """
        {"errorMessage": "ecs:CreateService of service web failed: No capacity",
         "errorType": "%s",
         "stackTrace": ["a.b.C.d(C.java:1)", "e.f.G.h(G.java:2)"]}
        """
            .formatted(REFUSED);

    assertThat(FailureCause.describe(REFUSED, cause))
        .isEqualTo("ecs:CreateService of service web failed: No capacity.");
  }

  @Test
  void namesAnErrorThatIsNotOneOfOurs() {
    String cause =
        "{\"errorMessage\":\"cpu has to be text\",\"errorType\":\"java.lang.IllegalArgumentException\"}";

    assertThat(FailureCause.describe("java.lang.IllegalArgumentException", cause))
        .isEqualTo("A step failed with IllegalArgumentException: cpu has to be text.");
  }

  @Test
  void namesAnErrorWithoutAMessage() {
    String cause = "{\"errorType\":\"java.lang.NullPointerException\",\"stackTrace\":[]}";

    assertThat(FailureCause.describe("java.lang.NullPointerException", cause))
        .isEqualTo("A step failed with NullPointerException.");
  }

  @Test
  void findsTheFunctionsErrorInAnExecutionsDescription() {
    String cause =
        """
        {"ExecutionArn": "arn:aws:states:eu-west-1:1:execution:deploy-service:x",
         "Input": "{\\"cause\\": \\"not this\\"}",
         "InputDetails": {"Included": true},
         "Status": "FAILED",
         "Error": "%s",
         "Cause": "{\\"errorMessage\\":\\"No \\\\\\"web\\\\\\" here\\",\\"errorType\\":\\"%s\\"}"}
        """
            .formatted(REFUSED, REFUSED);

    assertThat(FailureCause.describe("States.TaskFailed", cause)).isEqualTo("No \"web\" here.");
  }

  @Test
  void followsExecutionsWithinExecutions() {
    String cause = "{\"error\":\"States.TaskFailed\",\"cause\":\"{\\\"Cause\\\":\\\"Boom\\\"}\"}";

    assertThat(FailureCause.describe("States.TaskFailed", cause)).isEqualTo("Boom.");
  }

  @Test
  void readsWhatACutLeft() {
    String cause =
        "{\"errorMessage\":\"No such role\",\"errorType\":\""
            + REFUSED
            + "\",\"stackTrace\":[\"a.b";

    assertThat(FailureCause.describe(REFUSED, cause)).isEqualTo("No such role.");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        // The cut lies within the text, behind a backslash, within an escape, behind an escape.
        "{\"Error\":\"E\",\"Cause\":\"No such ro             | A step failed with E: No such ro.",
        "{\"Error\":\"E\",\"Cause\":\"No such ro\\            | A step failed with E: No such ro.",
        "{\"Error\":\"E\",\"Cause\":\"No such ro\\u00         | A step failed with E: No such ro.",
        "{\"Error\":\"E\",\"Cause\":\"No such ro\\\\          | A step failed with E: No such ro\\.",
        "{\"Error\":\"E\",\"Cause\":\"{\\\"errorMessage\\\":\\\"No ro | A step failed with E: No ro.",
        "{\"Error\":\"E\",\"Cau                               | A step failed with E.",
      })
  void readsTextsThatWereCut(String cause, String expected) {
    assertThat(FailureCause.describe("States.TaskFailed", cause)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      emptyValue = "",
      value = {
        "States.Timeout           | ''                     | A step took too long and was ended.",
        "States.HeartbeatTimeout  | ''                     | A step gave no sign of life and was ended.",
        "States.DataLimitExceeded | 'State X returned much' | A step's data exceeded 256 KiB: State X returned much.",
        "States.Permissions       | 'Not allowed.'         | The workflow lacks a permission: Not allowed.",
        "States.Runtime           | 'Bad path'             | The workflow itself is at fault: Bad path.",
        "States.TaskFailed        | ''                     | A step failed without saying why.",
        "''                       | ''                     | A step failed without saying why.",
        "''                       | 'Something broke!'     | Something broke!",
        "Lambda.Unknown           | 'The function ended'   | A step failed with Lambda.Unknown: The function ended.",
      })
  void describesWhatStepFunctionsSaysItself(String name, String cause, String expected) {
    assertThat(FailureCause.describe(name, cause)).isEqualTo(expected);
  }

  @Test
  void tellsAFunctionsTimeout() {
    String cause =
        "{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"Task timed out after 30.00 seconds\"}";

    assertThat(FailureCause.describe("Sandbox.Timedout", cause))
        .isEqualTo("A step took too long and was ended: Task timed out after 30.00 seconds.");
  }

  @ParameterizedTest
  @CsvSource({
    "TIMED_OUT, A step took too long and was ended.",
    "ABORTED, The execution was stopped from outside."
  })
  void tellsAnExecutionsStatusWhereItHasNoError(String status, String expected) {
    assertThat(FailureCause.describe("States.TaskFailed", "{\"Status\":\"" + status + "\"}"))
        .isEqualTo(expected);
  }

  @Test
  void leavesStackTracesOut() {
    String cause = "Boom happened\n\tat a.b.C.d(C.java:1)\n\tat e.f.G.h(G.java:2)";

    assertThat(FailureCause.describe("", cause)).isEqualTo("Boom happened.");
  }

  @Test
  void makesOneBoundedLine() {
    String described = FailureCause.describe("", "one\n  two " + "x".repeat(5_000));

    assertThat(described).startsWith("one two xxx").hasSizeLessThan(1_100).endsWith("…");
  }

  @Test
  void showsTextThatOnlyLooksLikeJson() {
    assertThat(FailureCause.describe("", "{not json")).isEqualTo("{not json.");
  }

  @Test
  void endsWithCausesThatHoldThemselves() {
    String cause = "at the bottom";
    for (int depth = 0; depth < 20; depth++) {
      cause = "{\"Cause\":\"" + cause.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
      if (cause.length() > 100_000) {
        break;
      }
    }

    assertThat(FailureCause.describe("States.TaskFailed", cause)).startsWith("{\"Cause\":");
  }
}
