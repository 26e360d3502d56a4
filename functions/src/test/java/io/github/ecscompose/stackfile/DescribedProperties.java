package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Meaning.Stackfile;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever can be deployed is told by a stackfile that changes nothing. */
class DescribedProperties {

  @Provide
  Arbitrary<Stackfile> stackfiles() {
    return StackGenerator.stackfiles();
  }

  @Property(tries = 200)
  void whatIsToldChangesNothing(@ForAll("stackfiles") Stackfile stackfile) {
    Described.assertChangesNothing(Spellings.spell(stackfile, 0).stack());
  }
}
