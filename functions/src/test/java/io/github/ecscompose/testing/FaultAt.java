package io.github.ecscompose.testing;

import io.github.ecscompose.error.ThrottledException;
import io.github.ecscompose.error.TransientException;

/** One fault, at one call of a run. */
public final class FaultAt implements CallLog.Conditions {

  /** What happens to the call. */
  public enum Kind {
    /** It fails, and nothing was done. */
    FAILED,
    /** It is throttled until the SDK gives up. */
    THROTTLED,
    /** It takes effect, and the answer never arrives. */
    ANSWER_LOST,
    /** It takes effect, and the function's process is killed. */
    KILLED_AFTER,
    /** It takes effect, and somebody stops the whole execution. */
    STOPPED_AFTER
  }

  private final int number;
  private final Kind kind;
  private boolean armed;
  private boolean struck;

  public FaultAt(int number, Kind kind) {
    this.number = number;
    this.kind = kind;
  }

  @Override
  public void before(int current, String action) {
    if (struck && kind == Kind.STOPPED_AFTER) {
      // What else the execution was doing at the time is stopped too.
      throw new ExecutionStopped("before " + action);
    }
    // The call before was refused by AWS itself.
    armed = false;
    if (current != number) {
      return;
    }
    if (kind == Kind.FAILED || kind == Kind.THROTTLED || !CallLog.isChange(action)) {
      strike(action);
    }
    armed = true;
  }

  @Override
  public void after(String action) {
    if (armed) {
      armed = false;
      strike(action);
    }
  }

  private void strike(String action) {
    struck = true;
    switch (kind) {
      case FAILED, ANSWER_LOST ->
          throw new TransientException(action + " failed: connection reset");
      case THROTTLED -> throw new ThrottledException(action + " failed: Rate exceeded");
      case KILLED_AFTER -> throw new FunctionKilled("after " + action);
      case STOPPED_AFTER -> throw new ExecutionStopped("after " + action);
    }
  }

  /** Whether it came to the call. */
  public boolean hasStruck() {
    return struck;
  }
}
