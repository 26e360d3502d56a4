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

  /** As many as a message can list. */
  private static final int FEW = 12;

  static final Keys STACK =
      known("cluster", "vpc", "logging", "service_discovery", "defaults", "services")
          .and("redeploy", "deploy", "tags")
          .ignored("version", "name", "networks", "volumes", "secrets", "configs");

  static final Keys VPC = known("id", "subnets", "security_groups");

  static final Keys TIERS = known("public", "private");

  static final Keys LOGGING = known("log_driver", "options").renamed("driver", "log_driver");

  static final Keys SERVICE_DISCOVERY = known("namespace");

  static final Keys DEPLOY = known("on_failure", "timeout", "prune");

  static final Keys REDEPLOY = known("schedule", "timezone");

  /** What any container may be told; of docker compose the rest. */
  private static final Keys CONTAINER =
      known("image", "ports", "environment", "secrets", "command", "entrypoint", "working_dir")
          .and("user", "stop_grace_period", "init", "ulimits", "labels", "memory")
          .and("memory_reservation", "cpu", "gpus", "privileged", "volumes", "healthcheck")
          .and("logging")
          .ignored("build", "networks", "container_name", "restart", "hostname", "domainname")
          .ignored("links", "external_links", "expose", "stdin_open", "tty", "attach")
          .ignored("pull_policy", "develop")
          .renamed("mem_limit", "memory")
          .renamed("mem_reservation", "memory_reservation")
          .renamed("cpus", "cpu, in units of which 1024 are one vCPU");

  static final Keys SIDECAR = CONTAINER.and("essential");

  static final Keys SERVICE =
      CONTAINER
          .and("type", "desired_count", "task_role_arn", "task_execution_role_arn", "network")
          .and("launch_type", "capacity_providers", "platform", "ephemeral_storage")
          .and("assign_public_ip", "subnets", "security_groups", "placement_constraints")
          .and("placement_strategy", "scheduling_strategy", "deployment_configuration")
          .and("circuit_breaker", "deployment_strategy", "depends_on", "sidecars")
          .and("enable_execute_command", "tags", "elb", "dns_discovery")
          .later("scaling", "bake_time", "alarms", "stop_when")
          .renamed("network_mode", "network")
          .renamed("scale", "desired_count");

  static final Keys CAPACITY_PROVIDER = known("name", "weight", "base");

  static final Keys STRATEGY = known("type", "field");

  static final Keys CIRCUIT_BREAKER = known("enable", "rollback");

  static final Keys DEPENDENCY = known("condition").ignored("restart", "required");

  static final Keys PORT =
      known("target", "published", "protocol").ignored("mode", "host_ip", "name", "app_protocol");

  static final Keys VOLUME =
      known("type", "name", "source", "target", "read_only")
          .ignored("bind", "volume", "consistency");

  static final Keys HEALTH_CHECK =
      known("command", "test", "interval", "timeout", "retries", "start_period", "disable")
          .ignored("start_interval");

  static final Keys ULIMIT = known("soft", "hard");

  static final Keys LOAD_BALANCER =
      known("name", "type", "protocol", "ports", "certificates", "dns", "healthcheck")
          .and("redirect_http", "deregistration_delay", "slow_start", "stickiness")
          .later("share", "hosts", "paths");

  static final Keys STICKINESS = known("enabled", "duration", "cookie");

  static final Keys LOAD_BALANCER_PORTS = known("public", "container");

  static final Keys LOAD_BALANCER_DNS = known("hosted_zone_id", "record_name");

  /** The older tool read {@code FailureThreshold} and made nothing of it. */
  static final Keys TARGET_HEALTH_CHECK =
      known("protocol", "port", "path", "interval_seconds", "timeout_seconds")
          .and("healthy_threshold_count", "unhealthy_threshold_count")
          .and("matcher", "deregistration_delay", "slow_start", "stickiness")
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
        + Texts.suggestion(
            key,
            union(known, later),
            known.size() > FEW
                ? ": see the keys that there are in docs/stackfile.md"
                : ": the known keys are " + String.join(", ", known));
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
