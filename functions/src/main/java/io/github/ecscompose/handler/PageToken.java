package io.github.ecscompose.handler;

import io.github.ecscompose.hash.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;

/**
 * The place in a list behind which a page begins, as callers hand it back. A token that was
 * changed, or belongs to another list, is none; it guards nothing, for it leads nowhere that its
 * caller may not read anyway.
 */
final class PageToken {

  private static final int CHECK = 6;

  /** Bytes of a place: names and ids are no longer. */
  private static final int LONGEST = 255;

  private PageToken() {}

  /**
   * Makes a token.
   *
   * @param list the list that it is a place of
   */
  static String of(String list, String place) {
    byte[] text = place.getBytes(StandardCharsets.UTF_8);
    byte[] token = Arrays.copyOf(check(list, place), CHECK + text.length);
    System.arraycopy(text, 0, token, CHECK, text.length);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  /** The place, if it is a token of that list, to the last character. */
  static Optional<String> read(String list, String token) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(token);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
    if (bytes.length <= CHECK || bytes.length > CHECK + LONGEST) {
      return Optional.empty();
    }
    String place = new String(bytes, CHECK, bytes.length - CHECK, StandardCharsets.UTF_8);
    return Optional.of(place).filter(found -> of(list, found).equals(token));
  }

  private static byte[] check(String list, String place) {
    return Arrays.copyOf(Sha256.of(list + "\n" + place), CHECK);
  }
}
