package io.github.ecscompose.stackfile;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Looks for hostile stackfiles by what code they reach; {@code make fuzz} alone runs it, for as
 * long as one likes. What fails is kept under src/test/resources, where MutationFuzzTest reads it
 * again.
 */
class GuidedFuzzTest {

  static List<byte[]> stackfiles() {
    return Corpus.stackfiles();
  }

  @MethodSource("stackfiles")
  @FuzzTest
  void stackfilesAreReadWithinBounds(byte[] content) {
    BoundedReading.read(content, 4 * 1024);
  }
}
