package io.github.ecscompose.testing;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * The AWS calls that the in-memory doubles would have been, the faults planned for them, and
 * whatever else befalls a call on its way.
 */
public final class CallLog {

  /** What befalls calls on their way, as throttles or a network that fails. */
  public interface Conditions {

    /**
     * Before the call takes effect.
     *
     * @param number of the call, from 0
     * @param action as IAM names it
     */
    void before(int number, String action);

    /** After it took effect, while its answer is on its way back; reads have no such moment. */
    default void after(String action) {}
  }

  private final List<String> calls = new ArrayList<>();
  private final Map<String, RuntimeException> faults = new HashMap<>();
  private final Map<String, RuntimeException> lostAnswers = new HashMap<>();
  private Conditions conditions = (number, action) -> {};

  /** From now on, until others are set. */
  public void conditions(Conditions others) {
    conditions = others;
  }

  /** The next call of that action fails before anything happens. */
  public void failNext(String action, RuntimeException fault) {
    faults.put(action, fault);
  }

  /** The next call of that action takes effect, and its answer is lost. */
  public void loseNextAnswer(String action, RuntimeException fault) {
    lostAnswers.put(action, fault);
  }

  void before(String action) {
    calls.add(action);
    RuntimeException fault = faults.remove(action);
    if (fault != null) {
      throw fault;
    }
    conditions.before(calls.size() - 1, action);
  }

  void after(String action) {
    RuntimeException fault = lostAnswers.remove(action);
    if (fault != null) {
      throw fault;
    }
    conditions.after(action);
  }

  /**
   * An implementation whose calls are logged.
   *
   * @param actionOf the action of a method by its name; empty for one that makes no call
   */
  <T> T watched(Class<T> type, T real, Function<String, String> actionOf) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              String action = actionOf.apply(method.getName());
              if (!action.isEmpty()) {
                before(action);
              }
              try {
                Object answer = method.invoke(real, arguments);
                if (isChange(action)) {
                  after(action);
                }
                return answer;
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            }));
  }

  /** Whether an action changes something. */
  static boolean isChange(String action) {
    return !action.isEmpty() && !action.matches(".*:(Describe|List|Get|Query).*");
  }

  /** Of the deployment's own table and bucket, not of what it deploys. */
  private static boolean isOwn(String action) {
    return action.startsWith("dynamodb:") || action.startsWith("s3:");
  }

  /** Number of calls by action, without those to ecs-compose's own table and bucket. */
  public Map<String, Integer> counts() {
    Map<String, Integer> counts = new TreeMap<>();
    calls.stream()
        .filter(call -> !isOwn(call))
        .forEach(call -> counts.merge(call, 1, Integer::sum));
    return counts;
  }

  /** Every call, in order. */
  public List<String> all() {
    return List.copyOf(calls);
  }

  /** The calls that change something that is deployed, in order. */
  public List<String> changing() {
    return calls.stream().filter(call -> isChange(call) && !isOwn(call)).toList();
  }

  public void clear() {
    calls.clear();
  }
}
