package io.github.ecscompose.step;

import io.github.ecscompose.plan.ClusterContents;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** ECS: what a destroy alone asks of it. */
public interface Teardown {

  /** What an active cluster holds; empty where no cluster of that name is active. */
  Optional<ClusterContents> contents(String cluster);

  /** ARNs of the active revisions of exactly that family, oldest first. A hundred a call. */
  List<String> revisions(String family);

  /**
   * The tags of a task definition; none where there is none.
   *
   * @param name a family, which stands for its latest active revision, or a revision's ARN
   */
  Map<String, String> tags(String name);

  /** Takes a revision out of use; one that is so already is a success. */
  void deregister(String revisionArn);

  /**
   * Deletes a cluster that is empty.
   *
   * @return why it stays, half a sentence in ECS's words; empty where it is gone
   */
  Optional<String> deleteCluster(String cluster);
}
