package io.github.ecscompose.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.text.Screen.Abilities;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScreenTest {

  /** Without a terminal nothing moves; NO_COLOR, CI and a dumb terminal have it their way. */
  @ParameterizedTest
  @CsvSource({
    "1,xterm,'','',true,true",
    "0,xterm,'','',false,false",
    "1,xterm,1,'',true,false",
    "1,dumb,'','',false,false",
    "1,xterm,'',true,false,true",
  })
  void whatATerminalCanDoComesFromTheEnvironment(
      String output, String kind, String noColour, String ci, boolean terminal, boolean colours) {
    Abilities abilities =
        Abilities.of(
            Map.of(
                "ECS_COMPOSE_TERMINAL",
                output,
                "ECS_COMPOSE_INTERACTIVE",
                "1",
                "TERM",
                kind,
                "NO_COLOR",
                noColour,
                "CI",
                ci));
    assertThat(abilities.terminal()).isEqualTo(terminal);
    assertThat(abilities.colours()).isEqualTo(colours);
  }
}
