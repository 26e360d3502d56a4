package io.github.ecscompose.testing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.ecscompose.error.RefusedException;
import io.github.ecscompose.plan.ClusterContents;
import io.github.ecscompose.plan.LiveService;
import io.github.ecscompose.plan.LiveService.Deployment;
import io.github.ecscompose.plan.TaskDefinition;
import io.github.ecscompose.step.Clusters;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * ECS in memory, as strict as the rules that a deployer meets: task definitions must exist, target
 * groups must be on a listener, names are unique, UpdateService does not take what only
 * CreateService takes, a rollout goes on until the test lets it end.
 */
public final class InMemoryClusters implements Clusters {

  private static final String PREFIX = "arn:aws:ecs:eu-central-1:123456789012:";
  private static final int SERVICES_A_CALL = 10;
  private static final Set<String> CREATE_ONLY =
      Set.of("serviceName", "launchType", "schedulingStrategy", "role", "tags");
  private static final Set<String> ROLLED_OUT =
      Set.of("loadBalancers", "serviceRegistries", "networkConfiguration", "platformVersion");

  private final CallLog log;
  private final InMemoryLoadBalancers loadBalancers;
  private final Set<String> clusters = new HashSet<>();
  private final Map<String, List<TaskDefinition.Live>> families = new TreeMap<>();
  private final Map<String, LiveService> services = new TreeMap<>();
  private final Map<String, LiveTask> tasks = new TreeMap<>();
  private final Map<String, String> tokens = new HashMap<>();
  private final Map<String, Map<String, String>> tagsByArn = new HashMap<>();
  private final Map<String, ObjectNode> runs = new TreeMap<>();
  private ArrayNode defaultStrategy = JsonNodeFactory.instance.arrayNode();
  private int deployments;
  private int staleReads;
  private boolean completeAtOnce = true;
  private Optional<RolloutTimes> rollouts = Optional.empty();

  public InMemoryClusters(CallLog log, InMemoryLoadBalancers loadBalancers) {
    this.log = log;
    this.loadBalancers = loadBalancers;
  }

  public void createCluster(String name) {
    clusters.add(name);
  }

  /** From now on the cluster has a default capacity provider strategy: all of that provider. */
  public void defaultCapacityProvider(String provider) {
    defaultStrategy = JsonNodeFactory.instance.arrayNode();
    defaultStrategy.addObject().put("capacityProvider", provider).put("weight", 1).put("base", 0);
  }

  /** From now on rollouts wait for {@link #complete} or {@link #fail}. */
  public void holdRollouts() {
    completeAtOnce = false;
  }

  /** From now on a rollout takes so long, and so does the drain of a service that is deleted. */
  public void rolloutsTake(Clock clock, Duration duration) {
    completeAtOnce = false;
    rollouts = Optional.of(new RolloutTimes(clock, duration));
  }

  /** Everything there is, but for the numbers that rollouts got. */
  public List<Object> all() {
    services.keySet().stream().toList().forEach(this::settle);
    return List.of(
        services.values().stream()
            .map(live ->
                List.of(
                    live.name(),
                    live.status(),
                    live.taskDefinition(),
                    live.document(),
                    new TreeMap<>(live.tags()),
                    live.deployments().stream()
                        .map(rollout -> rollout.taskDefinition() + " " + rollout.progress())
                        .toList()))
            .toList(),
        families.values().stream()
            .flatMap(List::stream)
            .map(live -> live.arn() + " " + live.status())
            .toList(),
        tasks.size(),
        new TreeMap<>(tagsByArn));
  }

  /** How many rollouts there were of all services. */
  public int rollouts() {
    return deployments;
  }

  /** The next reads of services do not show what was just made. */
  public void staleReads(int reads) {
    staleReads = reads;
  }

  public void complete(String service) {
    rollout(service, "COMPLETED", "", true);
  }

  /** The tasks of the deployments before the last one have stopped. */
  public void stopOlder(String service) {
    LiveService live = live(service);
    put(
        live,
        live.taskDefinition(),
        live.document(),
        live.tags(),
        live.deployments().stream().filter(old -> old.status().equals("PRIMARY")).toList());
  }

  /** All new tasks run, and ECS goes on. */
  public void start(String service) {
    rollout(service, "IN_PROGRESS", "", true);
  }

  public void fail(String service, String reason) {
    rollout(service, "FAILED", reason, false);
  }

