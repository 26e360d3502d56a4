package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What reading a stackfile came to. */
public sealed interface Parsed {

  /**
   * A stack that may be deployed.
   *
   * @param variables on which it depends, also those that are not defined and have a default
   */
  record Valid(Stack stack, List<Problem> warnings, Set<String> variables) implements Parsed {
    public Valid {
      Objects.requireNonNull(stack, "stack");
      warnings = List.copyOf(warnings);
      variables = Set.copyOf(variables);
    }
  }

  /** Every problem, in order of place; at least one. */
  record Invalid(List<Problem> problems) implements Parsed {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
