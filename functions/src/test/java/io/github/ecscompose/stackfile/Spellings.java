package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Meaning.Settings;
import io.github.ecscompose.stackfile.Meaning.Stackfile;
import io.github.ecscompose.stackfile.Variables.Value;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Spells what a stackfile means in one of the many ways that the language has for it. */
final class Spellings {

  /** Settings of a container whose default is known, so that {@code defaults} may change it. */
  private static final List<String> MOVABLE =
      List.of("memory", "cpu", "gpus", "init", "privileged");

  private static final String ENVIRONMENT = "environment";
  private static final int DAY = 86_400;
  private static final List<String> TRUE = List.of("true", "yes", "on", "True", "ON");
  private static final List<String> FALSE = List.of("false", "no", "off", "False", "OFF");
  private static final List<String> INTEL = List.of("linux/amd64", "linux/x86_64");
  private static final List<String> ARM = List.of("linux/arm64", "linux/arm64/v8", "linux/AARCH64");
  private static final List<String> CONDITIONS =
      List.of("service_started", "service_healthy", "service_completed_successfully");

  private final Random random;
  private final Map<String, Value> variables = new HashMap<>();

  private Spellings(Random random) {
    this.random = random;
  }

  /**
   * A stackfile as its author writes it.
   *
   * @param variables that its texts refer to
   */
  record Spelled(List<Source> sources, Variables variables) {

    /** What reading it comes to. */
    Parsed read() {
      return Stackfiles.read(sources, "cluster", variables);
    }

    /** The stack. */
    Stack stack() {
      return switch (read()) {
        case Parsed.Valid valid -> valid.stack();
        case Parsed.Invalid invalid ->
            throw new AssertionError(invalid.problems() + " in\n" + this);
      };
    }

    @Override
    public String toString() {
      return sources.stream()
          .map(source -> new String(source.content(), StandardCharsets.UTF_8))
          .collect(Collectors.joining("\n== next source\n", "", "\nwith " + variables));
    }
  }

  /** One spelling, the same for the same seed. */
  static Spelled spell(Stackfile stackfile, long seed) {
    Random random = new Random(seed);
    Spellings spellings = new Spellings(random);
    Written.Entries document = spellings.document(stackfile);
    List<Source> sources = new Documents(random).sources(document);
    return new Spelled(sources, new Variables(spellings.variables));
  }

  private Written.Entries document(Stackfile stackfile) {
    Collection<Settings> services = stackfile.services().values();
    Map<String, Meaning> moved = moved(services);
    Map<String, String> shared = shared(services);
    Map<String, Written> entries = new LinkedHashMap<>();
    settings(stackfile.top()).entries().forEach(entries::put);
    defaults(moved, shared).ifPresent(defaults -> entries.put("defaults", defaults));
    Map<String, Written> written = new LinkedHashMap<>();
    stackfile
        .services()
        .forEach((name, service) ->
            written.put(name, settings(withoutShared(service, shared).under(moved))));
    entries.put("services", services(written));
    return new Written.Entries(shuffled(entries));
  }

  /** Values that {@code defaults} gives: of any service, for the others say what differs. */
  private Map<String, Meaning> moved(Collection<Settings> services) {
    Map<String, Meaning> moved = new HashMap<>();
    for (String key : MOVABLE) {
      if (random.nextInt(4) == 0) {
        Settings service = List.copyOf(services).get(random.nextInt(services.size()));
        Optional.ofNullable(service.effective().get(key)).ifPresent(value -> moved.put(key, value));
      }
    }
    return moved;
  }

  /** Environment variables that all services have, and that {@code defaults} gives. */
  private Map<String, String> shared(Collection<Settings> services) {
    Map<String, String> shared = new HashMap<>(environment(services.iterator().next()));
    services.forEach(service -> shared.entrySet().retainAll(environment(service).entrySet()));
    shared.keySet().removeIf(name -> random.nextBoolean());
    return shared;
  }

  private static Map<String, String> environment(Settings service) {
    return service.given().get(ENVIRONMENT) instanceof Meaning.Assignments environment
        ? environment.values()
        : Map.of();
  }

  private static Settings withoutShared(Settings service, Map<String, String> shared) {
    Map<String, String> own = new HashMap<>(environment(service));
    own.entrySet().removeAll(shared.entrySet());
    return environment(service).isEmpty()
        ? service
        : service.with(ENVIRONMENT, new Meaning.Assignments(own));
  }

  private Optional<Written> defaults(Map<String, Meaning> moved, Map<String, String> shared) {
    Map<String, Meaning> defaults = new HashMap<>(moved);
    if (!shared.isEmpty()) {
      defaults.put(ENVIRONMENT, new Meaning.Assignments(shared));
    }
    return Optional.<Written>of(settings(new Settings(defaults, Map.of())))
        .filter(written -> !defaults.isEmpty());
  }

  private Written services(Map<String, Written> services) {
    return random.nextBoolean()
        ? new Written.Entries(services)
        : new Written.Items(
            services.entrySet().stream()
                .<Written>map(entry -> Written.Entries.of(entry.getKey(), entry.getValue()))
                .toList());
  }

