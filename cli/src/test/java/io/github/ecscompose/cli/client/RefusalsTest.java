package io.github.ecscompose.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS says, and what is made of it. */
class RefusalsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ExpiredToken The security token included in the request is expired | have expired: sign in again
          Signature expired: 20261126T090000Z is now earlier than 20261126T095500Z | clock is wrong
          Signature not yet current: 20261126T110000Z is still later than 20261126T100500Z | clock is wrong
          The security token included in the request is invalid. | does not know these credentials
          The request signature we calculated does not match the signature you provided. | secret key does not belong
          User: arn:aws:iam::123456789012:user/ann is not authorized to perform: execute-api:Invoke | lack the right GET /x
          AccessDenied | lack the right GET /x
          Missing Authentication Token | no such call at this endpoint
          """)
  void eachRefusalSaysWhatToDo(String said, String told) {
    Optional<CliException> refusal = Refusals.of(said, "GET /x");
    assertThat(refusal).isPresent();
    assertThat(refusal.orElseThrow()).hasMessageContaining(told);
    assertThat(refusal.orElseThrow().exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
  }

  @Test
  void whatIsNoneStaysWhatItIs() {
    assertThat(Refusals.of("Internal server error", "GET /x")).isEmpty();
  }
}
