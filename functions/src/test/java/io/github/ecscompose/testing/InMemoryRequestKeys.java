package io.github.ecscompose.testing;

import io.github.ecscompose.step.RequestKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The keys of requests in memory. */
public final class InMemoryRequestKeys implements RequestKeys {

  private record Row(String fingerprint, Instant at, Instant until, Optional<String> answer) {}

  private final Map<String, Row> rows = new HashMap<>();
  private final Runnable beforeEnding;

  public InMemoryRequestKeys() {
    this(() -> {});
  }

  /** Keys whose claims end only if that lets them. */
  public InMemoryRequestKeys(Runnable beforeEnding) {
    this.beforeEnding = beforeEnding;
  }

  @Override
  public Claim claim(String key, String fingerprint, Instant now, Instant until) {
    Row row = rows.get(key);
    if (row == null || row.at().plus(Duration.ofHours(HOURS_KEPT)).isBefore(now)) {
      rows.put(key, new Row(fingerprint, now, until, Optional.empty()));
      return new Claim.Taken(now);
    }
    if (!row.fingerprint().equals(fingerprint)) {
      return new Claim.Different();
    }
    if (row.answer().isPresent()) {
      return new Claim.Answered(row.answer().get());
    }
    if (row.until().isAfter(now)) {
      return new Claim.Busy();
    }
    rows.put(key, new Row(fingerprint, row.at(), until, Optional.empty()));
    return new Claim.Taken(row.at());
  }

  @Override
  public void release(String key, Optional<String> answer) {
    beforeEnding.run();
    rows.computeIfPresent(
        key, (name, row) -> new Row(row.fingerprint(), row.at(), Instant.EPOCH, answer));
  }

  @Override
  public void forget(String key) {
    beforeEnding.run();
    rows.remove(key);
  }
}
