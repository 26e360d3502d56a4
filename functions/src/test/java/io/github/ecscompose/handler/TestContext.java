package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;

/** The context of an invocation; keeps what is logged. */
final class TestContext implements Context {

  private final StringBuilder log = new StringBuilder();
  private final int remaining;

  TestContext() {
    this(30_000);
  }

  /** One whose function may run for so many more milliseconds. */
  TestContext(int remaining) {
    this.remaining = remaining;
  }

  String lines() {
    return log.toString();
  }

  @Override
  public String getAwsRequestId() {
    return "request-1";
  }

  @Override
  public String getLogGroupName() {
    return "group";
  }

  @Override
  public String getLogStreamName() {
    return "stream";
  }

  @Override
  public String getFunctionName() {
    return "function";
  }

  @Override
  public String getFunctionVersion() {
    return "1";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:eu-central-1:123456789012:function:api:live";
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw new UnsupportedOperationException("no mobile app calls this");
  }

  @Override
  public ClientContext getClientContext() {
    throw new UnsupportedOperationException("no mobile app calls this");
  }

  @Override
  public int getRemainingTimeInMillis() {
    return remaining;
  }

  @Override
  public int getMemoryLimitInMB() {
    return 512;
  }

  @Override
  public LambdaLogger getLogger() {
    return new LambdaLogger() {
      @Override
      public void log(String message) {
        log.append(message);
      }

      @Override
      public void log(byte[] message) {
        log.append(new String(message, StandardCharsets.UTF_8));
      }
    };
  }
}
