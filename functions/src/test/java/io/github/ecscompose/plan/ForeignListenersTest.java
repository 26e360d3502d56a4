package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.plan.LoadBalancing.Action;
import io.github.ecscompose.plan.LoadBalancing.Listener;
import io.github.ecscompose.plan.LoadBalancing.LiveListener;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which listeners of a load balancer would be taken away from somebody else. */
class ForeignListenersTest {

  /** As {@code 443 ours}, {@code 80 to 443}, {@code 81 other}. */
  private static LiveListener listener(String text) {
    String[] words = text.strip().split(" ", -1);
    int port = Integer.parseInt(words[0]);
    Action action =
        switch (words[1]) {
          case "to" -> new Action.Redirect(Integer.parseInt(words[2]));
          case "other" -> new Action.Other();
          default -> new Action.Forward("arn:" + words[1]);
        };
    return new LiveListener("arn:" + port, new Listener(port, "HTTP", Optional.empty(), action));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "443 ours                    | []",
        "443 ours, 80 to 443         | []",
        "443 ours, 8080 too          | []",
        "443 ours, 80 to 8443        | [80]",
        "443 theirs, 80 to 443       | [443, 80]",
        "443 ours, 81 other          | [81]",
        "443 ours, 444 theirs        | [444]",
      })
  void areThoseThatLeadElsewhere(String listeners, String expected) {
    List<LiveListener> live =
        Arrays.stream(listeners.split(",", -1)).map(ForeignListenersTest::listener).toList();

    assertThat(
            ListenerDesign.foreign(live, Set.of("arn:ours", "arn:too")).stream()
                .map(foreign -> foreign.listener().port())
                .toList()
                .toString())
        .isEqualTo(expected);
  }
}
