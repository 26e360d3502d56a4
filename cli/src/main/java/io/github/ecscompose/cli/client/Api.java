package io.github.ecscompose.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.client.Request.Body;
import io.github.ecscompose.cli.text.Texts;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * ecs-compose's API, each call signed. What AWS throttles or does not answer is asked again, with
 * the same {@code Idempotency-Key} where it starts something, so that nothing is started twice.
 */
public final class Api {

  private static final int ATTEMPTS = 5;
  private static final long FIRST_PAUSE_MILLISECONDS = 200;

  private final Account account;
  private final Clock clock;
  private final Pause pause;
  private Optional<URI> endpoint = Optional.empty();

  /** Waits; tests do not. */
  public interface Pause {
    void milliseconds(long count) throws InterruptedException;
  }

  public Api(Account account, Clock clock, Pause pause) {
    this.account = account;
    this.clock = clock;
    this.pause = pause;
  }

  /**
   * The answer to a call that has to succeed.
   *
   * @throws CliException if it does not, with what the API says
   */
  public Answer call(Request request) {
    Answer answer = answer(request);
    if (answer.isGood()) {
      return answer;
    }
    throw failure(request, answer);
  }

  /** The answer to a call, or nothing where there is no such thing. */
  public Optional<Answer> find(Request request) {
    Answer answer = answer(request);
    if (answer.status() == 404) {
      return Optional.empty();
    }
    if (answer.isGood()) {
      return Optional.of(answer);
    }
    throw failure(request, answer);
  }

  /** The answer to a call, whatever it says. */
  public Answer answer(Request request) {
    if (!request.method().equals("GET")) {
      request.header("Idempotency-Key", UUID.randomUUID().toString());
    }
    String reason = "";
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      try {
        Answer answer = once(request);
        if (!isTemporary(answer) || attempt == ATTEMPTS) {
          return answer;
        }
      } catch (IOException e) {
        reason = Optional.ofNullable(e.getMessage()).orElse(e.getClass().getSimpleName());
      }
      if (attempt < ATTEMPTS) {
        pause(attempt);
      }
    }
    throw new CliException(
        ExitCode.UNREACHABLE,
        "%s does not answer (%s). Is the network up, and is the endpoint right?"
            .formatted(host(), Texts.line(reason)));
  }

  private static boolean isTemporary(Answer answer) {
    return switch (answer.status()) {
      case 429, 502, 503, 504 -> true;
      // Another request with the key, which is this one sent before, is being answered.
      case 409 -> answer.headers().containsKey("retry-after");
      default -> false;
    };
  }

  private void pause(int attempt) {
    long longest = FIRST_PAUSE_MILLISECONDS << attempt;
    try {
      pause.milliseconds(ThreadLocalRandom.current().nextLong(longest / 2, longest));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CliException(ExitCode.INTERRUPTED, "Interrupted.");
    }
  }

  private String host() {
    return endpoint.map(URI::getAuthority).orElse("the API");
  }

  private Answer once(Request request) throws IOException {
    SdkHttpRequest unsigned = http(request);
    // Asked for each time, for they expire while a long deployment is watched.
    AwsCredentialsIdentity identity = account.credentials();
    Optional<ContentStreamProvider> content =
        request.body().map(body -> () -> new ByteArrayInputStream(body.content()));
    SignedRequest signed =
        AwsV4HttpSigner.create()
            .sign(signing -> {
              signing
                  .identity(identity)
                  .request(unsigned)
                  .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                  .putProperty(AwsV4HttpSigner.REGION_NAME, account.region())
                  .putProperty(AwsV4HttpSigner.SIGNING_CLOCK, clock);
              content.ifPresent(signing::payload);
            });
    HttpExecuteRequest.Builder execution = HttpExecuteRequest.builder().request(signed.request());
    signed.payload().ifPresent(execution::contentStreamProvider);
    HttpExecuteResponse response = account.http().prepareRequest(execution.build()).call();
    Map<String, String> headers = new HashMap<>();
    response
        .httpResponse()
        .headers()
        .forEach((name, values) -> {
          // The status line comes as a header without a name.
          if (name != null && !values.isEmpty()) {
            headers.put(name.toLowerCase(Locale.ROOT), values.getFirst());
          }
        });
    byte[] body =
        response.responseBody().isPresent()
            ? response.responseBody().get().readAllBytes()
            : new byte[0];
    return new Answer(
        response.httpResponse().statusCode(), headers, new String(body, StandardCharsets.UTF_8));
  }

  private SdkHttpRequest http(Request request) {
    URI base = endpoint.orElseGet(account::endpoint);
    endpoint = Optional.of(base);
    String path =
        request.path().stream()
            .map(SdkHttpUtils::urlEncode)
            .collect(Collectors.joining("/", base.getRawPath() + "/api/", ""));
    SdkHttpRequest.Builder builder =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.fromValue(request.method()))
            .protocol(base.getScheme())
            .host(base.getHost())
            .encodedPath(path);
    if (base.getPort() >= 0) {
      builder.port(base.getPort());
    }
    request
        .query()
        .forEach(parameter -> builder.appendRawQueryParameter(parameter.name(), parameter.value()));
    request.headers().forEach(builder::putHeader);
    request.body().map(Body::type).ifPresent(type -> builder.putHeader("Content-Type", type));
    request
        .body()
        .ifPresent(
            body -> builder.putHeader("Content-Length", Integer.toString(body.content().length)));
    return builder.build();
  }

  private static CliException failure(Request request, Answer answer) {
    JsonNode json = answer.tryJson().orElse(null);
    String said = json == null ? "" : json.path("detail").asText(json.path("message").asText(""));
    if (answer.status() == 401 || answer.status() == 403) {
      return Refusals.of(said, request.action())
          .orElseGet(() ->
              new CliException(
                  ExitCode.NOT_ALLOWED,
                  "The API refuses this call (%s): %s"
                      .formatted(request.action(), Texts.line(said))));
    }
    if (json == null || said.isEmpty()) {
      return new CliException(
          ExitCode.UNREACHABLE,
          "What answered is not ecs-compose's API (status %d): check the endpoint."
              .formatted(answer.status()));
    }
    if (answer.status() == 422) {
      return new CliException(ExitCode.REJECTED, problems(said, json, request));
    }
    return new CliException(
        answer.status() == 400 ? ExitCode.USAGE : ExitCode.FAILED, Texts.line(said));
  }

  /** Each with its place, and then how many there are. */
  private static List<String> problems(String said, JsonNode json, Request request) {
    List<String> lines = new ArrayList<>();
    Problems.read(json.path("problems")).stream()
        .map(request.placing())
        .forEach(problem -> lines.add(Texts.line(problem.toString())));
    lines.add(Texts.line(said));
    return lines;
  }
}
