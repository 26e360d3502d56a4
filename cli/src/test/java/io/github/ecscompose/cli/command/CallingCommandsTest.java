package io.github.ecscompose.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.testing.ApiServer;
import io.github.ecscompose.cli.testing.Rows;
import io.github.ecscompose.cli.testing.Terminal;
import io.github.ecscompose.cli.text.Screen.Abilities;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What commands ask of the API, and what they make of its answers. */
class CallingCommandsTest {

  private static final String DEPLOYMENT = "/clusters/shop/deployments/" + Rows.ID;
  private static final String SUCCEEDED =
      Rows.deployment(
          "SUCCEEDED", "\"finishedAt\": \"2026-11-26T09:58:58Z\", \"counts\": {\"updated\": 1}");

  @TempDir Path folder;

  private final ApiServer server = new ApiServer();

  @BeforeEach
  void write() throws IOException {
    Files.writeString(folder.resolve("stackfile.yml"), "services: {web: {image: 'x:${TAG:-1}'}}\n");
    server.on("GET " + DEPLOYMENT, 200, SUCCEEDED);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private int run(Terminal terminal, String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--endpoint", server.url(), "--region", "eu-west-1"));
    return terminal.run(all.toArray(String[]::new));
  }

  @Test
  void deployWaitsForTheEnd() {
    server.on("PUT /clusters/shop", 202, Rows.deployment("RECEIVED", ""));
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "deploy", "shop", "--var", "TAG=2", "--prune", "--if-match", "01ABC"))
        .isZero();
    assertThat(terminal.output()).isEqualTo("SUCCEEDED (1 updated) in 10 s\n");
    ApiServer.Call call = server.calls().getFirst();
    assertThat(call.query()).isEqualTo("prune=true&var.TAG=2");
    assertThat(call.headers()).containsEntry("if-match", "\"01ABC\"");
    assertThat(call.body()).startsWith("services: ");
  }

  @Test
  void onlyVariablesThatTheStackfileNamesLeaveThisComputer() {
    server.on("PUT /clusters/shop", 202, Rows.deployment("RECEIVED", ""));
    run(
        new Terminal(folder).environment(Map.of("TAG", "3", "AWS_SECRET", "hunter2")),
        "deploy",
        "shop");
    assertThat(server.calls().getFirst().query()).isEqualTo("var.TAG=3");
  }

  /** Whoever wrote the stackfile must not come by the credentials of whoever deploys it. */
  @Test
  void credentialsLeaveThisComputerOnlyWhereTheyAreMeant() throws IOException {
    server.on("PUT /clusters/shop", 202, Rows.deployment("RECEIVED", ""));
    Files.writeString(
        folder.resolve("stackfile.yml"), "services: {web: {image: 'x:${GITHUB_TOKEN}'}}\n");
    Map<String, String> environment = Map.of("GITHUB_TOKEN", "hunter2");
    Terminal terminal = new Terminal(folder).environment(environment);

    run(terminal, "deploy", "shop");
    run(new Terminal(folder).environment(environment), "deploy", "shop", "--var", "GITHUB_TOKEN");

    List<String> queries =
        server.calls().stream()
            .filter(call -> call.body().startsWith("services"))
            .map(ApiServer.Call::query)
            .toList();
    assertThat(queries).containsExactly("", "var.GITHUB_TOKEN=hunter2");
    assertThat(terminal.errors()).contains("--var GITHUB_TOKEN").doesNotContain("hunter2");
  }

  @Test
  void nothingGoesInTheClearToAnotherComputer() {
    Terminal terminal = new Terminal(folder);
    assertThat(terminal.run("list", "--endpoint", "http://example.com/v1", "--region", "eu-west-1"))
        .isEqualTo(64);
    assertThat(terminal.errors()).contains("a URL with https");
  }

  /** A control character above ASCII moves the cursor of some terminals. */
  @Test
  void jsonMovesNoCursor() {
    server.on(
        "GET /clusters/shop/deployments", 200, "{\"deployments\": [{\"id\": \"a\u009b2J\"}]}");
    Terminal terminal = new Terminal(folder);
    run(terminal, "history", "shop", "-o", "json");
    assertThat(terminal.output()).contains("a\\u009b2J");
  }

  @Test
  void theOlderToolsCommandDoesTheSame() {
    server.on("PUT /clusters/shop", 202, Rows.deployment("RECEIVED", ""));
    assertThat(
            run(
                new Terminal(folder),
                "cluster",
                "deploy",
                "shop",
                "-f",
                "stackfile.yml",
                "--redeploy",
                "--update-only"))
        .isZero();
    assertThat(server.calls().getFirst().query()).isEqualTo("redeploy=true&update_only=true");
  }

  @Test
  void detachedItTellsHowToFollow() {
    server.on(
        "PUT /clusters/shop",
        202,
        Rows.deployment(
            "RECEIVED",
            """
            "warnings": [{"file": "stackfile.yml", "line": 1, "column": 2, "path": "services",
                          "message": "is old"}]\
            """));
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "deploy", "shop", "--detach")).isZero();
    assertThat(terminal.output())
        .isEqualTo("ecs-compose status shop %s --wait\n".formatted(Rows.ID));
    assertThat(terminal.errors()).contains("warning: stackfile.yml:1:2 services: is old");
    Terminal json = new Terminal(folder);
    run(json, "deploy", "shop", "--detach", "-o", "json");
    assertThat(Rows.json(json.output()).path("id").asText()).isEqualTo(Rows.ID);
  }

  @Test
  void aSummaryIsAppended() throws IOException {
    server.on("PUT /clusters/shop", 202, Rows.deployment("RECEIVED", ""));
    Files.writeString(folder.resolve("summary.md"), "before\n");
    run(new Terminal(folder), "deploy", "shop", "--summary", "summary.md", "-o", "json");
    assertThat(folder.resolve("summary.md"))
        .content()
        .startsWith("before\n### ✅ shop: SUCCEEDED in 10 s\n");
  }

  @Test
  void inATerminalATableIsDrawn() {
    server.on("PUT /clusters/shop", 202, Rows.deployment("RECEIVED", ""));
    Terminal terminal = new Terminal(folder, new Abilities(true, true, true, () -> 80, () -> 24));
    assertThat(run(terminal, "deploy", "shop")).isZero();
    assertThat(terminal.output())
        .contains("\u001b[J\u001b[1mshop  SUCCEEDED  10 s\u001b[0m")
        .endsWith("\u001b[32mSUCCEEDED (1 updated) in 10 s\u001b[0m\n");
  }

  @ParameterizedTest
  @CsvSource({"true,true,2", "true,false,0", "false,true,0"})
  void aPlanCanEndWithWhatItFound(boolean detailed, boolean changed, int code) {
    server.on(
        "POST /clusters/shop/plan",
        200,
        """
        {"cluster": "shop", "changed": %s, "counts": {"update": %d}, "services": [
          {"service": "web", "action": "UPDATE", "changes": [
            {"path": "services.web.image", "before": "x:1", "after": "x:2"}], "notes": []}]}\
        """
            .formatted(changed, changed ? 1 : 0));
    Terminal terminal = new Terminal(folder);
    String option = detailed ? "--detailed-exitcode" : "--quiet";
    assertThat(run(terminal, "plan", "shop", option)).isEqualTo(code);
    assertThat(terminal.output())
        .contains("web is updated", "image: x:1 → x:2")
        .contains(changed ? "1 to update" : "Nothing changes");
  }

  @Test
  void historyReadsPageByPage() {
    server.on(
        "GET /clusters/shop/deployments",
        200,
        "{\"deployments\": [%s], \"next\": \"a/b\"}".formatted(SUCCEEDED));
    server.on(
        "GET /clusters/shop/deployments",
        200,
        "{\"deployments\": [%s]}"
            .formatted(Rows.deployment("FAILED", "\"error\": \"It failed.\"")));
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "history", "shop", "-n", "5")).isZero();
    assertThat(terminal.output())
        .isEqualTo(
            """
            DEPLOYMENT                  STATUS     AT                    TOOK        BY   WHO           WHAT
            01KA5XG7QJ4M8N2P6R9S3T5V7W  SUCCEEDED  2026-11-26T09:58:48Z  10 s        API  deployer/ann  1 updated
            01KA5XG7QJ4M8N2P6R9S3T5V7W  FAILED     2026-11-26T09:58:48Z  1 min 12 s  API  deployer/ann  It failed.
            """);
    assertThat(server.calls())
        .extracting(ApiServer.Call::query)
        .containsExactly("limit=5", "limit=4&next=a%2Fb");
  }

  @Test
  void listTellsOfEachCluster() {
    server.on(
        "GET /clusters",
        200,
        "{\"clusters\": [{\"cluster\": \"shop\", \"lastDeployment\": %s}, {\"cluster\": \"new\"}]}"
            .formatted(SUCCEEDED));
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "list")).isZero();
    assertThat(terminal.output()).contains("shop     SUCCEEDED").contains("\nnew");
    Terminal yaml = new Terminal(folder);
    run(yaml, "ls", "-o", "yaml");
    assertThat(yaml.output()).startsWith("clusters:\n- cluster: shop\n");
  }

  @Test
  void anEmptyListSaysWhatToDo() {
    server.on("GET /clusters", 200, "{\"clusters\": []}");
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "list")).isZero();
    assertThat(terminal.errors()).contains("No cluster has a deployment yet: ecs-compose deploy");
  }

  @Test
  void statusTellsOfTheNewest() {
    server.on(
        "GET /clusters/shop/deployments", 200, "{\"deployments\": [%s]}".formatted(SUCCEEDED));
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "status", "shop")).isZero();
    assertThat(terminal.output()).startsWith("shop  %s  SUCCEEDED  10 s\n".formatted(Rows.ID));
    Terminal none = new Terminal(folder);
    server.on("GET /clusters/none/deployments", 200, "{\"deployments\": []}");
    assertThat(run(none, "status", "none")).isEqualTo(1);
    assertThat(none.errors()).isEqualTo("The cluster none has no deployment.\n");
  }

  @Test
  void redeployAndRollbackSayWhatTheyMean() {
    server.on("POST /clusters/shop/redeploy", 202, Rows.deployment("RECEIVED", ""));
    server.on("POST /clusters/shop/rollback", 202, Rows.deployment("RECEIVED", ""));
    run(new Terminal(folder), "redeploy", "shop", "-s", "web", "-s", "api", "-d");
    run(new Terminal(folder), "rollback", "shop", "--to", "01ABC", "-d");
    run(new Terminal(folder), "restart", "shop", "-d");
    assertThat(server.calls())
        .extracting(ApiServer.Call::body)
        .containsExactly("{\"services\":[\"web\",\"api\"]}", "{\"to\":\"01ABC\"}", "{}");
  }

  @ParameterizedTest
  @CsvSource({"CANCELED,0", "SUCCEEDED,1"})
  void cancelWaitsForTheEnd(String status, int code) {
    String other = "/clusters/shop/deployments/01B";
    server.on("DELETE " + other, 202, Rows.deployment("DEPLOYING", ""));
    server.on("GET " + other, 200, Rows.deployment(status, ""));
    assertThat(run(new Terminal(folder), "cancel", "shop", "01B")).isEqualTo(code);
  }

  @Test
  void describePrintsWhatTheApiSays() {
    server.on("GET /clusters/shop", 200, "services:\n  web: {}\n");
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "cluster", "describe", "shop")).isZero();
    assertThat(terminal.output()).isEqualTo("services:\n  web: {}\n");
    assertThat(server.calls().getFirst().headers()).containsEntry("accept", "application/yaml");
  }

  @Test
  void destroyingIsConfirmed() {
    server.on("DELETE /clusters/shop", 202, Rows.deployment("RECEIVED", ""));
    server.on("DELETE /clusters/shop/services/web", 202, Rows.deployment("RECEIVED", ""));
    Abilities interactive = new Abilities(false, true, false, () -> 80, () -> 24);

    Terminal nobody = new Terminal(folder);
    assertThat(run(nobody, "cluster", "destroy", "shop")).isEqualTo(64);
    assertThat(nobody.errors()).contains("give --yes");
    Terminal wrong = new Terminal(folder, interactive).typing("shpo\n");
    assertThat(run(wrong, "cluster", "destroy", "shop")).isEqualTo(64);
    assertThat(wrong.errors()).contains("That is not shop: nothing was destroyed.");
    assertThat(server.calls()).isEmpty();

    Terminal right = new Terminal(folder, interactive).typing("shop\n");
    assertThat(run(right, "cluster", "destroy", "shop")).isZero();
    assertThat(run(new Terminal(folder), "service", "destroy", "shop", "-s", "web", "--yes"))
        .isZero();
    assertThat(server.calls().stream().filter(call -> call.method().equals("DELETE")))
        .extracting(ApiServer.Call::query)
        .containsExactly("confirm=shop", "confirm=web");
  }

  @Test
  void openPrintsTheUrl() {
    server.on(
        "GET /clusters/shop",
        200,
        """
        {"services": {"web": {"elb": {"dns": {"record_name": "www.example.com"}}},
                      "api": {"elb": {"dns": {"record_name": "api.example.com"}}}}}\
        """);
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "open", "shop", "api")).isZero();
    assertThat(terminal.output()).isEqualTo("http://api.example.com\n");
    Terminal which = new Terminal(folder);
    assertThat(run(which, "open", "shop")).isEqualTo(64);
    assertThat(which.errors()).contains("These have a load balancer: web, api.");
  }

  @Test
  void aServiceThatLogsElsewhereIsSaidToDoSo() {
    server.on("GET /clusters/shop", 200, "{\"services\": {\"web\": {\"image\": \"x\"}}}");
    Terminal terminal = new Terminal(folder);
    assertThat(run(terminal, "logs", "shop", "web")).isEqualTo(1);
    assertThat(terminal.errors()).contains("The service web does not log to CloudWatch");
    Terminal unknown = new Terminal(folder);
    assertThat(run(unknown, "logs", "shop", "api")).isEqualTo(1);
    assertThat(unknown.errors()).contains("There is no service api: there are web.");
  }
}
