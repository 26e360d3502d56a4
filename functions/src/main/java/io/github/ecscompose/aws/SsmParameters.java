package io.github.ecscompose.aws;

import io.github.ecscompose.stackfile.Variables;
import io.github.ecscompose.step.Parameters;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParametersByPathRequest;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.paginators.GetParametersByPathIterable;

/** {@link Parameters} on SSM. */
public final class SsmParameters implements Parameters {

  /** The most that a page holds, by SSM's model. */
  private static final int PAGE = 10;

  private final SsmClient client;

  public SsmParameters(SsmClient client) {
    this.client = client;
  }

  @Override
  public Map<String, Variables.Value> under(String path) {
    GetParametersByPathRequest request =
        GetParametersByPathRequest.builder()
            .path(path)
            .recursive(false)
            .withDecryption(true)
            .maxResults(PAGE)
            .build();
    Map<String, Variables.Value> values = new TreeMap<>();
    AwsErrors.call(
            "ssm:GetParametersByPath",
            "parameters under " + path,
            () ->
                new GetParametersByPathIterable(client, request)
                    .stream().flatMap(page -> page.parameters().stream()).toList())
        .forEach(
            parameter -> values.put(parameter.name().substring(path.length()), value(parameter)));
    return values;
  }

  private static Variables.Value value(Parameter parameter) {
    return new Variables.Value(parameter.value(), parameter.type() == ParameterType.SECURE_STRING);
  }
}