  /** What the circuit breaker does: a healthy service again, with the revision before. */
  public void rollBack(String service, String olderTaskDefinition) {
    fail(service, "tasks failed to start");
    LiveService live = live(service);
    List<Deployment> all = new ArrayList<>();
    all.add(deployment(olderTaskDefinition, live.document().path("desiredCount").asInt(), true));
    live.deployments().forEach(old -> all.add(withStatus(old, "ACTIVE")));
    put(live, olderTaskDefinition, live.document(), live.tags(), all);
  }

  /** Brings a service to where it is by now. */
  private void settle(String name) {
    LiveService live = services.get(name);
    if (live == null || rollouts.isEmpty()) {
      return;
    }
    if (rollouts.get().isGone(live)) {
      services.remove(name);
    } else {
      services.put(name, rollouts.get().settled(live));
    }
  }

  private void rollout(String service, String state, String reason, boolean allRun) {
    LiveService live = live(service);
    List<Deployment> all = new ArrayList<>();
    for (Deployment old : live.deployments()) {
      boolean primary = old.status().equals("PRIMARY");
      all.add(
          primary
              ? new Deployment(
                  old.id(),
                  old.status(),
                  state,
                  reason,
                  old.taskDefinition(),
                  old.desired(),
                  allRun ? old.desired() : 0,
                  0,
                  allRun ? 0 : 3)
              : old);
    }
    put(live, live.taskDefinition(), live.document(), live.tags(), all);
  }

  /** Ends a run-once task. */
  public void stop(String task, String reason, Map<String, Integer> exitCodes) {
    tasks.put(task, new LiveTask(task, "STOPPED", reason, exitCodes));
  }

  public LiveService live(String service) {
    LiveService live = services.get(service);
    if (live == null) {
      throw new IllegalStateException("no service " + service);
    }
    return live;
  }

  public List<TaskDefinition.Live> revisions(String family) {
    return List.copyOf(families.getOrDefault(family, List.of()));
  }

  /** What somebody does by hand to a family's latest revision: not logged. */
  public void deregister(String family) {
    List<TaskDefinition.Live> all = new ArrayList<>(revisions(family));
    TaskDefinition.Live last = all.removeLast();
    all.add(new TaskDefinition.Live(last.arn(), "INACTIVE", last.definition()));
    families.put(family, all);
  }

  public Set<String> serviceNames() {
    return Set.copyOf(services.keySet());
  }

  /** Names of the clusters that are active. */
  public Set<String> names() {
    return Set.copyOf(clusters);
  }

  /** What a cluster holds that is not deleted. The one cluster with services is that of tests. */
  Optional<ClusterContents> contents(String cluster, int machines, List<String> capacity) {
    services.keySet().stream().toList().forEach(this::settle);
    return clusters.contains(cluster)
        ? Optional.of(
            new ClusterContents(
                machines,
                (int) servicesOf(cluster).filter(LiveService::isActive).count(),
                servicesOf(cluster).mapToInt(LiveService::tasks).sum(),
                capacity))
        : Optional.empty();
  }

  private Stream<LiveService> servicesOf(String cluster) {
    return services.values().stream().filter(live -> live.arn().contains("/" + cluster + "/"));
  }

  /** Takes a revision out of use. */
  void deregisterRevision(String arn) {
    families.replaceAll((family, revisions) ->
        new ArrayList<>(
            revisions.stream()
                .map(live ->
                    live.arn().equals(arn)
                        ? new TaskDefinition.Live(arn, "INACTIVE", live.definition())
                        : live)
                .toList()));
  }

  void deleteCluster(String name) {
    clusters.remove(name);
  }

  /** Tags of a task definition; none where there are none. */
  Map<String, String> knownTags(String arn) {
    return Map.copyOf(tagsByArn.getOrDefault(arn, Map.of()));
  }

  /** What somebody registers by hand: not logged. */
  public String foreignRevision(TaskDefinition taskDefinition, Map<String, String> tags) {
    List<TaskDefinition.Live> revisions =
        families.computeIfAbsent(taskDefinition.family(), key -> new ArrayList<>());
    String arn =
        PREFIX + "task-definition/" + taskDefinition.family() + ":" + (revisions.size() + 1);
    revisions.add(new TaskDefinition.Live(arn, "ACTIVE", taskDefinition));
    tagsByArn.put(arn, new TreeMap<>(tags));
    return arn;
  }

  /** The members of RunTask that a task was started with. */
  public ObjectNode runOf(String task) {
    return known(runs, task);
  }

  /** Tags of a task definition or of a task. */
  public Map<String, String> tagsOf(String arn) {
    return Map.copyOf(known(tagsByArn, arn));
  }

