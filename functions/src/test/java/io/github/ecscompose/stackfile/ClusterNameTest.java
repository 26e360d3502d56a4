package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.ClusterName.Reading;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterNameTest {

  private static Reading read(String text) {
    return ClusterName.read(new Source("a.yml", text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void isThatOfTheLastDocumentThatHasOne() {
    assertThat(read("cluster: one\n---\ncluster: two\n---\nservices: {}"))
        .isEqualTo(new Reading.Found("two"));
    assertThat(read("{\"cluster\": \"shop-1_a\"}")).isEqualTo(new Reading.Found("shop-1_a"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '§',
      value = {
        "services: {}|a.yml cluster: is missing",
        "cluster: ${NAME}|a.yml:1:10 cluster: expected the cluster's name itself",
        "cluster: [shop]|a.yml:1:10 cluster: expected the cluster's name itself",
        "cluster:|a.yml:1:9 cluster: expected the cluster's name itself",
        "cluster: a b|a.yml:1:10 cluster: expected the cluster's name itself",
        "{|a.yml:1:2 this is not valid YAML",
      })
  void isAskedForWhereThereIsNone(String text, String problem) {
    assertThat(read(text))
        .isInstanceOfSatisfying(
            Reading.Problematic.class,
            found -> assertThat(found.problems().getFirst().toString()).startsWith(problem));
  }
}
