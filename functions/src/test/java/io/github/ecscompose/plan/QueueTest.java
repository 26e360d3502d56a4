package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.deployment.DeployRequest;
import io.github.ecscompose.deployment.DeployRequest.Execution;
import io.github.ecscompose.deployment.DeployRequest.Options;
import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeployRequest.Trigger;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.deployment.Lock;
import io.github.ecscompose.deployment.Lock.Holder;
import io.github.ecscompose.deployment.Lock.Place;
import io.github.ecscompose.deployment.UploadedVersion;
import io.github.ecscompose.plan.Queue.Standing;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueTest {

  private static final String KEY = "stackfiles/shop.yml";

  /**
   * Deployments are {@code d1}, {@code d2}…, their executions {@code arn:d1}…, in the order in
   * which they were asked for. {@code holder} is {@code -}, or a deployment, with {@code t} before
   * it for a turn of the schedule.
   */
  @ParameterizedTest(name = "{0} on {1}, newest {2}, turn {3}, succeeded {4}: {5}")
  @CsvSource({
    // A person's deployment
    "d2,       -,  -,  -,  -,  free",
    "d2,       -,  d1, -,  -,  free",
    "d2,       -,  d2, -,  -,  free",
    "d2,       -,  d3, -,  -,  superseded d3",
    "d2,       d1, d1, -,  -,  behind d1",
    "d2,       d1, d2, -,  -,  behind d1",
    "d2,       d1, d3, -,  -,  superseded d3",
    "d2,       d2, d2, -,  -,  held",
    "d2,       d2, d3, -,  -,  held",
    "d2,       d3, d3, -,  d1, superseded d3",
    // A schedule's turn never supersedes it.
    "d2,       t3, d1, d3, -,  behind d3",
    "d2,       -,  d1, d4, -,  free",
    // A turn that deploys the stackfile of d1
    "d3 of d1, -,  -,  -,  -,  free",
    "d3 of d1, -,  d1, -,  d1, free",
    "d3 of d1, -,  d0, -,  d0, free",
    "d3 of d1, t3, d9, -,  d9, held",
    "d3 of d1, -,  d2, -,  d2, superseded d2",
    "d3 of d1, -,  d4, -,  d4, superseded d4",
    "d3 of d1, -,  d2, -,  d1, unclear d2",
    "d3 of d1, -,  d4, -,  d1, unclear d4",
    "d3 of d1, d2, d2, -,  d1, unclear d2",
    "d3 of d1, d2, d4, -,  d1, unclear d2",
    "d3 of d1, d1, d1, -,  d0, behind d1",
    "d3 of d1, t2, d1, d2, d1, behind d2",
    "d3 of d1, t2, d1, d4, d1, superseded d4",
    "d3 of d1, -,  d1, d4, d1, superseded d4",
    // d7 was asked for since, and came to nothing.
    "d8 of d1, -,  d7, -,  d1, free",
    "d8 of d1, d7, d7, -,  d1, behind d7",
    "d8 of d1, -,  d7, -,  d2, superseded d2",
  })
  void decides(
      String claim, String holder, String newest, String turn, String succeeded, String expected) {
    Lock lock = new Lock(1, holder(holder), place(newest), place(turn), place(succeeded), Map.of());

    assertThat(text(Queue.standing(lock, claim(claim), Set.of("d7")))).isEqualTo(expected);
  }

  /** One service's destroy waits for whoever works, and takes no notice of who else waits. */
  @ParameterizedTest(name = "on {0}, newest {1}: {2}")
  @CsvSource({
    "-,  d1, free",
    "-,  d3, free",
    "d1, d1, behind d1",
    "d1, d3, behind d1",
    "t1, d3, behind d1",
    "d2, d3, held",
  })
  void letsWhatConcernsOneServicePass(String holder, String newest, String expected) {
    Lock lock =
        new Lock(1, holder(holder), place(newest), Optional.empty(), Optional.empty(), Map.of());
    Claim claim =
        new Claim(
            new DeploymentReference("shop", "d2"),
            "arn:d2",
            Optional.empty(),
            Optional.empty(),
            true);

    Standing standing = Queue.standing(lock, claim, Set.of());

    assertThat(text(standing)).isEqualTo(expected);
    if (standing instanceof Standing.Free(Lock next)) {
      assertThat(next.newest()).isEqualTo(lock.newest());
      // A turn of the schedule need not give way to it.
      assertThat(next.holder().orElseThrow().scheduled()).isTrue();
    }
  }

  /** Uploads are {@code deployment sequencer version}. */
  @ParameterizedTest(name = "{0} after {1}: {2}")
  @CsvSource({
    "d2 0A v2, d1 09 v1, free d2",
    "d2 0A v2, d1 0A v2, superseded d1",
    "d2 09 v2, d1 0A v1, superseded d1",
    // Their lengths differ: padded on the left, 9 is less than 10.
    "d2 10 v2, d1 9 v1,  free d2",
    "d2 9 v2,  d1 10 v1, superseded d1",
    "d2 0a v2, d1 A v1,  superseded d1",
    // Its event was first: it follows the older upload, and whoever came before d3.
    "d1 0B v2, d2 0A v1, free d2~",
    // Once more, as after a lost answer
    "d2 0A v2, d2 0A v2, free d2",
    // Without a sequencer only the version tells.
    "d2 - v1,  d1 - v1,  superseded d1",
    "d2 - v2,  d1 - v1,  free d2",
    "d2 - v2,  d1 0A v1, free d2",
    "d2 - -,   d1 - -,   free d2",
  })
  void anUploadIsDeployedOnceAndInOrder(String claim, String former, String expected) {
    String[] upload = former.split(" ", 3);
    Lock lock =
        Lock.NONE.withNewest(Place.of(upload[0])).withUpload(version(upload), Place.of(upload[0]));
    String[] mine = claim.split(" ", 3);
    Claim claimed =
        new Claim(
            new DeploymentReference("shop", mine[0]),
            "arn:" + mine[0],
            Optional.empty(),
            Optional.of(version(mine)));

    Standing standing = Queue.standing(lock, claimed, Set.of());

    String rank =
        standing instanceof Standing.Free free
            ? " " + free.next().newest().orElseThrow().rank()
            : "";
    assertThat(text(standing) + rank).isEqualTo(expected);
    if (standing instanceof Standing.Free free) {
      assertThat(free.next().upload(KEY).orElseThrow().version()).isEqualTo(version(mine));
      assertThat(free.next().newest().orElseThrow().deployment()).isEqualTo(mine[0]);
    }
  }

  /** The one that waits for the older upload overtakes it, although its id is older. */
  @Test
  void anUploadWhoseEventCameLateIsOvertakenByTheNewerOne() {
    UploadedVersion older = new UploadedVersion(KEY, Optional.empty(), Optional.of("0A"));
    UploadedVersion newer = new UploadedVersion(KEY, Optional.empty(), Optional.of("0B"));
    Lock held = Lock.NONE.heldBy(holder("d0").orElseThrow());
    Claim late = claim("d2", older);
    Claim early = claim("d1", newer);
    Lock first = ((Standing.Behind) Queue.standing(held, late, Set.of())).joined();
    Lock second = ((Standing.Behind) Queue.standing(first, early, Set.of())).joined();

    assertThat(text(Queue.standing(second, late, Set.of()))).isEqualTo("superseded d1");
    assertThat(text(Queue.standing(second, early, Set.of()))).isEqualTo("behind d0");
    assertThat(((Standing.Behind) Queue.standing(second, early, Set.of())).joined())
        .isEqualTo(second);
    assertThat(text(Queue.standing(second, claim("d3"), Set.of()))).isEqualTo("behind d0");
  }

  @Test
  void anUploadThatIsOvertakenAtOnceIsKnownNevertheless() {
    UploadedVersion version = new UploadedVersion(KEY, Optional.empty(), Optional.of("0A"));
    Lock lock = Lock.NONE.withNewest(Place.of("d2"));

    Standing.Superseded standing =
        (Standing.Superseded) Queue.standing(lock, claim("d1", version), Set.of());

    assertThat(text(Queue.standing(standing.noted(), claim("d3", version), Set.of())))
        .isEqualTo("superseded d1");
  }

  @Test
  void whoHoldsTheLockIsTheNewestThatCame() {
    Standing.Free free = (Standing.Free) Queue.standing(Lock.NONE, claim("d2"), Set.of());
    Standing.Free turn = (Standing.Free) Queue.standing(Lock.NONE, claim("d3 of d1"), Set.of());

    assertThat(free.next())
        .isEqualTo(
            new Lock(0, holder("d2"), place("d2"), Optional.empty(), Optional.empty(), Map.of()));
    assertThat(turn.next())
        .isEqualTo(
            new Lock(0, holder("t3"), Optional.empty(), place("d3"), Optional.empty(), Map.of()));
  }

  @Test
  void saysWhy() {
    Lock lock = Lock.NONE.withNewest(Place.of("d3"));

    assertThat(((Standing.Superseded) Queue.standing(lock, claim("d2"), Set.of())).sentence())
        .isEqualTo(
            "The newer deployment d3 of the cluster shop overtook this one before it began. Nothing was touched.");
    assertThat(Queue.givesWay(lock, claim("d2 of d1"), Place.of("d3")).sentence())
        .isEqualTo(
            "The deployment d3 of the cluster shop is newer than what this turn of the schedule would have deployed. Nothing was touched.");
  }

  @Test
  void pausesGrowByATenth() {
    assertThat(Queue.pause(0)).isEqualTo(2);
    assertThat(IntStream.range(0, 400).map(Queue::pause)).isSorted();
    assertThat(Queue.pause(400)).isEqualTo(600);
    int waited = 0;
    for (int attempt = 0; attempt < 400; attempt++) {
      assertThat(Queue.pause(attempt)).isLessThanOrEqualTo(4 + waited * 15 / 100);
      waited += Queue.pause(attempt);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "s3,       stackfiles/shop.yml,               seq, '',      true",
    "s3,       stackfiles/shop.yml,               '',  '',      false",
    "api,      deployments/shop/d1/stackfile.yml, '',  '',      false",
    "schedule, deployments/shop/d1/stackfile.yml, '',  d1,      false",
    "schedule, deployments/else/d1/stackfile.yml, '',  e1,      false",
  })
  void aClaimFollowsFromTheRequest(
      String kind, String key, String sequencer, String turnOf, boolean upload) {
    String name = "01KA5XG7QJ4M8N2P6R9S3T5V7W";
    Claim claim =
        Claim.of(
            new DeployRequest(
                Optional.of("shop"),
                new StackfileReference(
                    "bucket",
                    key,
                    Optional.empty(),
                    Optional.of("etag"),
                    Optional.of(sequencer).filter(text -> !text.isEmpty())),
                new Trigger(kind, "somebody", "then"),
                Options.NONE,
                new Execution("arn:" + name, name, "2026-11-20T20:00:00Z")));

    assertThat(claim.deployment()).isEqualTo(new DeploymentReference("shop", name));
    assertThat(claim.executionArn()).isEqualTo("arn:" + name);
    assertThat(claim.turnOf().orElse("")).isEqualTo(turnOf.equals("e1") ? name : turnOf);
    assertThat(claim.upload().isPresent()).isEqualTo(upload);
  }

  private static Claim claim(String text) {
    String[] parts = text.split(" of ", 2);
    return new Claim(
        new DeploymentReference("shop", parts[0]),
        "arn:" + parts[0],
        parts.length > 1 ? Optional.of(parts[1]) : Optional.empty(),
        Optional.empty());
  }

  private static Claim claim(String deployment, UploadedVersion version) {
    return new Claim(
        new DeploymentReference("shop", deployment),
        "arn:" + deployment,
        Optional.empty(),
        Optional.of(version));
  }

  private static UploadedVersion version(String[] upload) {
    return new UploadedVersion(KEY, known(upload[2]), known(upload[1]));
  }

  private static Optional<String> known(String text) {
    return Optional.of(text).filter(some -> !some.equals("-"));
  }

  private static Optional<Holder> holder(String text) {
    String deployment = text.replace('t', 'd');
    return known(deployment).map(id -> new Holder("arn:" + id, Place.of(id), text.startsWith("t")));
  }

  private static Optional<Place> place(String text) {
    return known(text).map(Place::of);
  }

  private static String text(Standing standing) {
    return switch (standing) {
      case Standing.Held held -> "held";
      case Standing.Free free -> "free";
      case Standing.Behind behind -> "behind " + behind.holder().place().deployment();
      case Standing.Unclear unclear -> "unclear " + unclear.newer().deployment();
      case Standing.Superseded superseded -> "superseded " + superseded.by();
    };
  }
}
