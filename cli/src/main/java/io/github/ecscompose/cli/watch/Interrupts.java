package io.github.ecscompose.cli.watch;

import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ctrl-C as something that may be asked for. The JVM's class for it is not part of Java's API, so
 * that it is reached by name; where it is missing, Ctrl-C ends the process as ever.
 */
public final class Interrupts {

  private final AtomicBoolean asked = new AtomicBoolean();
  private final Thread watcher = Thread.currentThread();

  /** Catches Ctrl-C from now on: it wakes the thread that made this. */
  public Interrupts() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object own =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                asked.set(true);
                watcher.interrupt();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), own);
    } catch (ReflectiveOperationException e) {
      // Ctrl-C then does what it always did.
    }
  }

  /** Whether Ctrl-C was pressed since this was asked last. */
  boolean wasPressed() {
    return asked.getAndSet(false);
  }
}
