package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.handler.DeployQuery.Refused;
import io.github.ecscompose.handler.DeployQuery.Understood;
import io.github.ecscompose.stackfile.Variables.Value;
import io.github.ecscompose.template.ApiSchema;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeployQueryTest {

  private static final String VALUE = "what-nobody-may-see";

  private static DeployQuery.Reading read(Map<String, List<String>> query) {
    return DeployQuery.read(
        new APIGatewayProxyRequestEvent()
            .withQueryStringParameters(
                query.entrySet().stream()
                    .collect(
                        Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().getLast())))
            .withMultiValueQueryStringParameters(query));
  }

  private static List<String> faults(Map<String, List<String>> query) {
    assertThat(read(query)).isInstanceOf(Refused.class);
    return ((Refused) read(query)).faults();
  }

  @Test
  void readsFlagsAndVariables() {
    assertThat(
            read(
                Map.of(
                    "redeploy", List.of("true"),
                    "var.TAG", List.of("1.4 & more=x"),
                    "var._a1", List.of(""))))
        .isEqualTo(
            new Understood(
                new Options(true, false),
                Map.of("TAG", new Value("1.4 & more=x", false), "_a1", new Value("", false))));
  }

  @Test
  void takesWhatTheApiDescribes() {
    ApiSchema api = new ApiSchema();
    Map<String, List<String>> described =
        api.queryParameters("/api/clusters/{cluster}", "put").stream()
            .collect(Collectors.toMap(Function.identity(), name -> List.of("true")));

    assertThat(described).containsOnlyKeys("redeploy", "update_only", "prune", "var.NAME");
    described.put("prune", List.of("false"));
    assertThat(read(described))
        .isEqualTo(
            new Understood(new Options(true, true), Map.of("NAME", new Value("true", false))));
  }

  @Test
  void prunes() {
    assertThat(read(Map.of("prune", List.of("true"))))
        .isEqualTo(new Understood(new Options(false, false, true, Set.of()), Map.of()));
    assertThat(read(Map.of("prune", List.of("true"), "update_only", List.of("true"))))
        .isEqualTo(
            new Refused(
                List.of("With update_only nothing is removed: give either that or prune.")));
  }

  @Test
  void aCallWithoutAQueryIsOne() {
    assertThat(DeployQuery.read(new APIGatewayProxyRequestEvent()))
        .isEqualTo(new Understood(Options.NONE, Map.of()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TAG|There is no parameter TAG: there are redeploy, update_only, prune, and var.NAME for the variable NAME.",
        "updateonly|There is no parameter updateonly: there are redeploy, update_only, prune, and var.NAME for the variable NAME.",
        "VAR.TAG|There is no parameter VAR.TAG: there are redeploy, update_only, prune, and var.NAME for the variable NAME.",
        "redeploy|redeploy is true or false.",
        "update_only|update_only is true or false.",
        "var.|var. names no variable: a name has letters, digits and underscores, and begins with no digit.",
        "var.1A|var.1A names no variable: a name has letters, digits and underscores, and begins with no digit.",
        "var.A-B|var.A-B names no variable: a name has letters, digits and underscores, and begins with no digit.",
        "var.É|var.É names no variable: a name has letters, digits and underscores, and begins with no digit.",
        "var.ECS_COMPOSE_REGION|var.ECS_COMPOSE_REGION cannot be given: variables whose names begin with ECS_COMPOSE_ are built in.",
        "var.ECS_COMPOSE_|var.ECS_COMPOSE_ cannot be given: variables whose names begin with ECS_COMPOSE_ are built in."
      })
  void saysWhatIsAllowedAndNotWhatWasGiven(String name, String fault) {
    assertThat(faults(Map.of(name, List.of(VALUE)))).containsExactly(fault);
  }

  @Test
  void refusesWhatIsGivenTwice() {
    assertThat(
            faults(
                Map.of(
                    "var.TAG", List.of(VALUE, VALUE),
                    "redeploy", List.of("true", "false"))))
        .containsExactly(
            "redeploy is given 2 times: give it once.", "var.TAG is given 2 times: give it once.");
  }

  @Test
  void boundsWhatMayBeGiven() {
    Map<String, List<String>> most =
        IntStream.range(0, 100)
            .mapToObj(number -> "var.A" + number)
            .collect(Collectors.toMap(Function.identity(), name -> List.of("é".repeat(2048))));
    assertThat(read(most)).isInstanceOf(Understood.class);

    Map<String, List<String>> more = new TreeMap<>(most);
    more.put("var.B", List.of(""));
    assertThat(faults(more)).containsExactly("There are 101 variables: 100 may be given.");

    assertThat(faults(Map.of("var.A", List.of("é".repeat(2048) + "a"))))
        .containsExactly("var.A has 4097 bytes: a variable may have 4096.");
  }

  @Test
  void namesThatAreQuotedEndSomewhere() {
    assertThat(faults(Map.of("a".repeat(9_000), List.of(""))))
        .singleElement()
        .asString()
        .hasSizeLessThan(250);
  }
}
