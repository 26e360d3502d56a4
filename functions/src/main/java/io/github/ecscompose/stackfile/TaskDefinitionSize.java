package io.github.ecscompose.stackfile;

/** Measures what a service becomes, which this package does not know. */
@FunctionalInterface
public interface TaskDefinitionSize {

  /**
   * The size of the service's task definition.
   *
   * @return bytes
   */
  int of(Service service);
}
