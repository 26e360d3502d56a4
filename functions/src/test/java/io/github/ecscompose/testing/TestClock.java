package io.github.ecscompose.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A clock that goes when it is told to, and on which several things can go on at a time: of all
 * that sleep, whoever wakes first goes on alone until it sleeps again. So nothing depends on the
 * speed of the machine, and every run is the same.
 */
public final class TestClock extends Clock {

  private final PriorityQueue<Sleeper> sleepers =
      new PriorityQueue<>(Comparator.comparing(Sleeper::wakes).thenComparingLong(Sleeper::number));

  private Instant now = Instant.parse("2026-11-20T20:00:00Z");
  private long numbers;

  /** Somebody who sleeps, and what wakes them. */
  private record Sleeper(Instant wakes, long number, Semaphore turn) {}

  public void advanceSeconds(long seconds) {
    sleep(Duration.ofSeconds(seconds));
  }

  /** Lets time pass for the caller. */
  public void sleep(Duration duration) {
    if (sleepers.isEmpty()) {
      now = now.plus(duration);
      return;
    }
    Semaphore turn = new Semaphore(0);
    add(duration, turn);
    wakeNext();
    turn.acquireUninterruptibly();
  }

  /**
   * Works on all items, on so many at a time, begun in their order.
   *
   * @return the results in the items' order
   */
  public <I, O> List<O> concurrently(List<I> items, int concurrency, Function<I, O> work) {
    List<@Nullable O> results = new ArrayList<>(items.stream().map(item -> (O) null).toList());
    AtomicInteger next = new AtomicInteger();
    AtomicInteger busy = new AtomicInteger(Math.min(items.size(), concurrency));
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Semaphore end = new Semaphore(0);
    for (int worker = busy.get(); worker > 0; worker--) {
      Semaphore turn = new Semaphore(0);
      add(Duration.ZERO, turn);
      Thread.ofVirtual()
          .start(() -> {
            turn.acquireUninterruptibly();
            try {
              for (int i = next.getAndIncrement();
                  i < items.size() && failure.get() == null;
                  i = next.getAndIncrement()) {
                results.set(i, work.apply(items.get(i)));
              }
            } catch (Throwable e) {
              failure.compareAndSet(null, e);
            }
            if (busy.decrementAndGet() == 0) {
              add(Duration.ZERO, end);
            }
            wakeNext();
          });
    }
    if (!items.isEmpty()) {
      wakeNext();
      end.acquireUninterruptibly();
    }
    rethrow(failure.get());
    return results.stream().<O>map(result -> result).toList();
  }

  private static void rethrow(@Nullable Throwable failure) {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }

  private void add(Duration duration, Semaphore turn) {
    sleepers.add(new Sleeper(now.plus(duration), numbers++, turn));
  }

  private void wakeNext() {
    Sleeper first = sleepers.remove();
    now = first.wakes();
    first.turn().release();
  }

  @Override
  public Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("everything is in UTC");
  }
}
