package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScopeTest {

  private static Map<String, String> tags(String cluster, String service, String older) {
    Map<String, String> tags = new HashMap<>(Map.of("team", "blue"));
    if (!cluster.equals("-")) {
      tags.put(Tags.CLUSTER, cluster);
    }
    if (!service.equals("-")) {
      tags.put(Tags.SERVICE, service);
    }
    if (!older.equals("-")) {
      tags.put(Tags.OLDER_TOOL_CLUSTER, older);
    }
    return tags;
  }

  @ParameterizedTest(name = "cluster {0}, service {1}, ecs_cluster {2}: {3}, {4}")
  @CsvSource({
    "shop,  web,  -,    true,  true",
    "shop,  user, -,    true,  false",
    "shop,  -,    -,    true,  false",
    "shops, web,  -,    false, false",
    "other, web,  shop, false, false",
    "shop,  web,  shop, true,  true",
    "-,     -,    shop, true,  false",
    "-,     -,    shops,false, false",
    "-,     web,  -,    false, false",
    "-,     -,    -,    false, false",
  })
  void coversWhatCarriesTheTags(
      String cluster, String service, String older, boolean byAll, boolean byWeb) {
    Map<String, String> tags = tags(cluster, service, older);

    assertThat(new Scope("shop", Optional.empty()).covers(tags)).isEqualTo(byAll);
    assertThat(new Scope("shop", Optional.of("web")).covers(tags)).isEqualTo(byWeb);
  }

  @ParameterizedTest(name = "service {0} with cluster {1}, service {2}: {3}, {4}")
  @CsvSource({
    "web,  shop,  web,  true,  true",
    "user, shop,  user, true,  false",
    "web,  shop,  user, false, false",
    "web,  shops, web,  false, false",
    "web,  -,     -,    false, false",
  })
  void coversServices(String name, String cluster, String service, boolean byAll, boolean byWeb) {
    Map<String, String> tags = tags(cluster, service, "-");

    assertThat(new Scope("shop", Optional.empty()).coversService(name, tags)).isEqualTo(byAll);
    assertThat(new Scope("shop", Optional.of("web")).coversService(name, tags)).isEqualTo(byWeb);
  }

  @ParameterizedTest(name = "a revision with cluster {0}, service {1}: {2}")
  @CsvSource({
    "shop,     api-web, true",
    "-,        -,       true",
    "shop-api, web,     false",
    "shop,     web,     false",
    "-,        web,     false",
  })
  void coversRevisionsOfASharedFamily(String cluster, String service, boolean expected) {
    assertThat(
            new Scope("shop", Optional.empty())
                .coversRevision(tags(cluster, service, "-"), "api-web"))
        .isEqualTo(expected);
  }
}
