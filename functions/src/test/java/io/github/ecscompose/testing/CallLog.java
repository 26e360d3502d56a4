package io.github.ecscompose.testing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The AWS calls that the in-memory doubles would have been, and the faults planned for them. */
public final class CallLog {

  private final List<String> calls = new ArrayList<>();
  private final Map<String, RuntimeException> faults = new HashMap<>();
  private final Map<String, RuntimeException> lostAnswers = new HashMap<>();
  private final Map<Integer, RuntimeException> numberedFaults = new HashMap<>();
  private final Map<Integer, RuntimeException> numberedLosses = new HashMap<>();

  /** The next call of that action fails before anything happens. */
  public void failNext(String action, RuntimeException fault) {
    faults.put(action, fault);
  }

  /** The next call of that action takes effect, and its answer is lost. */
  public void loseNextAnswer(String action, RuntimeException fault) {
    lostAnswers.put(action, fault);
  }

  /** The call of that number, counted from 1 since the last {@link #clear}, fails at once. */
  public void failCall(int number, RuntimeException fault) {
    numberedFaults.put(number, fault);
  }

  /** That call takes effect if it changes something, and its answer is lost. */
  public void loseAnswerOfCall(int number, RuntimeException fault) {
    numberedLosses.put(number, fault);
  }

  /** Number of calls since the last {@link #clear}. */
  public int size() {
    return calls.size();
  }

  void before(String action) {
    calls.add(action);
    RuntimeException numbered = numberedFaults.remove(calls.size());
    if (numbered != null) {
      throw numbered;
    }
    RuntimeException fault = faults.remove(action);
    if (fault != null) {
      throw fault;
    }
  }

  void after(String action) {
    RuntimeException numbered = numberedLosses.remove(calls.size());
    if (numbered != null) {
      throw numbered;
    }
    RuntimeException fault = lostAnswers.remove(action);
    if (fault != null) {
      throw fault;
    }
  }

  /** Number of calls by action. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    calls.forEach(call -> counts.merge(call, 1, Integer::sum));
    return counts;
  }

  /** The calls that change something, in order. */
  public List<String> changing() {
    return calls.stream().filter(call -> !call.matches(".*:(Describe|List|Get).*")).toList();
  }

  public void clear() {
    calls.clear();
  }
}
