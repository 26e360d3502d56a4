package io.github.ecscompose.stackfile;

import io.github.ecscompose.hash.Sha256;
import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code volumes} of the containers of one service, which share them by name. */
final class VolumesReader {

  /** The older tool's {@code name:host:container}, and docker compose's forms with fewer parts. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<name>[A-Za-z0-9_-]{1,255})(?::(?<folder>/[^:]{0,4095}))?:|(?<host>/[^:]{0,4095}):)?"
              + "(?<container>/[^:]{0,4095})(?::(?<modes>[A-Za-z,]{1,40}))?");

  private static final Pattern ABSOLUTE = Pattern.compile("/[^:]{0,4095}");
  private static final Set<String> MODES = Set.of("ro", "rw");
  private static final String ABSOLUTE_RULE = "an absolute path without a colon, as /data";
  private static final String EXPECTATION =
      "NAME:HOST:CONTAINER with absolute paths, as \"data:/var/data:/data\", HOST:CONTAINER,"
          + " NAME:CONTAINER or CONTAINER, and :ro to read only";
  private static final Pattern COMMA = Pattern.compile(",");
  private static final int HASH = 8;
  private static final int LONGEST_SLUG = 200;
  private static final Set<String> KINDS = Set.of("bind", "volume");

  /** Of folders that are named and not of the machine, how many containers see them. */
  private final Map<String, List<Field>> temporary = new TreeMap<>();

  private final Map<String, Optional<String>> folders = new HashMap<>();

  /**
   * The volumes of one container, in order of their paths.
   *
   * @param name of the container
   */
  List<Volume> read(String name, Section container) {
    return container
        .get("volumes")
        .flatMap(Field::items)
        .map(items -> volumes(name, items))
        .orElse(List.of());
  }

  /** Warns of what docker compose keeps and ECS does not, unless it is there to be shared. */
  void warn() {
    temporary.forEach((name, fields) -> {
      if (fields.size() == 1) {
        fields
            .getFirst()
            .warning(
                "what is in this volume ends with its task: to keep it, give a folder of the machine,"
                    + " as NAME:/HOST:/CONTAINER");
      }
    });
  }

  private List<Volume> volumes(String container, List<Field> items) {
    Set<String> targets = new HashSet<>();
    List<Volume> volumes = new ArrayList<>();
    for (Field item : items) {
      Optional<Mount> mount = mount(item);
      mount
          .map(found -> found.in(container))
          .ifPresent(volume -> {
            check(volume, item, targets);
            volumes.add(volume);
          });
      mount
          .filter(found -> found.host().isEmpty())
          .flatMap(Mount::name)
          .ifPresent(name -> temporary.computeIfAbsent(name, key -> new ArrayList<>()).add(item));
    }
    volumes.sort(Comparator.comparing(Volume::container));
    return volumes;
  }

  private void check(Volume volume, Field item, Set<String> targets) {
    Optional<String> folder = folders.putIfAbsent(volume.name(), volume.host());
    if (folder != null && !folder.equals(volume.host())) {
      item.error(
          "another volume of this service has the same name and is another folder, found "
              + item.shown());
    }
    if (!targets.add(volume.container())) {
      item.error("another volume is at the same path of the container, found " + item.shown());
    }
  }

  /** A volume as it is written. */
  private record Mount(
      Optional<String> name, Optional<String> host, String path, boolean readOnly) {

    /** ECS wants a name for each: that of an unnamed one follows from what it is. */
    Volume in(String container) {
      String identity = host.map(folder -> "host:" + folder).orElse(container + ":" + path);
      return new Volume(
          name.orElseGet(() -> slug(host.orElse(path)) + Sha256.hex(identity, HASH)),
          host,
          path,
          readOnly);
    }

    private static String slug(String path) {
      String slug = path.substring(0, Math.min(LONGEST_SLUG, path.length()));
      return slug.replaceAll("[^A-Za-z0-9_]+", "-").substring(1) + (slug.length() > 1 ? "-" : "");
    }
  }

  private static Optional<Mount> mount(Field item) {
    if (item.node() instanceof Mapping) {
      return item.section(Keys.VOLUME).flatMap(VolumesReader::mount);
    }
    return item.text(FORM, EXPECTATION)
        .map(FORM::matcher)
        .filter(Matcher::matches)
        .map(form -> mount(item, form));
  }

  private static Mount mount(Field item, Matcher form) {
    List<String> modes =
        Optional.ofNullable(form.group("modes")).stream().flatMap(COMMA::splitAsStream).toList();
    if (!MODES.containsAll(modes)) {
      item.warning("of a volume's options only ro and rw mean something on ECS");
    }
    return new Mount(
        Optional.ofNullable(form.group("name")),
        Optional.ofNullable(form.group("folder")).or(() -> Optional.ofNullable(form.group("host"))),
        form.group("container"),
        modes.contains("ro"));
  }

  /** The long form of docker compose. */
  private static Optional<Mount> mount(Section section) {
    Optional<Field> source = section.get("source");
    boolean isPath = source.flatMap(Field::value).filter(text -> text.startsWith("/")).isPresent();
    String kind = section.get("type", VolumesReader::kind, isPath ? "bind" : "volume");
    Optional<String> target =
        section
            .require("target", "give the path in the container, as /data")
            .flatMap(field -> field.text(ABSOLUTE, ABSOLUTE_RULE));
    boolean readOnly = section.get("read_only", Field::flag, false);
    Optional<String> name =
        section.get("name").flatMap(field -> field.text(Names.ECS, Names.ECS_RULE));
    if (kind.equals("bind")) {
      Optional<String> host =
          section
              .require("source", "give the folder of the machine, as /var/data")
              .flatMap(field -> field.text(ABSOLUTE, ABSOLUTE_RULE));
      return target
          .filter(path -> host.isPresent())
          .map(path -> new Mount(name, host, path, readOnly));
    }
    Optional<String> ownName =
        name.or(() -> source.flatMap(field -> field.text(Names.ECS, Names.ECS_RULE)));
    return target.map(path -> new Mount(ownName, Optional.empty(), path, readOnly));
  }

  private static Optional<String> kind(Field field) {
    Optional<String> kind = field.text();
    if (kind.filter("efs"::equals).isPresent()) {
      field.error("volumes of the type efs are not supported yet");
      return Optional.empty();
    }
    kind.filter(text -> !KINDS.contains(text)).ifPresent(text -> field.expected("bind or volume"));
    return kind.filter(KINDS::contains);
  }
}
