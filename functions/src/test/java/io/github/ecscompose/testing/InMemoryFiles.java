package io.github.ecscompose.testing;

import io.github.ecscompose.deployment.DeployRequest.StackfileReference;
import io.github.ecscompose.deployment.DeploymentReference;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.error.StackfileRejectedException;
import io.github.ecscompose.step.DeploymentFiles;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The bucket in memory. */
public final class InMemoryFiles implements DeploymentFiles {

  private static final String BUCKET = "bucket";

  private final Map<String, byte[]> objects = new TreeMap<>();

  /** Uploads a stackfile, as a user does. */
  public StackfileReference upload(String key, String text) {
    objects.put(key, text.getBytes(StandardCharsets.UTF_8));
    return reference(key);
  }

  private static StackfileReference reference(String key) {
    return new StackfileReference(BUCKET, key, Optional.empty(), Optional.empty());
  }

  @Override
  public byte[] stackfile(StackfileReference reference) {
    byte[] content = objects.get(reference.key());
    if (content == null) {
      throw new StackfileRejectedException("no object " + reference.key());
    }
    return content;
  }

  @Override
  public byte[] read(DeploymentReference deployment, String name) {
    byte[] content = objects.get(deployment.prefix() + name);
    if (content == null) {
      throw new RefusedException("nobody wrote " + deployment.prefix() + name);
    }
    return content;
  }

  @Override
  public Optional<byte[]> find(DeploymentReference deployment, String name) {
    return Optional.ofNullable(objects.get(deployment.prefix() + name));
  }

  @Override
  public StackfileReference write(DeploymentReference deployment, String name, byte[] content) {
    objects.put(deployment.prefix() + name, content);
    return reference(deployment.prefix() + name);
  }

  @Override
  public StackfileReference reference(DeploymentReference deployment, String name) {
    return reference(deployment.prefix() + name);
  }

  public String text(DeploymentReference deployment, String name) {
    return new String(read(deployment, name), StandardCharsets.UTF_8);
  }
}
