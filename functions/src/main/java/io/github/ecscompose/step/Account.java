package io.github.ecscompose.step;

import java.util.Objects;

/**
 * Where ecs-compose is installed.
 *
 * @param id the AWS account's number
 * @param region as {@code eu-central-1}
 */
public record Account(String id, String region) {

  public Account {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(region, "region");
  }

  /** The account and region of an ARN, as that of a running function. */
  public static Account ofArn(String arn) {
    String[] parts = arn.split(":", -1);
    if (parts.length < 6) {
      throw new IllegalArgumentException("not an ARN: " + arn);
    }
    return new Account(parts[4], parts[3]);
  }
}
