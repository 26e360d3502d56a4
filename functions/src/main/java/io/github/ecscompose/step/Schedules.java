package io.github.ecscompose.step;

import io.github.ecscompose.plan.Schedule;
import java.util.Optional;

/** EventBridge Scheduler: the schedules of ecs-compose's own group, by name. */
public interface Schedules {

  Optional<Schedule> find(String name);

  /**
   * Makes a schedule, unless there is one of that name, which is left as it is.
   *
   * @param clientToken at most 64 characters; the same one makes a repeated call harmless
   * @return whether there was none
   */
  boolean create(String name, Schedule schedule, String clientToken);

  /** Turns a schedule that exists into this one, every part of it. */
  void update(String name, Schedule schedule, String clientToken);

  /** Removes a schedule, if there is one. */
  void delete(String name);

  /** The ARN of the schedule of that name, whether it exists or not. */
  String arn(String name);
}
