package io.github.ecscompose.step;

import io.github.ecscompose.stackfile.Variables;
import java.util.Map;

/** Parameters of SSM, the source of a stackfile's variables. */
public interface Parameters {

  /**
   * All parameters directly under a path that ends with a slash, by the rest of their name. Those
   * of type {@code SecureString} are secret.
   */
  Map<String, Variables.Value> under(String path);
}
