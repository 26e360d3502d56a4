package io.github.ecscompose.cli.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.ecscompose.cli.testing.Rows;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BalancerAddressTest {

  private static final Account NOBODY =
      new Account(
          new Settings(
              Optional.empty(), Optional.empty(), "ecs-compose", Optional.empty(), Map.of()));

  private static List<BalancerAddress> read(String services) {
    return BalancerAddress.read(Rows.json("{\"services\": " + services + "}"), "shop");
  }

  @Test
  void aServiceWithoutALoadBalancerHasNone() {
    assertThat(read("{\"worker\": {\"image\": \"x\"}}")).isEmpty();
  }

  @Test
  void theRecordIsTheAddress() {
    List<BalancerAddress> found =
        read(
            """
            {"web": {"elb": {"protocol": "HTTPS", "dns": {"record_name": "www.example.com."}}},
             "api": {"elb": {"ports": {"public": 8080}, "dns": {"record_name": "api.example.com"}}}}\
            """);
    assertThat(found.stream().map(address -> address.url(NOBODY)))
        .containsExactly("https://www.example.com", "http://api.example.com:8080");
  }

  @Test
  void servicesMayBeAList() {
    assertThat(read("[{\"web\": {\"elb\": {\"type\": \"public\"}}}]"))
        .extracting(BalancerAddress::service)
        .containsExactly("web");
  }
}
