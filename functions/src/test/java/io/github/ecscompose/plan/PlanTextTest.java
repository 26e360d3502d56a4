package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.ecscompose.json.JsonText;
import io.github.ecscompose.plan.DeploymentPlan.Action;
import io.github.ecscompose.plan.DeploymentPlan.ServicePlan;
import io.github.ecscompose.stackfile.Problem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTextTest {

  private static final List<Problem> NO_WARNINGS = List.of();

  private static ServicePlan plan(String name, Action action, Change... changes) {
    return new ServicePlan(
        name, action, "digest", List.of(changes), List.of(), Optional.empty(), false, Set.of());
  }

  private static JsonNode report(List<Problem> warnings, ServicePlan... services) {
    return PlanReport.of(
        "shop",
        new DeploymentPlan(false, false, List.of(services)),
        List.of(),
        Stream.of(services)
            .filter(service -> service.action() == Action.REMOVE)
            .map(ServicePlan::service)
            .toList(),
        warnings);
  }

  private static Change change(String path, String before, String after) {
    return new Change(
        path,
        Optional.of(before).filter(text -> !text.isEmpty()),
        Optional.of(after).filter(text -> !text.isEmpty()));
  }

  @Test
  void everyLineBeginsWithItsSign() {
    JsonNode report =
        report(
            NO_WARNINGS,
            plan("new", Action.CREATE, Change.created("services.new")),
            plan(
                "web",
                Action.UPDATE,
                change("services.web.image", "\"web:1\"", "\"web:2\""),
                change("services.web.environment.A", "", "(secret)"),
                change("services.web.environment.B", "(secret)", "")),
            plan(
                "api",
                Action.REPLACE,
                change("services.api.launch_type", "\"EC2\"", "\"FARGATE\"")),
            plan("old", Action.REMOVE, Change.removed("services.old", "shop-old:3")),
            plan("db", Action.NONE));

    assertThat(PlanText.of(report))
        .containsExactly(
            "+   new is created",
            "~   web is updated",
            "~       image: \"web:1\" → \"web:2\"",
            "+       environment.A: none → (secret)",
            "-       environment.B: (secret) → none",
            "-/+ api is replaced",
            "~       launch_type: \"EC2\" → \"FARGATE\"",
            "-   old is removed",
            "    db stays as it is",
            "",
            "    1 to create, 1 to update, 1 to replace, 1 to remove, 1 unchanged");
  }

  @ParameterizedTest
  @EnumSource(Action.class)
  void everyActionHasWordsOfItsOwn(Action action) {
    JsonNode report = report(NO_WARNINGS, plan("web", action));

    assertThat(PlanText.of(report).getFirst()).doesNotContain(action.name());
    assertThat(report.path("counts").findValuesAsText("")).isEmpty();
    assertThat(report.path("counts").size()).isEqualTo(Action.values().length);
    assertThat(report.path("changed").asBoolean()).isEqualTo(action.changes());
  }

  @Test
  void saysThatNothingChanges() {
    assertThat(PlanText.of(report(NO_WARNINGS, plan("web", Action.NONE))))
        .containsExactly("    web stays as it is", "", "    Nothing changes: 1 unchanged");
  }

  @Test
  void tellsTheOrderWhereSomebodyWaits() throws IOException {
    JsonNode report =
        JsonText.read(
            """
            {"services": [], "changed": true, "counts": {"create": 3},
             "waves": [["db", "queue"], ["web"]], "warnings": []}
            """
                .getBytes(StandardCharsets.UTF_8));

    assertThat(PlanText.of(report))
        .containsExactly("", "    3 to create", "    Order: db queue, then web");
  }

  @Test
  void whatIsRemovedComesLast() {
    JsonNode report = report(NO_WARNINGS, plan("old", Action.REMOVE));

    assertThat(report.path("waves").toString()).isEqualTo("[[\"old\"]]");
  }

  @Test
  void tellsNotesAndWarningsAndNothingThatATerminalObeys() {
    ServicePlan noted =
        new ServicePlan(
            "web",
            Action.NONE,
            "digest",
            List.of(),
            List.of("services.web.desired_count: 1 → left at 3"),
            Optional.empty(),
            false,
            Set.of());
    List<Problem> warnings =
        List.of(
            new Problem("stackfile.yml", 3, 1, "services.web.build", "is ignored"),
            new Problem("stackfile.yml", 0, 0, "", "the variable A is unused"));

    assertThat(PlanText.of(report(warnings, noted)))
        .containsExactly(
            "    web stays as it is",
            "        services.web.desired_count: 1 → left at 3",
            "",
            "    Nothing changes: 1 unchanged",
            "    warning: line 3 services.web.build: is ignored",
            "    warning: the variable A is unused");
    assertThat(
            PlanText.of(
                report(
                    NO_WARNINGS, plan("web", Action.UPDATE, change("elb", "\u001b[31m\n", "b")))))
        .contains("~       elb:  [31m  → b");
  }

  @Test
  void cutsLongValues() {
    String longer = "x".repeat(300);

    assertThat(
            PlanText.of(report(NO_WARNINGS, plan("web", Action.UPDATE, change("a", "", longer)))))
        .contains("+       a: none → " + "x".repeat(200) + "…");
  }
}
