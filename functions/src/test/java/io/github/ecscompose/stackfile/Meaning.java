package io.github.ecscompose.stackfile;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a stackfile says at one place, apart from how it is spelled. */
sealed interface Meaning {

  /** A text that counts character by character. */
  record Text(String text) implements Meaning {}

  /** A whole number. */
  record Whole(int number) implements Meaning {}

  /** An amount of memory. */
  record Mebibytes(int amount) implements Meaning {}

  /** A duration. */
  record Seconds(int duration) implements Meaning {}

  /** True or false. */
  record Flag(boolean on) implements Meaning {}

  /**
   * One of a few words, in upper or lower case.
   *
   * @param choices that are as good in the same place
   */
  record Word(String word, List<String> choices) implements Meaning {
    public Word {
      choices = List.copyOf(choices);
    }
  }

  /** A DNS name, in upper or lower case, with or without a dot at the end. */
  record DnsName(String name) implements Meaning {}

  /**
   * A port of a container.
   *
   * @param unsaid the host's port where none is given
   */
  record Port(int host, int container, boolean udp, int unsaid) implements Meaning {}

  /**
   * A folder that a container sees.
   *
   * @param host empty text for a folder of the task's own
   */
  record Volume(String name, String host, String container, boolean readOnly) implements Meaning {}

  /** A share of the tasks. */
  record Provider(String name, int weight, int base) implements Meaning {}

  /** ECS's watch over deployments; what is off does not roll back. */
  record Breaker(boolean enable, boolean rollback) implements Meaning {}

  /** For how long, in seconds, a client's requests keep going to one target. */
  record Stickiness(boolean enabled, int duration) implements Meaning {}

  /** An amount of disk. */
  record Gibibytes(int amount) implements Meaning {}

  /** An instruction set. */
  record Platform(boolean arm) implements Meaning {}

  /** Services to wait for. */
  record Dependencies(List<String> services) implements Meaning {
    public Dependencies {
      services = List.copyOf(services);
    }
  }

  /** A kernel's limit. */
  record Limit(int soft, int hard) implements Meaning {}

  /** A command, word by word. */
  record Command(List<String> words) implements Meaning {
    public Command {
      words = List.copyOf(words);
    }
  }

  /** What a container's health check runs in the container's shell. */
  record ShellTest(String script) implements Meaning {}

  /** A list whose order counts. */
  record Items(List<Meaning> items) implements Meaning {
    public Items {
      items = List.copyOf(items);
    }
  }

  /** A list whose order means nothing. */
  record Several(List<Meaning> items) implements Meaning {
    public Several {
      items = List.copyOf(items);
    }
  }

  /** Names with texts. */
  record Assignments(Map<String, String> values) implements Meaning {
    public Assignments {
      values = Collections.unmodifiableMap(new TreeMap<>(values));
    }
  }

  /**
   * A map with known keys.
   *
   * @param given what is other than the defaults
   * @param defaults what holds for the keys that are not given, where anything does
   */
  record Settings(Map<String, Meaning> given, Map<String, Meaning> defaults) implements Meaning {
    public Settings {
      Map<String, Meaning> other = new LinkedHashMap<>(given);
      other.entrySet().removeAll(defaults.entrySet());
      given = Collections.unmodifiableMap(other);
      defaults = Collections.unmodifiableMap(new LinkedHashMap<>(defaults));
    }

    /** What holds for every key that has a value. */
    Map<String, Meaning> effective() {
      Map<String, Meaning> all = new LinkedHashMap<>(defaults);
      all.putAll(given);
      return all;
    }

    /** The same settings with another value for that key. */
    Settings with(String key, Meaning value) {
      Map<String, Meaning> changed = new LinkedHashMap<>(given);
      changed.put(key, value);
      return new Settings(changed, defaults);
    }

    /** The same settings without that key. */
    Settings without(String key) {
      Map<String, Meaning> changed = new LinkedHashMap<>(given);
      changed.remove(key);
      return new Settings(changed, defaults);
    }

    /** The same meaning where these values hold for what is not given. */
    Settings under(Map<String, Meaning> others) {
      Map<String, Meaning> merged = new LinkedHashMap<>(defaults);
      merged.putAll(others);
      return new Settings(effective(), merged);
    }
  }

  /**
   * A whole stackfile.
   *
   * @param top what stands beside the services
   * @param services by name, in an order that counts
   */
  record Stackfile(Settings top, Map<String, Settings> services) {
    public Stackfile {
      Objects.requireNonNull(top, "top");
      services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    }

    /** The same stackfile with other settings for that service. */
    Stackfile with(String service, Settings settings) {
      Map<String, Settings> changed = new LinkedHashMap<>(services);
      changed.put(service, settings);
      return new Stackfile(top, changed);
    }
  }
}
