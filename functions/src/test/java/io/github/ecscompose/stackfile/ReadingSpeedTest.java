package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Whether reading a large stackfile became slower by far; {@code make speed} measures it. */
class ReadingSpeedTest {

  private static final double MOST_SECONDS = 3;

  @Test
  void aThousandServicesAreReadWithinSeconds() {
    byte[] stackfile = ReadingSpeed.stackfile();
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    assertThat(stackfile.length).isBetween(500_000, Budget.TEXT);

    double best =
        IntStream.range(0, 3).mapToDouble(run -> seconds(threads, stackfile)).min().orElseThrow();

    assertThat(best).isLessThan(MOST_SECONDS);
  }

  /** Of the processor, so that a busy machine fails nothing. */
  private static double seconds(ThreadMXBean threads, byte[] stackfile) {
    long start = threads.getCurrentThreadCpuTime();
    assertThat(ReadingSpeed.work(stackfile)).isPositive();
    return (threads.getCurrentThreadCpuTime() - start) / 1e9;
  }
}
