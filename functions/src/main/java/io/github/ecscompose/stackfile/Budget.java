package io.github.ecscompose.stackfile;

/** What one stackfile may take of memory, all of its sources together. */
final class Budget {

  static final int TEXT = 1024 * 1024;
  static final int EXPANSION = 10 * 1024 * 1024;

  private long text = TEXT;
  private long expansion = EXPANSION;

  /** Whether that many bytes of text are still allowed. */
  boolean takeText(long bytes) {
    text -= bytes;
    return text >= 0;
  }

  /**
   * Whether aliases, variables and what services share may still grow the stackfile by that much.
   * What is refused takes nothing, so that one fault does not lead to others.
   */
  boolean takeExpansion(long bytes) {
    boolean left = bytes <= expansion;
    if (left) {
      expansion -= bytes;
    }
    return left;
  }
}
