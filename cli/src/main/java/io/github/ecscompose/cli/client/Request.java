package io.github.ecscompose.cli.client;

import io.github.ecscompose.stackfile.Problem;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A call of the API. */
public final class Request {

  /** A body and its type. */
  @SuppressWarnings("ArrayRecordComponent") // Bodies are not compared.
  record Body(String type, byte[] content) {}

  /** A name and a value of the query; what comes twice is sent twice. */
  record Parameter(String name, String value) {}

  private final String method;
  private final List<String> path;
  private final List<Parameter> query = new ArrayList<>();
  private final Map<String, String> headers = new HashMap<>();
  private Optional<Body> body = Optional.empty();
  private UnaryOperator<Problem> placing = UnaryOperator.identity();

  private Request(String method, List<String> path) {
    this.method = method;
    this.path = List.copyOf(path);
  }

  public static Request get(String... path) {
    return new Request("GET", List.of(path)).header("Accept", "application/json");
  }

  public static Request put(String... path) {
    return new Request("PUT", List.of(path));
  }

  public static Request post(String... path) {
    return new Request("POST", List.of(path));
  }

  public static Request delete(String... path) {
    return new Request("DELETE", List.of(path));
  }

  public Request header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  public Request query(String name, String value) {
    query.add(new Parameter(name, value));
    return this;
  }

  /** Adds a flag where it is set. */
  public Request flag(String name, boolean set) {
    return set ? query(name, "true") : this;
  }

  public Request body(String type, byte[] content) {
    body = Optional.of(new Body(type, content));
    return this;
  }

  /** Says where what the API finds in the body is in the user's files. */
  public Request placing(UnaryOperator<Problem> places) {
    placing = places;
    return this;
  }

  UnaryOperator<Problem> placing() {
    return placing;
  }

  String method() {
    return method;
  }

  /** The parts of the path after {@code /api}. */
  List<String> path() {
    return path;
  }

  List<Parameter> query() {
    return List.copyOf(query);
  }

  Map<String, String> headers() {
    return Map.copyOf(headers);
  }

  Optional<Body> body() {
    return body;
  }

  /** As a right is named: {@code execute-api:Invoke on PUT/api/clusters/shop}. */
  String action() {
    return "execute-api:Invoke on %s/api/%s".formatted(method, String.join("/", path));
  }
}
