package io.github.ecscompose.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import io.github.ecscompose.cli.testing.ApiServer;
import io.github.ecscompose.cli.testing.Terminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiTest {

  @TempDir Path folder;

  private final ApiServer server = new ApiServer();
  private final List<Long> pauses = new ArrayList<>();
  private final Api api = api(server.url());

  private Api api(String endpoint) {
    return new Api(
        new Account(
            new Settings(
                Optional.empty(),
                Optional.of("eu-west-1"),
                "ecs-compose",
                Optional.of(endpoint),
                Map.of())),
        Terminal.clock(),
        pauses::add);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aCallIsSignedAndSentAsItIsGiven() {
    server.on("PUT /clusters/a%20b", 202, "{\"id\": \"x\"}");
    Answer answer =
        api.call(
            Request.put("clusters", "a b")
                .query("var.A", "1 & 2")
                .flag("prune", true)
                .flag("redeploy", false)
                .body("application/yaml", "services: {}".getBytes(StandardCharsets.UTF_8)));

    assertThat(answer.json().path("id").asText()).isEqualTo("x");
    ApiServer.Call call = server.calls().getFirst();
    assertThat(call.query()).isEqualTo("var.A=1%20%26%202&prune=true");
    assertThat(call.body()).isEqualTo("services: {}");
    assertThat(call.headers())
        .containsEntry("content-type", "application/yaml")
        .hasEntrySatisfying(
            "authorization",
            header ->
                assertThat(header)
                    .startsWith(
                        "AWS4-HMAC-SHA256 Credential=AKIATEST/20261126/eu-west-1/execute-api/aws4_request")
                    .contains("idempotency-key"));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 502, 503, 504})
  void whatIsThrottledOrDownIsAskedAgainWithTheSameKey(int status) {
    server.on("POST /clusters/shop/redeploy", status, "{\"message\": \"later\"}");
    server.on("POST /clusters/shop/redeploy", status, "{\"message\": \"later\"}");
    server.on("POST /clusters/shop/redeploy", 202, "{}");

    assertThat(api.call(Request.post("clusters", "shop", "redeploy")).status()).isEqualTo(202);

    assertThat(server.calls()).hasSize(3);
    assertThat(server.calls().stream().map(call -> call.headers().get("idempotency-key")))
        .doesNotContainNull()
        .containsOnly(server.calls().getFirst().headers().get("idempotency-key"));
    assertThat(pauses).hasSize(2);
    assertThat(pauses.get(1)).isGreaterThanOrEqualTo(pauses.get(0) / 2);
  }

  @Test
  void anotherCallHasAnotherKeyAndOneThatReadsHasNone() {
    server.on("POST /x", 202, "{}").on("GET /x", 200, "{}");
    api.call(Request.post("x"));
    api.call(Request.post("x"));
    api.call(Request.get("x"));
    List<String> keys =
        server.calls().stream()
            .map(call -> call.headers().getOrDefault("idempotency-key", ""))
            .toList();
    assertThat(keys).doesNotHaveDuplicates();
    assertThat(keys.getLast()).isEmpty();
  }

  @Test
  void theSameRequestBeingAnsweredIsWaitedForAndAnyOtherConflictIsTold() {
    server.on("PUT /x", 409, Map.of("Retry-After", "1"), "{\"detail\": \"is being answered\"}");
    server.on("PUT /x", 202, "{}");
    assertThat(api.call(Request.put("x")).status()).isEqualTo(202);
    server.on("PUT /y", 409, "{\"detail\": \"It has ended.\"}");
    assertFails(Request.put("y"), ExitCode.FAILED, "It has ended.");
    assertThat(server.calls()).hasSize(3);
  }

  @Test
  void itGivesUpAfterSomeAttempts() {
    server.on("GET /x", 503, "{\"detail\": \"AWS does not answer.\"}");
    assertFails(Request.get("x"), ExitCode.FAILED, "AWS does not answer.");
    assertThat(server.calls()).hasSize(5);
  }

  @ParameterizedTest
  @CsvSource({
    "400,USAGE",
    "404,FAILED",
    "409,FAILED",
    "412,FAILED",
    "413,FAILED",
    "422,REJECTED",
    "500,FAILED",
    "403,NOT_ALLOWED",
    "401,NOT_ALLOWED",
  })
  void eachStatusHasItsExitCode(int status, ExitCode code) {
    server.on("PUT /x", status, "{\"detail\": \"What it says.\"}");
    assertFails(Request.put("x"), code, "What it says.");
  }

  @Test
  void aMissingRightIsNamed() {
    server.on(
        "PUT /clusters/shop",
        403,
        "{\"message\": \"User: x is not authorized to perform: execute-api:Invoke\"}");
    assertFails(
        Request.put("clusters", "shop"),
        ExitCode.NOT_ALLOWED,
        "These credentials lack the right execute-api:Invoke on PUT/api/clusters/shop.");
  }

  @Test
  void problemsAreToldOfTheFilesThatTheyAreIn() throws IOException {
    Files.writeString(folder.resolve("a.yml"), "services:\n  web: {image: x}\n");
    Files.writeString(folder.resolve("b.yml"), "services:\n  web: {imag: y}\n");
    server.on(
        "PUT /x",
        422,
        """
        {"detail": "The stackfile has 1 problem.", "problems": [
          {"file": "stackfile.yml", "line": 5, "column": 9, "path": "services.web.imag",
           "message": "unknown\\u001b key"}]}\
        """);
    Request request =
        Stackfiles.read(List.of("a.yml", "b.yml"), folder, () -> new byte[0]).in(Request.put("x"));
    assertThatThrownBy(() -> api.call(request))
        .isInstanceOf(CliException.class)
        .hasMessageStartingWith("b.yml:2:9 services.web.imag: unknown")
        .hasMessageEndingWith(" key\nThe stackfile has 1 problem.")
        .hasMessageNotContaining("\u001b");
  }

  @Test
  void whatIsNotTheApiIsSaidToBeSo() {
    server.on("GET /x", 200, "<html>").on("GET /y", 500, "<html>");
    assertThatThrownBy(() -> api.call(Request.get("x")).json())
        .hasMessageContaining("is not ecs-compose's API (status 200, no JSON)");
    assertFails(Request.get("y"), ExitCode.UNREACHABLE, "is not ecs-compose's API (status 500)");
  }

  @Test
  void whatIsNotThereIsNothing() {
    assertThat(api.find(Request.get("none"))).isEmpty();
    server.on("GET /there", 200, "{}").on("GET /bad", 500, "{\"detail\": \"x\"}");
    assertThat(api.find(Request.get("there"))).isPresent();
    assertThatThrownBy(() -> api.find(Request.get("bad"))).isInstanceOf(CliException.class);
  }

  @Test
  void anEndpointThatDoesNotAnswerIsNamed() {
    server.close();
    assertThatThrownBy(() -> api.call(Request.get("x")))
        .hasMessageContaining(
            server.url().replaceFirst("http://(.*)/v1", "$1") + " does not answer")
        .extracting(failure -> ((CliException) failure).exitCode())
        .isEqualTo(ExitCode.UNREACHABLE);
    assertThat(pauses).as("none after the last attempt").hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shop", "ftp://x", "http:// x", "https:///v1"})
  void anEndpointIsAUrl(String endpoint) {
    assertThatThrownBy(() -> api(endpoint).call(Request.get("x")))
        .hasMessageContaining("is no endpoint")
        .extracting(failure -> ((CliException) failure).exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  private void assertFails(Request request, ExitCode code, String text) {
    assertThatThrownBy(() -> api.call(request))
        .isInstanceOf(CliException.class)
        .hasMessageContaining(text)
        .extracting(failure -> ((CliException) failure).exitCode())
        .isEqualTo(code);
  }
}
