package io.github.ecscompose.plan;

import io.github.ecscompose.deployment.Lock;
import io.github.ecscompose.deployment.Lock.Holder;
import io.github.ecscompose.deployment.Lock.Place;
import io.github.ecscompose.deployment.Lock.Upload;
import io.github.ecscompose.deployment.UploadedVersion;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Decides who may work on a cluster: one deployment at a time; of those that wait, the newest; and
 * a turn of the schedule only where nobody has asked for anything newer than what it deploys.
 */
public final class Queue {

  private static final String NEWER =
      "The newer deployment %s of the cluster %s overtook this one before it began";
  private static final String SAME_UPLOAD =
      "The deployment %s of the cluster %s has the same version of the stackfile: S3 told of one upload twice";
  private static final String NEWER_UPLOAD =
      "The deployment %s of the cluster %s has a newer version of the stackfile: S3 told of this one late";
  private static final String NEWER_THAN_TURN =
      "The deployment %s of the cluster %s is newer than what this turn of the schedule would have deployed";

  private static final int SHORTEST_PAUSE = 2;
  private static final int LONGEST_PAUSE = 600;

  /** So that nobody waits much more than a tenth longer than the deployment before it works. */
  private static final double GROWTH = 1.1;

  private Queue() {}

  /** Where a claim stands. */
  public sealed interface Standing {

    /** It has the lock already. */
    record Held() implements Standing {}

    /**
     * The lock can be had.
     *
     * @param next the lock once it is
     */
    record Free(Lock next) implements Standing {
      public Free {
        Objects.requireNonNull(next, "next");
      }
    }

    /**
     * Somebody holds the lock.
     *
     * @param joined the lock once the claim waits for that one's end
     * @param takenOver the lock once the claim has it, if that one does not work any more
     */
    record Behind(Holder holder, Lock joined, Lock takenOver) implements Standing {
      public Behind {
        Objects.requireNonNull(holder, "holder");
        Objects.requireNonNull(joined, "joined");
        Objects.requireNonNull(takenOver, "takenOver");
      }
    }

    /** A person has asked for that deployment since; what became of it decides. */
    record Unclear(Place newer) implements Standing {
      public Unclear {
        Objects.requireNonNull(newer, "newer");
      }
    }

    /**
     * The claim is void.
     *
     * @param by the id of the deployment that made it so
     * @param noted the lock once it is known that the claim's upload came
     */
    record Superseded(String by, String sentence, Lock noted) implements Standing {
      public Superseded {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(sentence, "sentence");
        Objects.requireNonNull(noted, "noted");
      }
    }
  }

  /**
   * Where a claim stands before a lock.
   *
   * @param withoutEffect ids of deployments that people asked for and that came to nothing, so that
   *     they are no reason for a turn of the schedule to stand back
   */
  public static Standing standing(Lock lock, Claim claim, Set<String> withoutEffect) {
    if (lock.holder()
        .filter(held -> held.executionArn().equals(claim.executionArn()))
        .isPresent()) {
      return new Standing.Held();
    }
    if (claim.aside()) {
      return next(lock, claim, Place.of(claim.deployment().id()));
    }
    return claim
        .turnOf()
        .map(stackfile -> turn(lock, claim, Place.of(stackfile), withoutEffect))
        .orElseGet(() -> asked(lock, claim));
  }

  private static Standing asked(Lock lock, Claim claim) {
    Optional<Upload> known =
        claim
            .upload()
            .map(UploadedVersion::key)
            .flatMap(lock::upload)
            .filter(upload -> !isOf(claim, upload.place()));
    if (known.isPresent() && claim.upload().isPresent()) {
      Upload upload = known.get();
      if (claim.upload().get().isSameAs(upload.version())) {
        return superseded(claim, upload.place(), lock, SAME_UPLOAD);
      }
      if (claim.upload().get().isOlderThan(upload.version())) {
        boolean isLate = !upload.place().overtakes(Place.of(claim.deployment().id()));
        return superseded(claim, upload.place(), lock, isLate ? NEWER_UPLOAD : NEWER);
      }
    }
    Place place = place(lock, claim, known);
    Lock noted = claim.upload().map(version -> lock.withUpload(version, place)).orElse(lock);
    return lock.newest()
        .filter(newest -> newest.overtakes(place))
        .<Standing>map(newest -> superseded(claim, newest, noted, NEWER))
        .orElseGet(() -> next(noted.withNewest(place), claim, place));
  }

  /**
   * An upload is behind the one before it, also where its event came first and so its id is older.
   * What was given once stays.
   */
  private static Place place(Lock lock, Claim claim, Optional<Upload> former) {
    Place usual = Place.of(claim.deployment().id());
    return Stream.concat(
            lock.newest().stream(), lock.uploads().values().stream().map(Upload::place))
        .filter(place -> isOf(claim, place))
        .findFirst()
        .or(() ->
            former
                .map(Upload::place)
                .filter(place -> place.overtakes(usual))
                .map(place -> place.followedBy(claim.deployment().id())))
        .orElse(usual);
  }

  private static Standing turn(Lock lock, Claim claim, Place stackfile, Set<String> withoutEffect) {
    Place place = Place.of(claim.deployment().id());
    Optional<Place> succeeded = lock.succeeded().filter(newer -> newer.overtakes(stackfile));
    if (succeeded.isPresent()) {
      return superseded(claim, succeeded.get(), lock, NEWER_THAN_TURN);
    }
    Optional<Place> newerTurn = lock.newestTurn().filter(newest -> newest.overtakes(place));
    if (newerTurn.isPresent()) {
      return superseded(claim, newerTurn.get(), lock, NEWER);
    }
    return Stream.concat(
            lock.holder().filter(held -> !held.scheduled()).map(Holder::place).stream(),
            lock.newest().stream())
        .filter(newer -> newer.overtakes(stackfile))
        .filter(newer -> !withoutEffect.contains(newer.deployment()))
        .findFirst()
        .<Standing>map(Standing.Unclear::new)
        .orElseGet(() -> next(lock.withNewestTurn(place), claim, place));
  }

  private static Standing next(Lock joined, Claim claim, Place place) {
    boolean yields = claim.turnOf().isPresent() || claim.aside();
    Lock held = joined.heldBy(new Holder(claim.executionArn(), place, yields));
    return joined
        .holder()
        .<Standing>map(holder -> new Standing.Behind(holder, joined, held))
        .orElseGet(() -> new Standing.Free(held));
  }

  /** What a turn of the schedule comes to when a person's deployment is or was newer. */
  public static Standing.Superseded givesWay(Lock lock, Claim claim, Place newer) {
    return superseded(claim, newer, lock, NEWER_THAN_TURN);
  }

  private static boolean isOf(Claim claim, Place place) {
    return place.deployment().equals(claim.deployment().id());
  }

  private static Standing.Superseded superseded(
      Claim claim, Place by, Lock noted, String sentence) {
    return new Standing.Superseded(
        by.deployment(),
        sentence.formatted(by.deployment(), claim.deployment().cluster())
            + ". Nothing was touched.",
        noted);
  }

  /**
   * Seconds until somebody who waits asks again: from 2, growing by a tenth, to 600.
   *
   * @param attempt how often that one has asked before
   */
  public static int pause(int attempt) {
    double pause = SHORTEST_PAUSE * Math.pow(GROWTH, attempt);
    return (int) Math.min(LONGEST_PAUSE, Math.ceil(pause));
  }
}
