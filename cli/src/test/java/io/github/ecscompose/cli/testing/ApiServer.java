package io.github.ecscompose.cli.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A server in place of the API: it says what it is told to say, and notes what it was asked. */
public final class ApiServer implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, Deque<Reply>> replies = new HashMap<>();
  private final List<Call> calls = new ArrayList<>();

  /** What was asked. Names of headers are in lower case. */
  public record Call(
      String method, String path, String query, Map<String, String> headers, String body) {
    public Call {
      headers = Map.copyOf(headers);
    }
  }

  private record Reply(int status, Map<String, String> headers, String body) {}

  public ApiServer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  /** Where it is, as the stack's output says it. */
  public String url() {
    return "http://127.0.0.1:%d/v1".formatted(server.getAddress().getPort());
  }

  /** Answers a call, as {@code GET /clusters}; the last answer of several is given for ever. */
  public ApiServer on(String call, int status, String body) {
    return on(call, status, Map.of(), body);
  }

  /** The same with headers. */
  public ApiServer on(String call, int status, Map<String, String> headers, String body) {
    synchronized (replies) {
      replies
          .computeIfAbsent(call, key -> new ArrayDeque<>())
          .add(new Reply(status, headers, body));
    }
    return this;
  }

  public List<Call> calls() {
    synchronized (replies) {
      return List.copyOf(calls);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new TreeMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    String path = exchange.getRequestURI().getRawPath().replaceFirst("^/v1/api", "");
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String query = exchange.getRequestURI().getRawQuery();
    Reply reply;
    synchronized (replies) {
      calls.add(
          new Call(exchange.getRequestMethod(), path, query == null ? "" : query, headers, body));
      Deque<Reply> left =
          replies.getOrDefault(exchange.getRequestMethod() + " " + path, new ArrayDeque<>());
      Reply first = left.size() > 1 ? left.removeFirst() : left.peekFirst();
      reply =
          first == null
              ? new Reply(404, Map.of(), "{\"detail\": \"There is no %s.\"}".formatted(path))
              : first;
    }
    reply.headers().forEach(exchange.getResponseHeaders()::add);
    byte[] content = reply.body().getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(reply.status(), content.length == 0 ? -1 : content.length);
    if (content.length > 0) {
      exchange.getResponseBody().write(content);
    }
    exchange.close();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
