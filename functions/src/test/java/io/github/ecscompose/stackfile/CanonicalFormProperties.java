package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.ecscompose.stackfile.Changes.Changed;
import io.github.ecscompose.stackfile.Meaning.Stackfile;
import io.github.ecscompose.stackfile.Spellings.Spelled;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The normalised stack shows what a stackfile means, and nothing of how it is spelled. */
class CanonicalFormProperties {

  @Provide
  Arbitrary<Stackfile> stackfiles() {
    return StackGenerator.stackfiles();
  }

  @Property
  void spellingsOfOneMeaningGiveOneDocument(
      @ForAll("stackfiles") Stackfile stackfile, @ForAll long one, @ForAll long other) {
    Spelled first = Spellings.spell(stackfile, one);
    Spelled second = Spellings.spell(stackfile, other);

    assertThat(StackDocument.toJson(first.stack()).toString())
        .as("%s\n== means the same as\n%s", first, second)
        .isEqualTo(StackDocument.toJson(second.stack()).toString());
    assertThat(digests(first.stack())).isEqualTo(digests(second.stack()));
  }

  @Property
  void aChangeOfMeaningShowsInTheServiceThatChanged(
      @ForAll("stackfiles") Stackfile stackfile, @ForAll long change, @ForAll long spelling) {
    Changed changed = Changes.change(stackfile, change);
    Spelled before = Spellings.spell(stackfile, spelling);
    Spelled after = Spellings.spell(changed.stackfile(), spelling);
    Assume.that(after.read() instanceof Parsed.Valid);

    for (Service service : before.stack().services()) {
      String digest = StackDocument.digest(after.stack().service(service.name()).orElseThrow());
      if (service.name().equals(changed.service())) {
        assertThat(digest)
            .as("%s\n== differs from\n%s", before, after)
            .isNotEqualTo(StackDocument.digest(service));
      } else {
        assertThat(digest).isEqualTo(StackDocument.digest(service));
      }
    }
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll("stackfiles") Stackfile stackfile, @ForAll long spelling)
      throws JsonProcessingException {
    Stack stack = Spellings.spell(stackfile, spelling).stack();
    String json = StackDocument.toJson(stack).toString();

    Stack back = StackDocument.fromJson(new ObjectMapper().readTree(json));

    assertThat(back).isEqualTo(stack);
    assertThat(digests(back)).isEqualTo(digests(stack));
  }

  /** Without it, the properties above might compare texts that say little in few ways. */
  @Property(tries = 1)
  void spellingsAreMany() {
    List<Stackfile> samples = stackfiles().list().ofSize(50).sample();

    assertThat(
            samples.stream()
                .flatMap(stackfile -> stackfile.services().values().stream())
                .flatMap(service -> service.given().keySet().stream()))
        .contains("elb", "dns_discovery", "type", "scheduling_strategy", "launch_type")
        .contains("capacity_providers", "sidecars", "depends_on", "circuit_breaker", "volumes");
    assertThat(samples)
        .allSatisfy(stackfile ->
            assertThat(Spellings.spell(stackfile, 1).toString())
                .isNotEqualTo(Spellings.spell(stackfile, 2).toString()));
  }

  private static List<String> digests(Stack stack) {
    return stack.services().stream().map(StackDocument::digest).toList();
  }
}
