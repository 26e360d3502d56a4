package io.github.ecscompose.stackfile;

import java.util.Objects;

/**
 * Service discovery by A records in a private DNS namespace.
 *
 * @param name may have several levels, as {@code user.staging}
 * @param namespace the private DNS namespace, as {@code example.sd}
 * @param vpc the VPC in which the namespace answers
 */
public record Discovery(String name, String namespace, String vpc) {

  public Discovery {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(vpc, "vpc");
  }
}
