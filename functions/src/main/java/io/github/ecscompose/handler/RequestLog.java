package io.github.ecscompose.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyRequestEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayProxyResponseEvent;
import io.github.ecscompose.handler.LogLine.Level;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells of each request who asked for what and how it was answered. Neither its query nor its body
 * nor the answer: all three may hold a variable's value.
 */
final class RequestLog {

  private static final InstantSource CLOCK = InstantSource.system();

  private RequestLog() {}

  static String route(APIGatewayProxyRequestEvent request) {
    return request.getHttpMethod() + " " + request.getResource();
  }

  static APIGatewayProxyResponseEvent logged(
      APIGatewayProxyRequestEvent request,
      Context context,
      Supplier<APIGatewayProxyResponseEvent> answering) {
    long start = System.nanoTime();
    APIGatewayProxyResponseEvent answer = answering.get();
    line(Level.INFO, request, context)
        .with("status", answer.getStatusCode())
        .with("milliseconds", (System.nanoTime() - start) / 1_000_000)
        .print(System.out);
    return answer;
  }

  /** Tells what the caller may have no right to see. */
  static void failed(
      APIGatewayProxyRequestEvent request, Context context, RuntimeException failure) {
    line(Level.ERROR, request, context).with("error", failure.toString()).print(System.out);
  }

  private static LogLine line(Level level, APIGatewayProxyRequestEvent request, Context context) {
    Map<String, String> named = Optional.ofNullable(request.getPathParameters()).orElse(Map.of());
    return LogLine.of(CLOCK, level, route(request))
        .with("cluster", named.getOrDefault("cluster", ""))
        .with("deployment", named.getOrDefault("id", ""))
        .with("service", named.getOrDefault("service", ""))
        .with("caller", ApiHandler.caller(request))
        .in(context);
  }
}
