package io.github.ecscompose.handler;

import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/**
 * A handler that goes through its code once before SnapStart takes its snapshot, so that classes
 * are loaded and linked in it. Without SnapStart nothing of it happens.
 */
abstract class Primed implements Resource {

  /** Lambda keeps the handler for as long as the function lives, and so this reference too. */
  @SuppressWarnings("this-escape")
  protected Primed() {
    Core.getGlobalContext().register(this);
  }

  /** Goes through as much of the code as it can without changing anything. */
  protected abstract void prime();

  @Override
  public final void beforeCheckpoint(Context<? extends Resource> context) {
    try {
      prime();
    } catch (RuntimeException e) {
      // What is asked for does not exist, and the way to the answer was what mattered.
      System.out.println("primed until " + e.getClass().getSimpleName());
    }
  }

  @Override
  public final void afterRestore(Context<? extends Resource> context) {}
}
