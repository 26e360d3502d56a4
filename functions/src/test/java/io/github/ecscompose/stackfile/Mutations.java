package io.github.ecscompose.stackfile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Makes hostile stackfiles of harmless ones. The same seed makes the same one. */
final class Mutations {

  private static final int MOST = 8;
  private static final int LONGEST = Budget.TEXT + 100;

  /** What has meaning for YAML, for variables, for JSON, for decoders or for numbers. */
  private static final List<String> TOKENS =
      List.of(
          "\t",
          "\r\n",
          "\r",
          "\n",
          "\u0000",
          "\uFEFF",
          "\u0085",
          "\u2028",
          "\uFFFF",
          "😀",
          ": ",
          "- ",
          "? ",
          "{",
          "}",
          "[",
          "]",
          ",",
          "&a ",
          "*a",
          "<<: *a\n",
          "!!binary ",
          "!<x> ",
          "| \n",
          ">9\n",
          "'",
          "\"",
          "\\x",
          "\\uD800",
          "\\/",
          "\uE000",
          "#",
          "---\n",
          "...\n",
          "%TAG ! x\n",
          "%YAML 9.9\n",
          "$",
          "${",
          "${A:-",
          "${A:?",
          "$$",
          "99999999999999999999",
          "-1",
          "1e400",
          "0x7f",
          ".inf",
          "2147483648",
          "null",
          "~");

  private final Random random;
  private final List<byte[]> corpus;

  Mutations(long seed, List<byte[]> corpus) {
    this.random = new Random(seed);
    this.corpus = corpus;
  }

  /** A stackfile with one change or several. */
  byte[] next() {
    byte[] content = any();
    for (int change = 1 + random.nextInt(MOST); change > 0 && content.length < LONGEST; change--) {
      content = changed(content);
    }
    return Arrays.copyOf(content, Math.min(content.length, LONGEST));
  }

  private byte[] changed(byte[] content) {
    return switch (random.nextInt(10)) {
      case 0 -> flipped(content);
      case 1 -> replaced(content, new byte[0], random.nextInt(20));
      case 2 -> replaced(content, part(content, 200), 0);
      case 3 -> replaced(content, part(any(), 2_000), random.nextInt(100));
      case 4 -> replaced(content, bytes(token().repeat(1 + random.nextInt(300))), 0);
      case 5 -> replaced(content, new byte[] {(byte) random.nextInt(256)}, 1);
      case 6 -> replaced(content, bytes(nested()), random.nextInt(2));
      case 7 -> replaced(content, bytes(bomb()), 0);
      case 8 -> repeated(content);
      default -> replaced(content, bytes(token()), random.nextInt(3));
    };
  }

  private byte[] any() {
    return corpus.get(random.nextInt(corpus.size()));
  }

  private String token() {
    return TOKENS.get(random.nextInt(TOKENS.size()));
  }

  private byte[] flipped(byte[] content) {
    byte[] flipped = content.clone();
    if (flipped.length > 0) {
      flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private byte[] part(byte[] content, int longest) {
    int start = random.nextInt(content.length + 1);
    return Arrays.copyOfRange(
        content, start, Math.min(content.length, start + random.nextInt(longest)));
  }

  /** The content with so many bytes replaced, somewhere. */
  private byte[] replaced(byte[] content, byte[] by, int length) {
    int start = random.nextInt(content.length + 1);
    int end = Math.min(content.length, start + length);
    byte[] replaced = Arrays.copyOf(content, content.length - (end - start) + by.length);
    System.arraycopy(by, 0, replaced, start, by.length);
    System.arraycopy(content, end, replaced, start + by.length, content.length - end);
    return replaced;
  }

  private byte[] repeated(byte[] content) {
    int times = 1 + random.nextInt(5);
    return (text(content) + "\n---\n").repeat(times).getBytes(StandardCharsets.ISO_8859_1);
  }

  private String nested() {
    int depth = 1 + random.nextInt(3_000);
    return switch (random.nextInt(4)) {
      case 0 -> "[".repeat(depth) + "]".repeat(random.nextBoolean() ? depth : 0);
      case 1 -> "{a: ".repeat(depth) + "}".repeat(random.nextBoolean() ? depth : 0);
      case 2 -> "- ".repeat(depth);
      default -> "${A:-".repeat(depth) + "}".repeat(random.nextBoolean() ? depth : 0);
    };
  }

  /** Each anchor holds several aliases of the one before it. */
  private String bomb() {
    StringBuilder bomb = new StringBuilder("\nx-0: &a0 [a, b]\n");
    int levels = 1 + random.nextInt(30);
    String aliases = random.nextBoolean() ? "[%2$s]" : "{k1: %2$s}";
    for (int level = 1; level <= levels; level++) {
      String alias = "*a" + (level - 1);
      String many = aliases.startsWith("[") ? (alias + ", ").repeat(9) : alias;
      bomb.append(("x-%1$d: &a%1$d " + aliases + "\n").formatted(level, many));
    }
    return bomb.append("services: *a").append(levels).append('\n').toString();
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.ISO_8859_1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