  private static <T> T known(Map<String, T> all, String key) {
    T found = all.get(key);
    if (found == null) {
      throw new IllegalStateException("nothing is known of " + key);
    }
    return found;
  }

  public List<String> taskArns() {
    return List.copyOf(tasks.keySet());
  }

  /** What somebody does by hand: not logged. */
  public void tamper(String service, ObjectNode document, String taskDefinition) {
    LiveService live = live(service);
    put(live, taskDefinition, document, live.tags(), live.deployments());
  }

  /** What somebody makes by hand, without a tag, like a service that there is: not logged. */
  public void makeLike(String service, String name) {
    LiveService live = live(service);
    services.put(
        name,
        new LiveService(
            name,
            live.arn().replaceAll("[^/]*$", name),
            live.status(),
            live.taskDefinition(),
            live.document().deepCopy().put("serviceName", name),
            Map.of(),
            live.deployments()));
  }

  /** Puts tags off a service, as the older tool left it. */
  public void untag(String service) {
    LiveService live = live(service);
    put(live, live.taskDefinition(), live.document(), Map.of(), live.deployments());
  }

  public void drain(String service) {
    LiveService live = live(service);
    services.put(
        service,
        new LiveService(
            live.name(),
            live.arn(),
            "DRAINING",
            live.taskDefinition(),
            live.document(),
            live.tags(),
            live.deployments()));
  }

  public void delete(String service) {
    services.remove(service);
  }

  @Override
  public boolean exists(String cluster) {
    log.before("ecs:DescribeClusters");
    return clusters.contains(cluster);
  }

  @Override
  public Set<String> serviceNames(String cluster) {
    requireCluster(cluster);
    log.before("ecs:ListServices");
    return services.values().stream()
        .filter(service -> service.status().equals("ACTIVE"))
        .map(LiveService::name)
        .collect(Collectors.toSet());
  }

  @Override
  public Map<String, LiveService> services(String cluster, Collection<String> names) {
    requireCluster(cluster);
    for (int i = 0; i < names.size(); i += SERVICES_A_CALL) {
      log.before("ecs:DescribeServices");
    }
    if (staleReads > 0 && !services.isEmpty()) {
      staleReads--;
      return Map.of();
    }
    Map<String, LiveService> found = new HashMap<>();
    for (String name : names) {
      settle(name);
      Optional.ofNullable(services.get(name)).ifPresent(live -> found.put(name, live));
    }
    return found;
  }

  @Override
  public LiveService create(
      String cluster, ObjectNode service, Map<String, String> tags, String clientToken) {
    log.before("ecs:CreateService");
    requireCluster(cluster);
    String name = service.path("serviceName").asText();
    if (services.containsKey(name)) {
      if (name.equals(tokens.get(clientToken))) {
        log.after("ecs:CreateService");
        return live(name);
      }
      throw new RefusedException("Creation of service was not idempotent: " + name);
    }
    requireLimits(clientToken, tags);
    EcsRules.refuseIf(
        service.path("schedulingStrategy").asText().equals("DAEMON") && service.has("desiredCount"),
        "desiredCount must not be given for DAEMON");
    String taskDefinition = resolve(service.path("taskDefinition").asText());
    requireTies(service, taskDefinition);
    ObjectNode described = AwsDefaults.service(service, defaultStrategy);
    EcsRules.checkPlacement(service, definition(taskDefinition));
    EcsRules.checkPlacement(described, definition(taskDefinition));
    int desired = service.path("desiredCount").asInt(1);
    services.put(
        name,
        new LiveService(
            name,
            PREFIX + "service/" + cluster + "/" + name,
            "ACTIVE",
            taskDefinition,
            described,
            tags,
            List.of(deployment(taskDefinition, desired, completeAtOnce))));
    tokens.put(clientToken, name);
    log.after("ecs:CreateService");
    return live(name);
  }

