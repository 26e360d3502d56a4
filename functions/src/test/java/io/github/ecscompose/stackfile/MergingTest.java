package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.stackfile.Container.Logging;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several documents make one stackfile, whether they are of one source or of several. */
class MergingTest {

  private static final String BASE =
      """
      logging: {log_driver: awslogs, options: {awslogs-group: all, awslogs-region: eu-west-1}}
      defaults: {memory: 100, environment: [{A: 1}, {B: 2}]}
      services:
        - web: {image: "nginx:1", ports: [80, 81], environment: {C: 3}}
        - api: {image: "api:1"}
      """;

  private static final String LATER =
      """
      logging: {options: {awslogs-group: mine}}
      defaults: {environment: [{A: 10}]}
      services:
        - web: {image: "nginx:2", ports: [82], environment: {D: 4}}
        - job: {image: "job:1", type: task}
        - api:
      """;

  private final Stack merged = Stackfiles.stack(BASE, LATER);

  @Test
  void laterServicesAreAppended() {
    assertThat(merged.services()).extracting(Service::name).containsExactly("web", "api", "job");
  }

  @Test
  void servicesOfOneNameAreMerged() {
    Container web = merged.service("web").orElseThrow().container();

    assertThat(web.image()).isEqualTo("nginx:2");
    assertThat(web.resources().memory()).contains(100);
    assertThat(web.environment()).isEqualTo(Map.of("A", "10", "C", "3", "D", "4"));
  }

  @Test
  void otherListsAreReplaced() {
    Container web = merged.service("web").orElseThrow().container();

    assertThat(web.ports()).extracting(Container.Port::container).containsExactly(82);
    assertThat(merged.service("api").orElseThrow().container().environment())
        .isEqualTo(Map.of("A", "10"));
  }

  @Test
  void loggingIsMergedKeyByKey() {
    assertThat(merged.service("api").orElseThrow().container().logging())
        .contains(
            new Logging("awslogs", Map.of("awslogs-group", "mine", "awslogs-region", "eu-west-1")));
  }

  @Test
  void documentsOfOneSourceAreMergedAlike() {
    assertThat(Stackfiles.stack(BASE + "---\n" + LATER)).isEqualTo(merged);
    assertThat(Stackfiles.stack(BASE + "---\n---\nservices:\n---\n" + LATER)).isEqualTo(merged);
  }

  @Test
  void listsAndMapsOfServicesAreMergedAlike() {
    assertThat(
            Stackfiles.stack(
                BASE,
                """
                logging: {options: {awslogs-group: mine}}
                defaults: {environment: {A: 10}}
                services:
                  web: {image: "nginx:2", ports: [82], environment: {D: 4}}
                  job: {image: "job:1", type: task}
                """))
        .isEqualTo(merged);
  }

  @Test
  void aLaterNullTakesAKeyAway() {
    assertThat(Stackfiles.stack(BASE, "logging:\nservices: {web: {ports: null}}").services())
        .allSatisfy(service -> assertThat(service.container().logging()).isEmpty())
        .allSatisfy(service -> assertThat(service.container().ports()).isEmpty());
  }

  @Test
  void aServiceIsGivenOnceInADocumentOnly() {
    assertThat(Stackfiles.problems(BASE, LATER + "  - web: {image: nginx}\n"))
        .containsExactly(
            "7:5 services.web: the service \"web\" is given twice, first on line 4: remove or rename"
                + " one of them");
  }
}
