package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Meaning.Settings;
import io.github.ecscompose.stackfile.Meaning.Stackfile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Changes what a stackfile means in one place, to something that may or may not be valid. */
final class Changes {

  /** What a service waits for is no part of its definition. */
  private static final String UNCOUNTED = "depends_on";

  private final Random random;

  private Changes(Random random) {
    this.random = random;
  }

  /**
   * A stackfile that differs.
   *
   * @param service whose settings are other
   */
  record Changed(Stackfile stackfile, String service) {}

  /** One change of one service, the same for the same seed. */
  static Changed change(Stackfile stackfile, long seed) {
    Random random = new Random(seed);
    List<String> names = List.copyOf(stackfile.services().keySet());
    String name = names.get(random.nextInt(names.size()));
    Settings service = Objects.requireNonNull(stackfile.services().get(name));
    Settings changed = new Changes(random).settings(service);
    return new Changed(stackfile.with(name, changed), name);
  }

  private Settings settings(Settings settings) {
    Map<String, Meaning> effective = settings.effective();
    List<String> keys = effective.keySet().stream().filter(key -> !key.equals(UNCOUNTED)).toList();
    String key = keys.get(random.nextInt(keys.size()));
    return settings.given().containsKey(key) && random.nextInt(4) == 0
        ? settings.without(key)
        : settings.with(key, changed(Objects.requireNonNull(effective.get(key))));
  }

  private Meaning changed(Meaning meaning) {
    return switch (meaning) {
      case Meaning.Text text -> new Meaning.Text(text.text() + "x");
      case Meaning.Whole whole -> new Meaning.Whole(whole.number() + 1);
      case Meaning.Mebibytes memory -> new Meaning.Mebibytes(memory.amount() + 1);
      case Meaning.Seconds seconds -> new Meaning.Seconds(seconds.duration() + 1);
      case Meaning.Flag flag -> new Meaning.Flag(!flag.on());
      case Meaning.Word word -> word(word);
      case Meaning.DnsName name -> new Meaning.DnsName("x" + name.name());
      case Meaning.Port port ->
          new Meaning.Port(port.host(), port.container(), !port.udp(), port.unsaid());
      case Meaning.Volume volume -> volume(volume);
      case Meaning.Provider provider ->
          new Meaning.Provider(provider.name(), provider.weight() + 1, provider.base());
      case Meaning.Breaker breaker ->
          new Meaning.Breaker(!breaker.enable(), !breaker.enable() && random.nextBoolean());
      case Meaning.Stickiness stickiness ->
          new Meaning.Stickiness(stickiness.enabled(), stickiness.duration() + 1);
      case Meaning.Gibibytes storage -> new Meaning.Gibibytes(storage.amount() + 1);
      case Meaning.Platform platform -> new Meaning.Platform(!platform.arm());
      case Meaning.Dependencies dependencies -> dependencies;
      case Meaning.Limit limit -> new Meaning.Limit(limit.soft(), limit.hard() + 1);
      case Meaning.Command command -> new Meaning.Command(texts(command.words()));
      case Meaning.ShellTest test -> new Meaning.ShellTest(test.script() + "x");
      case Meaning.Items items -> new Meaning.Items(items(items.items()));
      case Meaning.Several several -> new Meaning.Several(items(several.items()));
      case Meaning.Assignments assignments -> assignments(assignments);
      case Meaning.Settings settings -> settings(settings);
    };
  }

  private Meaning word(Meaning.Word word) {
    String other =
        word.choices().stream()
            .filter(choice -> !choice.equals(word.word()))
            .findFirst()
            .orElse(word.word() + "x");
    return new Meaning.Word(other, word.choices());
  }

  private List<String> texts(List<String> texts) {
    List<String> changed = new ArrayList<>(texts);
    int place = random.nextInt(texts.size());
    if (random.nextBoolean()) {
      changed.set(place, texts.get(place) + "x");
    } else {
      changed.add(place, "");
    }
    return changed;
  }

  private Meaning volume(Meaning.Volume volume) {
    return random.nextBoolean()
        ? new Meaning.Volume(volume.name(), volume.host(), volume.container(), !volume.readOnly())
        : new Meaning.Volume(
            volume.name(), volume.host() + "/x", volume.container(), volume.readOnly());
  }

  private List<Meaning> items(List<Meaning> items) {
    List<Meaning> changed = new ArrayList<>(items);
    int place = random.nextInt(changed.size());
    if (random.nextBoolean()) {
      changed.set(place, changed(changed.get(place)));
    } else {
      changed.remove(place);
    }
    return changed;
  }

  private Meaning assignments(Meaning.Assignments assignments) {
    Map<String, String> changed = new HashMap<>(assignments.values());
    List<String> names = List.copyOf(assignments.values().keySet());
    if (names.isEmpty() || random.nextInt(3) == 0) {
      changed.put("NEW", "value");
    } else if (random.nextBoolean()) {
      changed.remove(names.getFirst());
    } else {
      changed.merge(names.getLast(), "x", String::concat);
    }
    return new Meaning.Assignments(changed);
  }
}
