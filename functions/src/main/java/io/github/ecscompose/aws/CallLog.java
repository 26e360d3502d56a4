package io.github.ecscompose.aws;

import java.io.PrintStream;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Prints a JSON line for each call, as {@code {"awsCall":"ecs:CreateService"}}, so that tests can
 * count what a deployment asks of AWS. Retries of one call are not told apart.
 */
final class CallLog implements ExecutionInterceptor {

  private final String service;
  private final PrintStream output;

  CallLog(String service, PrintStream output) {
    this.service = service;
    this.output = output;
  }

  @Override
  public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
    output.println(
        "{\"awsCall\":\""
            + service
            + ":"
            + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME)
            + "\"}");
  }
}