  @Override
  public LiveService update(String cluster, ObjectNode service) {
    log.before("ecs:UpdateService");
    requireCluster(cluster);
    LiveService live = live(service.path("service").asText());
    service
        .fieldNames()
        .forEachRemaining(member -> {
          if (CREATE_ONLY.contains(member)) {
            throw new RefusedException("UpdateService does not take " + member);
          }
        });
    EcsRules.refuseIf(
        service.has("capacityProviderStrategy") && !service.path("forceNewDeployment").asBoolean(),
        "When switching from launch type to capacity provider strategy on an existing service, or"
            + " making a change to a capacity provider strategy on a service that is already using"
            + " one, you must force a new deployment.");
    ObjectNode document = live.document().deepCopy();
    document.setAll(service);
    if (service.has("capacityProviderStrategy")) {
      document.remove("launchType");
    }
    String taskDefinition =
        service.has("taskDefinition")
            ? resolve(service.path("taskDefinition").asText())
            : live.taskDefinition();
    requireTies(document, taskDefinition);
    EcsRules.checkPlacement(document, definition(taskDefinition));
    EcsRules.refuseIf(
        document.path("availabilityZoneRebalancing").asText().equals("ENABLED")
            && !EcsRules.mayRebalance(document),
        "Availability Zone rebalancing does not support this");
    document.remove(List.of("service", "forceNewDeployment"));
    AwsDefaults.described(document);
    int desired = document.path("desiredCount").asInt(1);
    List<Deployment> all = new ArrayList<>(live.deployments());
    if (!taskDefinition.equals(live.taskDefinition())
        || ROLLED_OUT.stream().anyMatch(service::has)
        || service.path("forceNewDeployment").asBoolean()) {
      all.replaceAll(old -> withStatus(old, "ACTIVE"));
      if (completeAtOnce) {
        all.clear();
      }
      all.add(0, deployment(taskDefinition, desired, completeAtOnce));
    } else {
      Deployment primary = all.get(0);
      if (primary.desired() != desired) {
        rollouts.ifPresent(going -> going.begin(primary.id()));
      }
      all.set(0, withDesired(primary, desired));
    }
    put(live, taskDefinition, document, live.tags(), all);
    log.after("ecs:UpdateService");
    return live(live.name());
  }

  @Override
  public Optional<LiveService> delete(String cluster, String name) {
    log.before("ecs:DeleteService");
    requireCluster(cluster);
    LiveService live = services.get(name);
    if (live == null) {
      log.after("ecs:DeleteService");
      return Optional.empty();
    }
    if (!live.isDaemon() && live.document().path("desiredCount").asInt(1) > 0) {
      throw new RefusedException("The service cannot be stopped while it is scaled above 0.");
    }
    if (rollouts.isPresent()) {
      drain(name);
      rollouts.get().begin(live.arn());
    } else {
      services.remove(name);
    }
    log.after("ecs:DeleteService");
    return Optional.of(rollouts.isPresent() ? live(name) : live);
  }

  @Override
  public void tag(String arn, Map<String, String> tags) {
    log.before("ecs:TagResource");
    for (LiveService live : List.copyOf(services.values())) {
      if (live.arn().equals(arn)) {
        put(
            live,
            live.taskDefinition(),
            live.document(),
            merged(live.tags(), tags),
            live.deployments());
      }
    }
    tagsByArn.computeIfPresent(arn, (key, old) -> merged(old, tags));
    log.after("ecs:TagResource");
  }

  private static Map<String, String> merged(Map<String, String> old, Map<String, String> tags) {
    Map<String, String> all = new TreeMap<>(old);
    all.putAll(tags);
    return all;
  }

  @Override
  public void untag(String arn, Set<String> keys) {
    log.before("ecs:UntagResource");
    EcsRules.refuseIf(keys.isEmpty(), "tagKeys must not be empty");
    for (LiveService live : List.copyOf(services.values())) {
      if (live.arn().equals(arn)) {
        put(
            live,
            live.taskDefinition(),
            live.document(),
            without(live.tags(), keys),
            live.deployments());
      }
    }
    tagsByArn.computeIfPresent(arn, (key, old) -> without(old, keys));
    log.after("ecs:UntagResource");
  }

  private static Map<String, String> without(Map<String, String> tags, Set<String> keys) {
    Map<String, String> left = new TreeMap<>(tags);
    left.keySet().removeAll(keys);
    return left;
  }

