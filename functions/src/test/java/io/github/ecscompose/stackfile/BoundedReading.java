package io.github.ecscompose.stackfile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Reads hostile texts and checks, beside what holds for every text, what reading costs. */
final class BoundedReading {

  /** Processor time, so that a busy machine fails nothing. */
  private static final long MOST_NANOSECONDS = 10_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private BoundedReading() {}

  /**
   * Reads them.
   *
   * @param mostMebibytes that reading may allocate, all that becomes garbage counted
   */
  static void read(byte[] content, long mostMebibytes) {
    long time = THREADS.getCurrentThreadCpuTime();
    long bytes = THREADS.getCurrentThreadAllocatedBytes();
    Parsed parsed = CheckedReading.unchecked(content);
    long took = THREADS.getCurrentThreadCpuTime() - time;
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - bytes;
    assertThat(took).as("nanoseconds for %d bytes", content.length).isLessThan(MOST_NANOSECONDS);
    assertThat(allocated >> 20)
        .as("MiB allocated for %d bytes", content.length)
        .isLessThan(mostMebibytes);
    CheckedReading.check(parsed, content);
  }
}
