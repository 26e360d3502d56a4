package io.github.ecscompose.cli;

/** What the process ends with. The numbers are public and stay. */
public enum ExitCode {
  /** Done, or there was nothing to do. */
  DONE(0),
  /** The deployment failed, or the call did. */
  FAILED(1),
  /** {@code plan --detailed-exitcode}: something would change. */
  CHANGES(2),
  /** The stackfile has problems. */
  REJECTED(3),
  /** There are no credentials, or they may not do that. */
  NOT_ALLOWED(4),
  /** The application, or AWS, is not there or does not answer. */
  UNREACHABLE(5),
  /** The command is not one, or lacks something. */
  USAGE(64),
  /** Ctrl-C. */
  INTERRUPTED(130);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  public int number() {
    return number;
  }
}
