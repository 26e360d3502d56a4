package io.github.ecscompose.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.stackfile.Variables;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.mockito.ArgumentCaptor;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathResponse;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

class SsmParametersTest {

  private final SsmClient client = mock(SsmClient.class);
  private final SsmParameters parameters = new SsmParameters(client);

  @Test
  void readsDecryptedParametersPageByPage() {
    when(client.getParametersByPath(any(GetParametersByPathRequest.class)))
        .thenReturn(
            GetParametersByPathResponse.builder()
                .parameters(parameter("/shop/TAG", "1.2", ParameterType.STRING))
                .nextToken("next")
                .build(),
            GetParametersByPathResponse.builder()
                .parameters(parameter("/shop/PASSWORD", "hidden", ParameterType.SECURE_STRING))
                .build());

    assertThat(parameters.under("/shop/"))
        .isEqualTo(
            Map.of(
                "TAG", new Variables.Value("1.2", false),
                "PASSWORD", new Variables.Value("hidden", true)));

    ArgumentCaptor<GetParametersByPathRequest> requests =
        ArgumentCaptor.forClass(GetParametersByPathRequest.class);
    verify(client, times(2)).getParametersByPath(requests.capture());
    assertThat(requests.getAllValues())
        .allMatch(request -> request.path().equals("/shop/"))
        .allMatch(request -> request.withDecryption() && !request.recursive());
    assertThat(requests.getAllValues().getLast().nextToken()).isEqualTo("next");
  }

  @Test
  void findsNothingUnderAnEmptyPath() {
    when(client.getParametersByPath(any(GetParametersByPathRequest.class)))
        .thenReturn(GetParametersByPathResponse.builder().build());

    assertThat(parameters.under("/shop/")).isEmpty();
  }

  @Test
  void reportsFailuresWithThePath() {
    when(client.getParametersByPath(any(GetParametersByPathRequest.class)))
        .thenThrow(Failures.throttled())
        .thenThrow(Failures.denied());

    assertThatThrownBy(() -> parameters.under("/shop/")).isInstanceOf(ThrottledException.class);
    assertThatThrownBy(() -> parameters.under("/shop/"))
        .isInstanceOf(RefusedException.class)
        .hasMessageStartingWith("ssm:GetParametersByPath of parameters under /shop/ failed");
  }

  private static Parameter parameter(String name, String value, ParameterType type) {
    return Parameter.builder().name(name).value(value).type(type).build();
  }
}