  @Override
  public Set<String> families(String prefix) {
    log.before("ecs:ListTaskDefinitionFamilies");
    return families.entrySet().stream()
        .filter(family -> family.getKey().startsWith(prefix))
        .filter(family -> family.getValue().stream().anyMatch(TaskDefinition.Live::isActive))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  @Override
  public Optional<TaskDefinition.Live> taskDefinition(String name) {
    log.before("ecs:DescribeTaskDefinition");
    if (families.containsKey(name)) {
      return revisions(name).reversed().stream().filter(TaskDefinition.Live::isActive).findFirst();
    }
    String revision = name.substring(name.lastIndexOf('/') + 1);
    return revisions(revision.replaceFirst(":\\d+$", "")).stream()
        .filter(live -> live.arn().equals(name) || live.arn().endsWith("/" + name))
        .findFirst();
  }

  @Override
  public String register(TaskDefinition taskDefinition, Map<String, String> tags) {
    log.before("ecs:RegisterTaskDefinition");
    EcsRules.checkTaskDefinition(taskDefinition.document());
    List<TaskDefinition.Live> revisions =
        families.computeIfAbsent(taskDefinition.family(), key -> new ArrayList<>());
    String arn =
        PREFIX + "task-definition/" + taskDefinition.family() + ":" + (revisions.size() + 1);
    revisions.add(
        new TaskDefinition.Live(
            arn, "ACTIVE", new TaskDefinition(AwsDefaults.fill(taskDefinition))));
    tagsByArn.put(arn, new TreeMap<>(tags));
    log.after("ecs:RegisterTaskDefinition");
    return arn;
  }

  @Override
  public String run(String cluster, ObjectNode task, Map<String, String> tags, String clientToken) {
    log.before("ecs:RunTask");
    requireCluster(cluster);
    requireLimits(clientToken, tags);
    EcsRules.checkPlacement(task, definition(resolve(task.path("taskDefinition").asText())));
    String known = tokens.get(clientToken);
    if (known != null) {
      log.after("ecs:RunTask");
      return known;
    }
    String arn = PREFIX + "task/" + cluster + "/" + (tasks.size() + 1);
    tasks.put(arn, new LiveTask(arn, "RUNNING", "", Map.of()));
    tokens.put(clientToken, arn);
    tagsByArn.put(arn, tags);
    runs.put(arn, task.deepCopy());
    log.after("ecs:RunTask");
    return arn;
  }

  @Override
  public List<LiveTask> tasks(String cluster, Collection<String> arns) {
    if (arns.isEmpty()) {
      return List.of();
    }
    log.before("ecs:DescribeTasks");
    return tasks.values().stream().filter(task -> arns.contains(task.arn())).toList();
  }

  private void requireCluster(String cluster) {
    if (!clusters.contains(cluster)) {
      throw new RefusedException("ClusterNotFoundException: " + cluster);
    }
  }

  private static void requireLimits(String clientToken, Map<String, String> tags) {
    if (clientToken.length() > 36 || tags.values().stream().anyMatch(tag -> tag.length() > 256)) {
      throw new RefusedException("client token or tag too long");
    }
  }

  private void requireTies(ObjectNode service, String taskDefinition) {
    EcsRules.checkTargets(service, definition(taskDefinition));
    for (var balancer : service.path("loadBalancers")) {
      if (!loadBalancers.isOnListener(balancer.path("targetGroupArn").asText())) {
        throw new RefusedException("the target group is not on a load balancer");
      }
    }
  }

  private String resolve(String arn) {
    return registered(arn).arn();
  }

  private ObjectNode definition(String arn) {
    return registered(arn).definition().document();
  }

  private TaskDefinition.Live registered(String arn) {
    String revision = arn.substring(arn.lastIndexOf('/') + 1);
    return revisions(revision.replaceFirst(":\\d+$", "")).stream()
        .filter(live -> live.arn().equals(arn))
        .findFirst()
        .orElseThrow(() -> new RefusedException("no task definition " + arn));
  }

  private Deployment deployment(String taskDefinition, int desired, boolean complete) {
    deployments++;
    String id = "ecs-svc/" + deployments;
    rollouts.ifPresent(going -> going.begin(id));
    return new Deployment(
        id,
        "PRIMARY",
        complete ? "COMPLETED" : "IN_PROGRESS",
        "",
        taskDefinition,
        desired,
        complete ? desired : 0,
        0,
        0);
  }

  private static Deployment withStatus(Deployment old, String status) {
    return new Deployment(
        old.id(),
        status,
        old.rolloutState(),
        old.rolloutReason(),
        old.taskDefinition(),
        old.desired(),
        old.running(),
        old.pending(),
        old.failed());
  }

  private Deployment withDesired(Deployment old, int desired) {
    return new Deployment(
        old.id(),
        old.status(),
        old.rolloutState(),
        old.rolloutReason(),
        old.taskDefinition(),
        desired,
        completeAtOnce ? desired : old.running(),
        0,
        0);
  }

  private void put(
      LiveService live,
      String taskDefinition,
      ObjectNode document,
      Map<String, String> tags,
      List<Deployment> all) {
    services.put(
        live.name(),
        new LiveService(
            live.name(), live.arn(), live.status(), taskDefinition, document, tags, all));
  }
}
