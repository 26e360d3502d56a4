package io.github.ecscompose.deployment;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes a sentence of what Step Functions tells about a failure. */
public final class FailureCause {

  private static final JsonFactory JSON = new JsonFactory();

  /** A failed execution tells of the execution that failed within, which tells of the function. */
  private static final int DEEPEST = 6;

  private static final int LONGEST = 1_000;

  private static final String ENDS_OF_SENTENCES = ".!?…";

  private static final String OWN_ERRORS = "io.github.ecscompose.error.";

  /** An escape that a cut left incomplete: an odd backslash, or {@code \\u} with too few digits. */
  private static final Pattern CUT_ESCAPE =
      Pattern.compile("(?<!\\\\)(\\\\\\\\)*(\\\\(u[0-9a-fA-F]{0,3})?)$");

  private static final Pattern STACK_TRACE = Pattern.compile("\\s+at [\\w.$/]+\\(");

  /** The name with which a deployment ends that a newer one made void. */
  public static final String SUPERSEDED = "DeploymentSuperseded";

  private FailureCause() {}

  /**
   * Describes a failure in one sentence, without a stack trace.
   *
   * @param name the error's name, as {@code States.Timeout} or an exception's class
   * @param cause what Lambda or Step Functions gives: JSON, cut or nested JSON, or plain text; may
   *     be empty
   */
  public static String describe(String name, String cause) {
    return sentence(describe(name, cause, DEEPEST));
  }

  private static String describe(String name, String cause, int depth) {
    String text = cause.strip();
    if (!text.startsWith("{") || depth == 0) {
      return named(name, text);
    }
    Map<String, String> members = members(text);
    if (members.isEmpty()) {
      return named(name, text);
    }
    if (members.containsKey("errortype") || members.containsKey("errormessage")) {
      return named(
          members.getOrDefault("errortype", name), members.getOrDefault("errormessage", ""));
    }
    String innerName = members.getOrDefault("error", "");
    String innerCause = members.getOrDefault("cause", "");
    if (innerName.isEmpty() && innerCause.isEmpty()) {
      return named(ofStatus(members.getOrDefault("status", ""), name), "");
    }
    return describe(innerName.isEmpty() ? name : innerName, innerCause, depth - 1);
  }

  /** An execution that was stopped or timed out has a status and no error. */
  private static String ofStatus(String status, String name) {
    return switch (status) {
      case "TIMED_OUT" -> "States.Timeout";
      case "ABORTED" -> "Aborted";
      default -> name;
    };
  }

  private static String named(String name, String message) {
    return switch (name) {
      case "States.Timeout", "Sandbox.Timedout" ->
          with("A step took too long and was ended", message);
      case "States.HeartbeatTimeout" -> with("A step gave no sign of life and was ended", message);
      case "States.DataLimitExceeded" -> with("A step's data exceeded 256 KiB", message);
      case "States.Permissions" -> with("The workflow lacks a permission", message);
      case "States.Runtime" -> with("The workflow itself is at fault", message);
      case "Aborted" -> with("The execution was stopped from outside", message);
      case SUPERSEDED, "", "Error", "Exception", "States.TaskFailed" ->
          message.isEmpty() ? "A step failed without saying why" : message;
      default -> ofException(name, message);
    };
  }

  private static String ofException(String name, String message) {
    if (name.startsWith(OWN_ERRORS) && !message.isEmpty()) {
      return message;
    }
    String simple = name.substring(name.lastIndexOf('.') + 1);
    return with("A step failed with " + (name.startsWith("Lambda.") ? name : simple), message);
  }

  private static String with(String sentence, String message) {
    return message.isEmpty() ? sentence : sentence + ": " + message;
  }

  /**
   * The texts among an object's members, by their names in lower case: Lambda and Step Functions
   * write them differently. An object that was cut gives what it still has, also the text in which
   * the cut lies.
   */
  private static Map<String, String> members(String object) {
    Map<String, String> members = new HashMap<>();
    if (!read(object, members)) {
      // With the quotation mark that the cut took, the last text can be read too.
      read(CUT_ESCAPE.matcher(object).replaceFirst("$1") + "\"", members);
    }
    return members;
  }

  /** Reads members up to the first fault, and says whether there was none. */
  private static boolean read(String object, Map<String, String> members) {
    try (JsonParser parser = JSON.createParser(object)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        String name = parser.currentName().toLowerCase(Locale.ROOT);
        if (parser.nextToken() == JsonToken.VALUE_STRING) {
          members.put(name, parser.getText());
        } else {
          parser.skipChildren();
        }
      }
      return true;
    } catch (IOException cut) {
      return false;
    }
  }

  private static String sentence(String text) {
    String line = beforeStackTrace(text).replaceAll("\\s+", " ").strip();
    String bounded = line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
    return ENDS_OF_SENTENCES.indexOf(bounded.charAt(bounded.length() - 1)) >= 0
        ? bounded
        : bounded + ".";
  }

  private static String beforeStackTrace(String text) {
    Matcher trace = STACK_TRACE.matcher(text);
    return trace.find() ? text.substring(0, trace.start()) : text;
  }
}
