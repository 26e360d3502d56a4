package io.github.ecscompose.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentReferenceTest {

  private static final DeploymentReference DEPLOYMENT = new DeploymentReference("shop", "d2");

  @Test
  void knowsInWhoseFolderAFileLies() {
    assertThat(DEPLOYMENT.at("deployments/shop/d1/stackfile.yml"))
        .contains(new DeploymentReference("shop", "d1"));
    assertThat(DEPLOYMENT.at(DEPLOYMENT.prefix() + "plan.json")).contains(DEPLOYMENT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stackfiles/shop.yml",
        "deployments/shop/stackfile.yml",
        "deployments/shop/d1/more/stackfile.yml",
        "deployments/other/d1/stackfile.yml",
        "x/deployments/shop/d1/stackfile.yml",
      })
  void doesNotTakeFilesOfOthersForItsClusters(String key) {
    assertThat(DEPLOYMENT.at(key)).isEmpty();
  }
}
