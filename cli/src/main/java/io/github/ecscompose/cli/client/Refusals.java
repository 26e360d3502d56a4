package io.github.ecscompose.cli.client;

import io.github.ecscompose.cli.CliException;
import io.github.ecscompose.cli.ExitCode;
import java.util.Optional;

/** What AWS says when it does not let somebody in, in words that say what to do. */
final class Refusals {

  private Refusals() {}

  /**
   * The refusal that a text is, if it is one.
   *
   * @param said AWS's code and message
   * @param action what was tried
   */
  static Optional<CliException> of(String said, String action) {
    String text = said.toLowerCase(java.util.Locale.ROOT);
    if (text.contains("expiredtoken")
        || text.contains("token included in the request is expired")) {
      return refusal(
          "The credentials have expired: sign in again (aws sso login), or get new ones.");
    }
    if (text.contains("signature expired")
        || text.contains("signature not yet current")
        || text.contains("requesttimetooskewed")) {
      return refusal(
          "AWS refuses the signature's time: this computer's clock is wrong. Set it (timedatectl set-ntp true), then try again.");
    }
    if (text.contains("security token included in the request is invalid")
        || text.contains("invalidclienttokenid")
        || text.contains("unrecognizedclient")) {
      return refusal(
          "AWS does not know these credentials: they are of another account's partition, or were deleted. Check AWS_ACCESS_KEY_ID or --profile.");
    }
    if (text.contains("signature we calculated does not match")
        || text.contains("signaturedoesnotmatch")) {
      return refusal(
          "AWS refuses the signature: the secret key does not belong to the access key. Check AWS_SECRET_ACCESS_KEY or --profile.");
    }
    if (text.contains("not authorized")
        || text.contains("accessdenied")
        || text.contains("explicit deny")) {
      return refusal(
          "These credentials lack the right %s. docs/operations.md has the policy for people who deploy."
              .formatted(action));
    }
    if (text.contains("missing authentication token")) {
      return refusal(
          "There is no such call at this endpoint: the endpoint is wrong, or the application is older than this command.");
    }
    return Optional.empty();
  }

  private static Optional<CliException> refusal(String sentence) {
    return Optional.of(new CliException(ExitCode.NOT_ALLOWED, sentence));
  }
}
