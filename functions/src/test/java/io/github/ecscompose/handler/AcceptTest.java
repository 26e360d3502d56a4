package io.github.ecscompose.handler;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {

  private static final List<String> OFFERED = List.of("application/json", "text/plain");

  private static String chosen(APIGatewayProxyRequestEvent request) {
    return Accept.choose(request, OFFERED).orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/*                                       | application/json",
        "text/plain                                | text/plain",
        "TEXT/PLAIN;charset=utf-8                  | text/plain",
        "text/*                                    | text/plain",
        "application/json;q=0.5, text/plain        | text/plain",
        "text/plain;q=0.5, */*;q=0.1               | text/plain",
        "text/plain, application/json              | application/json",
        "application/json;q=0, */*                 | text/plain",
        "text/html, application/xhtml+xml          | none",
        "application/json;q=0                      | none",
        "application/js                            | none",
        "'text/html, ,; q=1'                       | none",
        "application/json;q=much                   | application/json"
      })
  void choosesWhatTheCallerLikesBest(String header, String chosen) {
    assertThat(chosen(new APIGatewayProxyRequestEvent().withHeaders(Map.of("accept", header))))
        .isEqualTo(chosen);
  }

  @Test
  void whoSaysNothingGetsTheFirst() {
    assertThat(chosen(new APIGatewayProxyRequestEvent())).isEqualTo("application/json");
    assertThat(chosen(new APIGatewayProxyRequestEvent().withHeaders(Map.of("Accept", ""))))
        .isEqualTo("application/json");
  }

  @Test
  void aHeaderThatIsGivenTwiceIsOneList() {
    assertThat(
            chosen(
                new APIGatewayProxyRequestEvent()
                    .withHeaders(Map.of("Accept", "text/html"))
                    .withMultiValueHeaders(Map.of("Accept", List.of("text/plain", "text/html")))))
        .isEqualTo("text/plain");
  }
}
