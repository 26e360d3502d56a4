package io.github.ecscompose.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;

/** An HTTP client that gives one answer after the other, for tests of what the SDK repeats. */
final class AnsweringHttp implements SdkHttpClient {

  private final Deque<Answer> answers;
  private int requests;

  AnsweringHttp(Answer... answers) {
    this.answers = new ArrayDeque<>(List.of(answers));
  }

  /** An answer, or the failure to get one. */
  @FunctionalInterface
  interface Answer {
    HttpExecuteResponse get() throws IOException;
  }

  static Answer json(int status, String body) {
    return () ->
        HttpExecuteResponse.builder()
            .response(SdkHttpResponse.builder().statusCode(status).build())
            .responseBody(
                AbortableInputStream.create(
                    new ByteArrayInputStream(body.getBytes(StandardCharsets.UTF_8))))
            .build();
  }

  /** How many were made. */
  int requests() {
    return requests;
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        requests++;
        return answers.remove().get();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
