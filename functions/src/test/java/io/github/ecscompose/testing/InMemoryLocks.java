package io.github.ecscompose.testing;

import io.github.ecscompose.deployment.Lock;
import io.github.ecscompose.deployment.Lock.Holder;
import io.github.ecscompose.step.Locks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The locks in memory. */
public final class InMemoryLocks implements Locks {

  /** The names of the methods that were called, in order. */
  public final List<String> calls = new ArrayList<>();

  private final Map<String, Lock> locks = new HashMap<>();

  @Override
  public Lock find(String cluster) {
    calls.add("find");
    return lock(cluster);
  }

  private Lock lock(String cluster) {
    return locks.getOrDefault(cluster, Lock.NONE);
  }

  @Override
  public boolean replace(String cluster, Lock seen, Lock next) {
    calls.add("replace");
    if (lock(cluster).revision() != seen.revision()) {
      return false;
    }
    put(cluster, next, next.holder(), next.succeeded());
    return true;
  }

  @Override
  public void release(String cluster, String executionArn, boolean succeeded) {
    calls.add("release");
    Lock lock = lock(cluster);
    lock.holder()
        .filter(holder -> holder.executionArn().equals(executionArn))
        .ifPresent(holder ->
            put(
                cluster,
                lock,
                Optional.empty(),
                succeeded ? Optional.of(holder.place()) : lock.succeeded()));
  }

  private void put(
      String cluster, Lock lock, Optional<Holder> holder, Optional<Lock.Place> succeeded) {
    locks.put(
        cluster,
        new Lock(
            lock(cluster).revision() + 1,
            holder,
            lock.newest(),
            lock.newestTurn(),
            succeeded,
            lock.uploads()));
  }
}
