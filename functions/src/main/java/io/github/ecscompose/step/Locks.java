package io.github.ecscompose.step;

import io.github.ecscompose.deployment.Lock;

/** The clusters' locks, in the table. Every method may be repeated. */
public interface Locks {

  /** A cluster's lock. Consistent with every write before the call. */
  Lock find(String cluster);

  /**
   * Changes a lock that is still as it was seen.
   *
   * @return whether it was
   */
  boolean replace(String cluster, Lock seen, Lock next);

  /**
   * Gives a lock back. One that somebody else holds is left alone.
   *
   * @param succeeded whether the holder was asked for by a person and did what it should
   */
  void release(String cluster, String executionArn, boolean succeeded);
}
