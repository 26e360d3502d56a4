package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the query of a call that lists. */
final class PageQuery {

  static final int USUAL = 20;
  static final int MOST = 100;

  private PageQuery() {}

  /** What came of reading a query. */
  sealed interface Reading {}

  /** Which page is wanted: at most so many entries, behind that place. */
  record Understood(int limit, Optional<String> after) implements Reading {}

  /** Every fault, a sentence each. */
  record Refused(List<String> faults) implements Reading {
    Refused {
      faults = List.copyOf(faults);
    }
  }

  /**
   * Reads the query.
   *
   * @param list the list whose tokens count
   */
  static Reading read(APIGatewayProxyRequestEvent request, String list) {
    Map<String, List<String>> parameters = DeployQuery.parameters(request);
    List<String> faults = new ArrayList<>();
    parameters.forEach((name, values) -> {
      if (!name.equals("limit") && !name.equals("next")) {
        faults.add(
            "There is no parameter %s: there are limit and next."
                .formatted(DeployQuery.clip(name)));
      } else if (values.size() != 1) {
        faults.add("%s is given %d times: give it once.".formatted(name, values.size()));
      }
    });
    Optional<String> limit = first(parameters, "limit");
    if (limit.filter(text -> !text.matches("[1-9][0-9]?|" + MOST)).isPresent()) {
      faults.add("limit is a number from 1 to " + MOST + ".");
    }
    Optional<String> token = first(parameters, "next");
    Optional<String> after = token.flatMap(text -> PageToken.read(list, text));
    if (token.isPresent() && after.isEmpty()) {
      faults.add(
          "next is no place of this list: give it as the page before had it, or leave it out to begin with the first page.");
    }
    return faults.isEmpty()
        ? new Understood(limit.map(Integer::parseInt).orElse(USUAL), after)
        : new Refused(faults);
  }

  private static Optional<String> first(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).stream().findFirst();
  }
}
