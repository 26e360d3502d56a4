package io.github.ecscompose.stackfile;

import java.util.regex.Pattern;

/** Names as AWS allows them; the figures are those of its service models. */
final class Names {

  /** Clusters, services, families, containers and volumes of ECS. */
  static final Pattern ECS = Pattern.compile("[A-Za-z0-9_-]{1,255}");

  static final String ECS_RULE = "1 to 255 letters, digits, hyphens and underscores";

  static final Pattern LOAD_BALANCER_PART = Pattern.compile("[A-Za-z0-9-]{0,255}");

  /** DNS labels as Cloud Map allows them. */
  private static final String LABEL = "(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,61}[A-Za-z0-9_]|[A-Za-z0-9])";

  static final Pattern DISCOVERY =
      Pattern.compile("(?=.{1,127}$)" + LABEL + "(?:\\." + LABEL + ")*");

  static final Pattern NAMESPACE =
      Pattern.compile("(?=.{1,253}$)" + LABEL + "(?:\\." + LABEL + ")*");

  /** A record's name: also with a wildcard in front or a dot at the end. */
  static final Pattern RECORD =
      Pattern.compile("(?=.{1,255}$)(?:\\*\\.)?" + LABEL + "(?:\\." + LABEL + ")*\\.?");

  static final Pattern VPC = Pattern.compile("vpc-\\w+");
  static final Pattern SUBNET = Pattern.compile("subnet-\\w+");
  static final Pattern SECURITY_GROUP = Pattern.compile("sg-\\w+");
  static final Pattern CERTIFICATE = Pattern.compile("arn:[^:\\s]+:(?:acm|iam):\\S+");
  static final Pattern HOSTED_ZONE = Pattern.compile("(?:/hostedzone/)?[A-Za-z0-9]{1,32}");

  /** Of ASCII's visible characters. A tag counts among the 255, a digest does not. */
  static final Pattern IMAGE = Pattern.compile("[!-?A-~]{1,255}(?:@sha256:[0-9a-fA-F]{64})?");

  private Names() {}
}
