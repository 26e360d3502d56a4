package io.github.ecscompose.step;

import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeploymentReference;
import java.util.Optional;

/** The bucket: uploaded stackfiles, and a folder for each deployment. */
public interface DeploymentFiles {

  /** Stackfiles above this many bytes are refused unread: 1 MiB. */
  int MAXIMUM_STACKFILE_BYTES = 1 << 20;

  /**
   * Reads an uploaded stackfile, exactly the version that the reference names.
   *
   * @throws io.github.ecscompose.error.StackfileRejectedException if it is too large, or is no
   *     longer what the reference names
   */
  byte[] stackfile(StackfileReference reference);

  /** Reads a file of a deployment that an earlier step wrote. */
  byte[] read(DeploymentReference deployment, String name);

  /** Reads a file of a deployment, if there is one. */
  Optional<byte[]> find(DeploymentReference deployment, String name);

  /** Writes a file of a deployment, over one that is there, and names what was written. */
  StackfileReference write(DeploymentReference deployment, String name, byte[] content);

  /** Names a file of a deployment, as it is when it is read. */
  StackfileReference reference(DeploymentReference deployment, String name);
}
