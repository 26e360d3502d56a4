package io.github.ecscompose.deployment;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A cluster's lock and the queue before it: who works on the cluster, and what the newest is that
 * came to do so. What a schedule started (a turn) is kept apart from what a person asked for.
 *
 * @param revision grows by one with every change; 0 where there was none yet
 * @param newest of the deployments that people asked for, whatever became of it
 * @param newestTurn of those that the schedule started
 * @param succeeded the last that a person asked for and that did what it should
 * @param uploads the newest version of each uploaded stackfile that came, by its key
 */
public record Lock(
    long revision,
    Optional<Holder> holder,
    Optional<Place> newest,
    Optional<Place> newestTurn,
    Optional<Place> succeeded,
    Map<String, Upload> uploads) {

  /** The lock of a cluster to which nothing came yet. */
  public static final Lock NONE =
      new Lock(0, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

  public Lock {
    Objects.requireNonNull(holder, "holder");
    Objects.requireNonNull(newest, "newest");
    Objects.requireNonNull(newestTurn, "newestTurn");
    Objects.requireNonNull(succeeded, "succeeded");
    uploads = Map.copyOf(uploads);
  }

  /**
   * A deployment's place in the queue.
   *
   * @param rank sorts as the deployments were meant to follow each other: its id, or, where its id
   *     belies that, a text just behind the rank of the deployment that it is to follow
   * @param deployment its id
   */
  public record Place(String rank, String deployment) {
    public Place {
      Objects.requireNonNull(rank, "rank");
      Objects.requireNonNull(deployment, "deployment");
    }

    /** The usual place of a deployment: by the time that its id holds. */
    public static Place of(String deployment) {
      return new Place(deployment, deployment);
    }

    /** The place just behind this one, before all whose ids are later. */
    public Place followedBy(String other) {
      return new Place(rank + "~", other);
    }

    /** Whether this is the place of another deployment, behind that one. */
    public boolean overtakes(Place other) {
      return !deployment.equals(other.deployment) && rank.compareTo(other.rank) > 0;
    }
  }

  /**
   * Who works on the cluster.
   *
   * @param scheduled whether a schedule started it, or it concerns one service alone: no reason for
   *     a turn of the schedule to give way
   */
  public record Holder(String executionArn, Place place, boolean scheduled) {
    public Holder {
      Objects.requireNonNull(executionArn, "executionArn");
      Objects.requireNonNull(place, "place");
    }
  }

  /** A version of an uploaded stackfile, and the deployment that it became. */
  public record Upload(UploadedVersion version, Place place) {
    public Upload {
      Objects.requireNonNull(version, "version");
      Objects.requireNonNull(place, "place");
    }
  }

  /** The newest version of that key that came. */
  public Optional<Upload> upload(String key) {
    return Optional.ofNullable(uploads.get(key));
  }

  /** With that holder in the place of whoever held it. */
  public Lock heldBy(Holder other) {
    return new Lock(revision, Optional.of(other), newest, newestTurn, succeeded, uploads);
  }

  /** With that as the newest that somebody asked for. */
  public Lock withNewest(Place place) {
    return new Lock(revision, holder, Optional.of(place), newestTurn, succeeded, uploads);
  }

  /** With that as the schedule's newest turn. */
  public Lock withNewestTurn(Place place) {
    return new Lock(revision, holder, newest, Optional.of(place), succeeded, uploads);
  }

  /** With that as the newest version of its key. */
  public Lock withUpload(UploadedVersion version, Place place) {
    Map<String, Upload> all = new HashMap<>(uploads);
    all.put(version.key(), new Upload(version, place));
    return new Lock(revision, holder, newest, newestTurn, succeeded, all);
  }
}
