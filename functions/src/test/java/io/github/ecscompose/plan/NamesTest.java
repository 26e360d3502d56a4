package io.github.ecscompose.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.testing.Services;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamesTest {

  @ParameterizedTest
  @CsvSource({"shop, web, '', shop-web-lb", "shop, web, edge, shop-web-edge-lb"})
  void namesLoadBalancersAsTheOlderToolDid(
      String cluster, String service, String elb, String expected) {
    assertThat(name(cluster, service, elb)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "a234567890123, b234567890123456, a234567890123-b23456789",
    "a2345678901234567890, b1234567890123, a2345678901234567890-b1",
    "a234567890123456789012, b123456789012, a234567890123456789012",
    "shop, web_site, shop-web-site-lb",
    "internal, web, web-lb",
    "internal-a, web, a-web-lb",
  })
  void mendsNamesThatAwsWouldNotTake(String cluster, String service, String head) {
    assertThat(name(cluster, service, ""))
        .hasSizeLessThanOrEqualTo(32)
        .matches(head + "-[0-9a-f]{8}")
        .doesNotStartWith("internal-");
  }

  @Test
  void keepsCutNamesApart() {
    String longName = "a-service-with-quite-a-long-name-";

    assertThat(name("shop", longName + "1", "")).isNotEqualTo(name("shop", longName + "2", ""));
    assertThat(name("shop", "a_b", "")).isNotEqualTo(name("shop", "a-b", ""));
  }

  /** What is overlooked for its name would be left. */
  @ParameterizedTest
  @CsvSource({
    "shop,                              web",
    "shop,                              a-service-with-quite-a-long-name",
    "shop_1,                            web_2",
    "internal,                          web",
    "internal-shop,                     web",
    "-shop,                             web",
    "a-cluster-with-quite-a-long-name,  web",
    "a-cluster-with-a-hyphen--,         web",
  })
  void knowsHowNamesOfAClustersLoadBalancersBegin(String cluster, String service) {
    assertThat(name(cluster, service, "")).startsWith(Names.loadBalancerPrefix(cluster));
    assertThat(name(cluster, service, "api")).startsWith(Names.loadBalancerPrefix(cluster));
  }

  @Test
  void makesTokensThatEcsTakes() {
    String token = Names.token("shop/01J", "create", "web");

    assertThat(token).hasSize(32).isEqualTo(Names.token("shop/01J", "create", "web"));
    assertThat(token).isNotEqualTo(Names.token("shop/01J", "create", "worker"));
  }

  @Test
  void namesSchedulesAfterTheirClusters() {
    String longest = "a_cluster-".repeat(6) + "name";
    assertThat(longest).hasSize(64);

    assertThat(Names.schedule("shop_1-A")).isEqualTo("shop_1-A");
    assertThat(Names.schedule(longest)).isEqualTo(longest);
    assertThat(Names.schedule(longest + "s"))
        .hasSize(64)
        .matches(longest.substring(0, 55) + "-[0-9a-f]{8}")
        .isNotEqualTo(Names.schedule(longest + "t"));
  }

  private static String name(String cluster, String service, String elb) {
    return Names.loadBalancer(cluster, Services.named(service), Services.loadBalancer(elb));
  }
}
