package io.github.ecscompose.stackfile;

import java.util.List;
import java.util.Objects;

/** What reading a stackfile came to. */
public sealed interface Parsed {

  /** A stack that may be deployed. */
  record Valid(Stack stack, List<Problem> warnings) implements Parsed {
    public Valid {
      Objects.requireNonNull(stack, "stack");
      warnings = List.copyOf(warnings);
    }
  }

  /** Every problem, in order of place; at least one. */
  record Invalid(List<Problem> problems) implements Parsed {
    public Invalid {
      problems = List.copyOf(problems);
    }
  }
}
