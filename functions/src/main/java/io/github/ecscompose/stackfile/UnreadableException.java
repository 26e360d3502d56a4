package io.github.ecscompose.stackfile;

/** A source's text cannot be read to its end. */
final class UnreadableException extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient Position at;

  UnreadableException(Position at, String message) {
    super(message);
    this.at = at;
  }

  Position at() {
    return at;
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