  private Written.Entries settings(Settings settings) {
    Map<String, Written> entries = new LinkedHashMap<>();
    settings.given().forEach((key, value) -> entries.put(key(key, value), written(value)));
    settings
        .defaults()
        .forEach((key, value) -> {
          if (!settings.given().containsKey(key) && random.nextInt(3) == 0) {
            entries.put(key, written(value));
          }
        });
    return new Written.Entries(shuffled(entries));
  }

  private String key(String key, Meaning value) {
    return value instanceof Meaning.ShellTest ? oneOf(key, "test") : key;
  }

  private Written written(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Text text -> text(text.text());
      case Meaning.Whole whole -> text(number(whole.number()));
      case Meaning.Mebibytes memory -> text(memory(memory.amount()));
      case Meaning.Seconds seconds -> text(duration(seconds.duration()));
      case Meaning.Flag flag -> flag(flag.on());
      case Meaning.Word word -> text(anyCase(word.word()));
      case Meaning.DnsName name -> text(anyCase(name.name()) + oneOf("", "."));
      case Meaning.Port port -> random.nextBoolean() ? text(port(port)) : longForm(port);
      case Meaning.Volume volume -> random.nextBoolean() ? text(volume(volume)) : longForm(volume);
      case Meaning.Provider provider -> provider(provider);
      case Meaning.Breaker breaker -> breaker(breaker);
      case Meaning.Stickiness stickiness -> stickiness(stickiness);
      case Meaning.Gibibytes storage -> text(storage.amount() + oneOf("", "g", "GB", "GiB"));
      case Meaning.Platform platform -> text(oneOf(platform.arm() ? ARM : INTEL));
      case Meaning.Dependencies dependencies -> dependencies(dependencies.services());
      case Meaning.Limit limit -> limit(limit);
      case Meaning.Command command -> command(command);
      case Meaning.ShellTest test -> shellTest(test);
      case Meaning.Items items -> items(items.items().stream().map(this::written).toList());
      case Meaning.Several several -> items(shuffled(several.items().stream().map(this::written)));
      case Meaning.Assignments assignments -> assignments(assignments.values());
      case Meaning.Settings settings -> settings(settings);
    };
  }

  private Written text(String text) {
    return new Written.Scalar(template(text));
  }

  /** The text itself, or a variable that holds it, or the default of one that is not defined. */
  private String template(String text) {
    String literal = text.replace("$", "$$");
    return switch (random.nextInt(8)) {
      case 0 -> variable(text);
      case 1 -> text.matches("[^{}$]+") ? "${UNDEFINED:-" + text + "}" : literal;
      case 2 -> variable(text.substring(0, half(text))) + rest(text).replace("$", "$$");
      default -> literal;
    };
  }

  private static String rest(String text) {
    return text.substring(half(text));
  }

  /** Where half of the characters end; none is cut in two. */
  private static int half(String text) {
    return text.offsetByCodePoints(0, text.codePointCount(0, text.length()) / 2);
  }

  private String variable(String text) {
    String name = "V" + variables.size();
    variables.put(name, new Value(text, false));
    return "${" + name + "}";
  }

  private String number(int number) {
    return number < 0 ? String.valueOf(number) : oneOf("", "", "", "+", "0") + number;
  }

  private String memory(int mebibytes) {
    String plain = mebibytes + oneOf("", "m", "M", "mb", "MB");
    return mebibytes % 1024 == 0
        ? oneOf(plain, mebibytes / 1024 + oneOf("g", "G", "gb", "GB"))
        : plain;
  }

  private String duration(int seconds) {
    int minutes = seconds / 60;
    return oneOf(
        String.valueOf(seconds),
        seconds + "s",
        minutes + "m" + seconds % 60 + "s",
        minutes / 60 + "h" + minutes % 60 + "m" + seconds % 60 + "s");
  }

  private String anyCase(String word) {
    return oneOf(word, word.toLowerCase(Locale.ROOT), word.toUpperCase(Locale.ROOT));
  }

  private String port(Meaning.Port port) {
    boolean unsaid = port.host() == port.unsaid() && random.nextBoolean();
    String pair = (unsaid ? "" : port.host() + ":") + port.container();
    return pair + (port.udp() ? oneOf("/udp", "/UDP") : oneOf("", "/tcp"));
  }

  private Written longForm(Meaning.Port port) {
    Map<String, Written> parts = new LinkedHashMap<>();
    parts.put("target", text(number(port.container())));
    if (port.host() != port.unsaid() || random.nextBoolean()) {
      parts.put("published", text(number(port.host())));
    }
    if (port.udp() || random.nextBoolean()) {
      parts.put("protocol", text(anyCase(port.udp() ? "udp" : "tcp")));
    }
    return entries(parts);
  }

  private String volume(Meaning.Volume volume) {
    String host = volume.host().isEmpty() ? "" : ":" + volume.host();
    String mode = volume.readOnly() ? ":ro" : oneOf("", ":rw");
    return volume.name() + host + ":" + volume.container() + mode;
  }

  private Written longForm(Meaning.Volume volume) {
    Map<String, Written> parts = new LinkedHashMap<>();
    boolean bind = !volume.host().isEmpty();
    if (bind) {
      parts.put("source", text(volume.host()));
    }
    parts.put(bind ? "name" : oneOf("name", "source"), text(volume.name()));
    parts.put("target", text(volume.container()));
    if (random.nextBoolean()) {
      parts.put("type", text(bind ? "bind" : "volume"));
    }
    if (volume.readOnly() || random.nextBoolean()) {
      parts.put("read_only", flag(volume.readOnly()));
    }
    return entries(parts);
  }

  private Written provider(Meaning.Provider provider) {
    if (provider.weight() == 1 && provider.base() == 0 && random.nextBoolean()) {
      return text(provider.name());
    }
    Map<String, Written> parts = new LinkedHashMap<>();
    parts.put("name", text(provider.name()));
    if (provider.weight() != 1 || random.nextBoolean()) {
      parts.put("weight", text(number(provider.weight())));
    }
    if (provider.base() != 0 || random.nextBoolean()) {
      parts.put("base", text(number(provider.base())));
    }
    return entries(parts);
  }

  private Written breaker(Meaning.Breaker breaker) {
    if (breaker.enable() == breaker.rollback() && random.nextBoolean()) {
      return flag(breaker.enable());
    }
    Map<String, Written> parts = new LinkedHashMap<>();
    parts.put("enable", flag(breaker.enable()));
    parts.put("rollback", flag(breaker.enable() ? breaker.rollback() : random.nextBoolean()));
    return entries(parts);
  }

  private Written stickiness(Meaning.Stickiness stickiness) {
    if (stickiness.duration() == DAY && random.nextBoolean()) {
      return flag(stickiness.enabled());
    }
    Map<String, Written> parts = new LinkedHashMap<>();
    parts.put("duration", text(duration(stickiness.duration())));
    if (!stickiness.enabled() || random.nextBoolean()) {
      parts.put("enabled", flag(stickiness.enabled()));
    }
    return entries(parts);
  }

  private Written dependencies(List<String> services) {
    if (random.nextBoolean()) {
      return items(shuffled(services.stream().map(this::text)));
    }
    Map<String, Written> conditions = new LinkedHashMap<>();
    services.forEach(service ->
        conditions.put(service, Written.Entries.of("condition", text(oneOf(CONDITIONS)))));
    return entries(conditions);
  }

  private Written flag(boolean on) {
    return text(oneOf(on ? TRUE : FALSE));
  }

  private Written entries(Map<String, Written> entries) {
    return new Written.Entries(shuffled(entries));
  }

  private List<Written> shuffled(Stream<Written> items) {
    List<Written> shuffled = new ArrayList<>(items.toList());
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private Written limit(Meaning.Limit limit) {
    if (limit.soft() == limit.hard() && random.nextBoolean()) {
      return text(number(limit.soft()));
    }
    Map<String, Written> both = new LinkedHashMap<>();
    both.put("soft", text(number(limit.soft())));
    both.put("hard", text(number(limit.hard())));
    return entries(both);
  }

  private Written command(Meaning.Command command) {
    return random.nextBoolean()
        ? items(command.words().stream().map(this::text).toList())
        : text(command.words().stream().map(this::shellWord).collect(Collectors.joining(" ")));
  }

  private String shellWord(String word) {
    if (word.matches("[A-Za-z0-9/.=-]+")) {
      return word;
    }
    return random.nextBoolean()
        ? "'" + word.replace("'", "'\\''") + "'"
        : '"' + word.replaceAll("([\"\\\\$`])", "\\\\$1") + '"';
  }

  private Written shellTest(Meaning.ShellTest test) {
    return random.nextBoolean()
        ? text(test.script())
        : items(List.of(text("CMD-SHELL"), text(test.script())));
  }

  private static Written items(List<Written> items) {
    return new Written.Items(items);
  }

  private Written assignments(Map<String, String> values) {
    Map<String, Written> map = new LinkedHashMap<>();
    values.forEach((name, value) -> map.put(name, text(value)));
    if (random.nextBoolean()) {
      return entries(map);
    }
    return items(
        shuffled(values).entrySet().stream()
            .<Written>map(entry -> assignment(entry.getKey(), entry.getValue()))
            .toList());
  }

  private Written assignment(String name, String value) {
    return random.nextBoolean()
        ? new Written.Scalar(name + "=" + template(value))
        : Written.Entries.of(name, text(value));
  }

  private <V> Map<String, V> shuffled(Map<String, V> entries) {
    List<String> keys = new ArrayList<>(entries.keySet());
    Collections.shuffle(keys, random);
    Map<String, V> shuffled = new LinkedHashMap<>();
    keys.forEach(key -> shuffled.put(key, Objects.requireNonNull(entries.get(key))));
    return shuffled;
  }

  private String oneOf(String... choices) {
    return choices[random.nextInt(choices.length)];
  }

  private String oneOf(List<String> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
