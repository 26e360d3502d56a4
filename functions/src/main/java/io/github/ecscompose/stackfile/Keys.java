package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Node.Entry;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The keys of one kind of map.
 *
 * @param known that are read
 * @param later of the language, but not supported yet
 * @param ignored without effect, which a warning says
 * @param renamed of docker compose, with the name they have here
 */
record Keys(
    Set<String> known, Set<String> later, Set<String> ignored, Map<String, String> renamed) {

  static final Keys STACK =
      known("vpc", "logging", "service_discovery", "defaults", "services")
          .later("cluster", "redeploy", "deploy", "tags")
          .ignored("version", "name", "networks", "volumes", "secrets", "configs");

  static final Keys VPC = known("id", "subnets", "security_groups");

  static final Keys TIERS = known("public", "private");

  static final Keys LOGGING = known("log_driver", "options").renamed("driver", "log_driver");

  static final Keys SERVICE_DISCOVERY = known("namespace");

  static final Keys SERVICE =
      known("image", "type", "ports", "environment", "desired_count", "memory", "gpus")
          .and("privileged", "volumes", "task_role_arn", "task_execution_role_arn", "network")
          .and("scheduling_strategy", "healthcheck", "logging", "placement_constraints")
          .and("deployment_configuration", "elb", "dns_discovery")
          .and("secrets", "command", "entrypoint", "working_dir", "user", "stop_grace_period")
          .and("init", "ulimits", "labels", "memory_reservation", "cpu")
          .later("scaling")
          .later("launch_type", "capacity_providers", "platform", "ephemeral_storage")
          .later("assign_public_ip", "subnets", "security_groups", "placement_strategy")
          .later("circuit_breaker", "deployment_strategy", "bake_time", "alarms", "depends_on")
          .later("sidecars", "enable_execute_command", "tags", "stop_when")
          .ignored("build", "networks", "container_name", "restart", "hostname", "domainname")
          .ignored("links", "external_links", "expose", "stdin_open", "tty", "attach")
          .ignored("pull_policy", "develop")
          .renamed("network_mode", "network")
          .renamed("mem_limit", "memory")
          .renamed("mem_reservation", "memory_reservation")
          .renamed("cpus", "cpu, in units of which 1024 are one vCPU")
          .renamed("scale", "desired_count");

  static final Keys DEFAULTS = defaults();

  static final Keys HEALTH_CHECK =
      known("command", "test", "interval", "timeout", "retries", "start_period");

  static final Keys ULIMIT = known("soft", "hard");

  static final Keys LOAD_BALANCER =
      known("name", "type", "protocol", "ports", "certificates", "dns", "healthcheck")
          .later("redirect_http", "share", "hosts", "paths");

  static final Keys LOAD_BALANCER_PORTS = known("public", "container");

  static final Keys LOAD_BALANCER_DNS = known("hosted_zone_id", "record_name");

  /** The older tool read {@code FailureThreshold} and made nothing of it. */
  static final Keys TARGET_HEALTH_CHECK =
      known("protocol", "port", "path", "interval_seconds", "timeout_seconds")
          .and("healthy_threshold_count", "unhealthy_threshold_count")
          .later("matcher", "deregistration_delay", "slow_start", "stickiness")
          .ignored("FailureThreshold");

  /** The older tool read a {@code healthcheck} here and made nothing of it. */
  static final Keys DISCOVERY = known("name").ignored("healthcheck");

  static final Keys DEPLOYMENT = known("maximum_percent", "minimum_healthy_percent");

  static final Keys CONSTRAINT = known("type", "expression");

  /** Reports a key that has no effect here. */
  void check(String key, Entry entry, Field section) {
    Path path = section.path().key(key);
    if (ignored.contains(key)) {
      section
          .problems()
          .warning(entry.key(), path, "the key " + key + " means nothing on ECS and is ignored");
    } else if (!known.contains(key) && !key.startsWith("x-")) {
      section.problems().error(entry.key(), path, refusal(key));
    }
  }

  private String refusal(String key) {
    if (later.contains(key)) {
      return "the key " + key + " is not supported yet";
    }
    if (renamed.containsKey(key)) {
      return "unknown key " + key + ": here it is called " + renamed.get(key);
    }
    return "unknown key "
        + Texts.quote(key)
        + Texts.nearest(key, union(known, later))
            .map(nearest -> ", did you mean " + nearest + "?")
            .orElse(": the known keys are " + String.join(", ", known));
  }

  private static Keys defaults() {
    Keys defaults =
        known("memory", "memory_reservation", "cpu", "gpus", "ulimits", "environment", "secrets")
            .and("labels", "healthcheck", "command", "entrypoint", "working_dir", "user", "init")
            .and("privileged", "stop_grace_period");
    Set<String> later = union(SERVICE.known, SERVICE.later);
    later.removeAll(defaults.known);
    return new Keys(defaults.known, later, SERVICE.ignored, SERVICE.renamed);
  }

  private static Keys known(String... keys) {
    return new Keys(new TreeSet<>(Arrays.asList(keys)), Set.of(), Set.of(), Map.of());
  }

  private Keys and(String... keys) {
    return new Keys(union(known, Arrays.asList(keys)), later, ignored, renamed);
  }

  private Keys later(String... keys) {
    return new Keys(known, union(later, Arrays.asList(keys)), ignored, renamed);
  }

  private Keys ignored(String... keys) {
    return new Keys(known, later, union(ignored, Arrays.asList(keys)), renamed);
  }

  private Keys renamed(String theirs, String ours) {
    Map<String, String> names = new TreeMap<>(renamed);
    names.put(theirs, ours);
    return new Keys(known, later, ignored, names);
  }

  private static Set<String> union(Collection<String> a, Collection<String> b) {
    Set<String> both = new TreeSet<>(a);
    both.addAll(b);
    return both;
  }
}
