package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.deployment.DeploymentId;
import io.github.ecscompose.error.EcsComposeException;
import io.github.ecscompose.hash.Sha256;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.step.Caller;
import io.github.ecscompose.step.Precondition;
import io.github.ecscompose.step.RequestKeys;
import io.github.ecscompose.step.RequestKeys.Claim;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The two headers by which a caller makes sure that what it asks for happens once ({@code
 * Idempotency-Key}) and to what it has seen ({@code If-Match}).
 */
final class Repeats {

  private static final String KEY = "Idempotency-Key";
  private static final String MATCH = "If-Match";

  /** Characters of a key: printable ASCII, as the draft of the header has it. */
  private static final Pattern KEYS = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private static final Pattern ENTITY_TAG = Pattern.compile("\"(.{26})\"");

  /** A call has been answered, or never will be, once API Gateway has given it up (29 s). */
  private static final Duration LONGEST_CALL = Duration.ofSeconds(30);

  private static final int HEX_DIGITS = 64;

  private static final Precondition ANY = new Precondition.None();

  private final RequestKeys keys;
  private final Clock clock;

  Repeats(RequestKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** Answers a call that starts something; one that is repeated under its key is not made again. */
  APIGatewayProxyResponseEvent once(
      APIGatewayProxyRequestEvent request,
      Context context,
      Function<Caller, APIGatewayProxyResponseEvent> call) {
    Optional<String> match = header(request, MATCH);
    Optional<Precondition> precondition = match.map(Repeats::precondition).orElse(Optional.of(ANY));
    if (precondition.isEmpty()) {
      return Answers.problem(
          400,
          "Bad request",
          "%s is one ETag of a cluster, as %s: \"01KA5XG7QJ4M8N2P6R9S3T5V7W\"."
              .formatted(MATCH, MATCH));
    }
    Optional<String> key = header(request, KEY);
    String by = ApiHandler.caller(request);
    if (key.isEmpty()) {
      return call.apply(
          new Caller(by, context.getAwsRequestId(), clock.instant(), precondition.get()));
    }
    if (!KEYS.matcher(key.get()).matches()) {
      return Answers.problem(
          400,
          "Bad request",
          "%s is 1 to 255 printable characters without a space, as a random UUID.".formatted(KEY));
    }
    return once(
        key.get(),
        request,
        context,
        at -> call.apply(new Caller(by, identity(by) + "\n" + key.get(), at, precondition.get())));
  }

  private APIGatewayProxyResponseEvent once(
      String key,
      APIGatewayProxyRequestEvent request,
      Context context,
      Function<Instant, APIGatewayProxyResponseEvent> call) {
    // Under a key that is not kept anywhere, so that nobody can find out a variable by trying.
    String fingerprint = Sha256.hex(key + "\n" + text(request), HEX_DIGITS);
    String row = Sha256.hex(identity(ApiHandler.caller(request)) + "\n" + key, HEX_DIGITS);
    Instant now = clock.instant();
    return switch (keys.claim(row, fingerprint, now, now.plus(LONGEST_CALL))) {
      case Claim.Answered answered -> read(answered.answer());
      case Claim.Different different ->
          Answers.problem(
              422,
              "Key used before",
              "Another request was sent with this %s: send a new key with a new request."
                  .formatted(KEY));
      case Claim.Busy busy ->
          Answers.problem(
                  409,
                  "Still at work",
                  "A request with this %s is still being answered: repeat it in a moment."
                      .formatted(KEY))
              .withHeaders(Map.of("Content-Type", "application/problem+json", "Retry-After", "1"));
      case Claim.Taken taken -> {
        APIGatewayProxyResponseEvent answer = answer(row, call, taken.at());
        settle(row, answer, request, context);
        yield answer;
      }
    };
  }

  private APIGatewayProxyResponseEvent answer(
      String row, Function<Instant, APIGatewayProxyResponseEvent> call, Instant at) {
    try {
      return call.apply(at);
    } catch (RuntimeException failure) {
      keys.release(row, Optional.empty());
      throw failure;
    }
  }

  /**
   * What has been answered stays so: where this fails, a repetition begins the same thing again.
   */
  private void settle(
      String row,
      APIGatewayProxyResponseEvent answer,
      APIGatewayProxyRequestEvent request,
      Context context) {
    int status = answer.getStatusCode();
    try {
      if (status < 300) {
        keys.release(row, Optional.of(write(answer)));
      } else if (status < 500) {
        // Nothing was started, and what is mended may come under the same key.
        keys.forget(row);
      } else {
        keys.release(row, Optional.empty());
      }
    } catch (EcsComposeException failure) {
      RequestLog.failed(request, context, failure);
    }
  }

  private static Optional<Precondition> precondition(String match) {
    Matcher tag = ENTITY_TAG.matcher(match.strip());
    return tag.matches() && DeploymentId.isId(tag.group(1))
        ? Optional.of(new Precondition.Newest(tag.group(1)))
        : Optional.empty();
  }

  private static Optional<String> header(APIGatewayProxyRequestEvent request, String name) {
    return Optional.ofNullable(request.getHeaders()).orElse(Map.of()).entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  /** A role's session has a name of its own for each run of a pipeline; the role is what counts. */
  private static String identity(String caller) {
    return caller.contains(":assumed-role/")
        ? caller.substring(0, caller.lastIndexOf('/'))
        : caller;
  }

  private static String text(APIGatewayProxyRequestEvent request) {
    return String.join(
        "\n",
        request.getHttpMethod(),
        ApiHandler.path(request),
        new TreeMap<>(DeployQuery.parameters(request)).toString(),
        new String(ApiHandler.body(request), StandardCharsets.ISO_8859_1));
  }

  private static String write(APIGatewayProxyResponseEvent answer) {
    ObjectNode document = JsonHandler.object().put("status", answer.getStatusCode());
    ObjectNode headers = document.putObject("headers");
    answer.getHeaders().forEach(headers::put);
    return document.put("body", answer.getBody()).toString();
  }

  private static APIGatewayProxyResponseEvent read(String answer) {
    try {
      JsonNode document = JsonText.read(answer.getBytes(StandardCharsets.UTF_8));
      Map<String, String> headers = new HashMap<>();
      document
          .path("headers")
          .properties()
          .forEach(header -> headers.put(header.getKey(), header.getValue().asText()));
      return new APIGatewayProxyResponseEvent()
          .withStatusCode(document.path("status").asInt())
          .withHeaders(headers)
          .withBody(document.path("body").asText());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
