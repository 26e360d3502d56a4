package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.stackfile.Meaning.Stackfile;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** A stack that is written down is the same when it is read again, as YAML and as JSON. */
class StackfileWriterProperties {

  @Provide
  Arbitrary<Stackfile> stackfiles() {
    return StackGenerator.stackfiles();
  }

  @Property
  void whatIsWrittenMeansTheSame(@ForAll("stackfiles") Stackfile stackfile, @ForAll long spelling) {
    Stack stack = Described.known(Spellings.spell(stackfile, spelling).stack());
    ObjectNode written = StackfileWriter.write(stack, StackfileWriter.Told.PLAIN);

    assertReadsAs(stack, StackfileText.yaml(written, List.of("a comment", "#: another\n- one")));
    assertReadsAs(stack, StackfileText.json(written));
  }

  private static void assertReadsAs(Stack stack, String text) {
    Parsed parsed = Stackfiles.read(text);
    assertThat(StackfileSchema.faults(text)).as(text).isEmpty();
    assertThat(parsed).as(text).isInstanceOf(Parsed.Valid.class);
    assertThat(((Parsed.Valid) parsed).stack()).as(text).isEqualTo(stack);
  }

  @Example
  void aVariableStandsForWhatIsNotTold() {
    Stack stack =
        Stackfiles.stack(
            "services: {web: {image: a, environment: {A: $SECRET, B: $$x}, logging: {log_driver: d, options: {token: $SECRET}}}}");
    StackfileWriter.Told told =
        (service, container, place, value) ->
            place.equals("environment.B") ? StackfileWriter.escape(value) : "$SECRET";

    String text = StackfileText.yaml(StackfileWriter.write(stack, told), List.of());

    assertThat(text).doesNotContain(Stackfiles.SECRET).contains("A: $SECRET", "B: $$x");
    assertThat(Stackfiles.stack(text)).isEqualTo(stack);
  }

  @Example
  void readsAsPeopleWrite() {
    Stack stack =
        Stackfiles.stack(
            """
            services:
              web:
                image: web:1
                ports: ["8080:8080"]
                memory: 512
                environment: {LEVEL: info, FLAG: "on"}
                sidecars: {proxy: {image: "proxy:1", essential: false}}
            """);

    assertThat(
            StackfileText.yaml(
                StackfileWriter.write(stack, StackfileWriter.Told.PLAIN), List.of("What runs.")))
        .isEqualTo(
            """
            # What runs.
            services:
              web:
                image: web:1
                ports:
                  - '8080'
                environment:
                  FLAG: 'on'
                  LEVEL: info
                memory: 512
                desired_count: 1
                sidecars:
                  proxy:
                    image: proxy:1
                    memory: 256
                    essential: false
            """);
  }
}
