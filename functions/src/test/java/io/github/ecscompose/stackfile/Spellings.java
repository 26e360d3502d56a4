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

/** Spells what a stackfile means in one of the many ways that the language has for it. */
final class Spellings {

  /** Settings of a container whose default is known, so that {@code defaults} may change it. */
  private static final List<String> MOVABLE =
      List.of("memory", "cpu", "gpus", "init", "privileged");

  private static final String ENVIRONMENT = "environment";
  private static final List<String> TRUE = List.of("true", "yes", "on", "True", "ON");
  private static final List<String> FALSE = List.of("false", "no", "off", "False", "OFF");

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
      return StackfileReader.read(sources, "cluster", variables);
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
        moved.put(key, service.effective().get(key));
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
      case Meaning.Flag flag -> text(oneOf(flag.on() ? TRUE : FALSE));
      case Meaning.Word word -> text(anyCase(word.word()));
      case Meaning.DnsName name -> text(anyCase(name.name()) + oneOf("", "."));
      case Meaning.Port port -> text(port(port));
      case Meaning.Limit limit -> limit(limit);
      case Meaning.Command command -> command(command);
      case Meaning.ShellTest test -> shellTest(test);
      case Meaning.Items items -> items(items.items().stream().map(this::written).toList());
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
      case 2 -> variable(text.substring(0, text.length() / 2)) + rest(text).replace("$", "$$");
      default -> literal;
    };
  }

  private static String rest(String text) {
    return text.substring(text.length() / 2);
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
    String pair = oneOf("", port.number() + ":") + port.number();
    return pair + (port.udp() ? oneOf("/udp", "/UDP") : oneOf("", "/tcp"));
  }

  private Written limit(Meaning.Limit limit) {
    if (limit.soft() == limit.hard() && random.nextBoolean()) {
      return text(number(limit.soft()));
    }
    Map<String, Written> both = new LinkedHashMap<>();
    both.put("soft", text(number(limit.soft())));
    both.put("hard", text(number(limit.hard())));
    return new Written.Entries(shuffled(both));
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
      return new Written.Entries(shuffled(map));
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
