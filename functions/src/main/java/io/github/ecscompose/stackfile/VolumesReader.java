package io.github.ecscompose.stackfile;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code volumes} of the containers of one service, which share them by name. */
final class VolumesReader {

  /** The older tool's {@code name:host:container}, and docker compose's forms with fewer parts. */
  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<name>[A-Za-z0-9_-]{1,255})(?::(?<folder>/[^:]*))?:|(?<host>/[^:]*):)?"
              + "(?<container>/[^:]*)(?::(?<mode>ro|rw))?");

  private static final Pattern ABSOLUTE = Pattern.compile("/[^:]*");
  private static final String ABSOLUTE_RULE = "an absolute path without a colon, as /data";
  private static final String EXPECTATION =
      "NAME:HOST:CONTAINER with absolute paths, as \"data:/var/data:/data\", HOST:CONTAINER,"
          + " NAME:CONTAINER or CONTAINER, and :ro to read only";
  private static final Set<String> KINDS = Set.of("bind", "volume");

  private final Map<String, Optional<String>> folders = new HashMap<>();

  /** The volumes of one container, in order of their paths. */
  List<Volume> read(Section container) {
    return container.get("volumes").flatMap(Field::items).map(this::volumes).orElse(List.of());
  }

  private List<Volume> volumes(List<Field> items) {
    Set<String> targets = new HashSet<>();
    Set<String> names = new HashSet<>();
    List<Volume> volumes = new ArrayList<>();
    for (Field item : items) {
      Optional<Volume> volume = volume(item);
      volume.ifPresent(found -> check(found, item, names, targets));
      volume.ifPresent(volumes::add);
    }
    volumes.sort(Comparator.comparing(Volume::container));
    return volumes;
  }

  private void check(Volume volume, Field item, Set<String> names, Set<String> targets) {
    Optional<String> folder = folders.putIfAbsent(volume.name(), volume.host());
    if (!names.add(volume.name())) {
      item.error("another volume of this service has the same name, found " + item.shown());
    } else if (folder != null && !folder.equals(volume.host())) {
      item.error(
          "the volume %s is another folder in another container of this service: give it another name"
              .formatted(Texts.quote(volume.name())));
    }
    if (!targets.add(volume.container())) {
      item.error("another volume is at the same path of the container, found " + item.shown());
    }
  }

  private static Optional<Volume> volume(Field item) {
    if (item.node() instanceof Mapping) {
      return item.section(Keys.VOLUME).flatMap(VolumesReader::volume);
    }
    return item.text(FORM, EXPECTATION)
        .map(FORM::matcher)
        .filter(Matcher::matches)
        .map(VolumesReader::volume);
  }

  private static Volume volume(Matcher form) {
    String container = form.group("container");
    Optional<String> host =
        Optional.ofNullable(form.group("folder")).or(() -> Optional.ofNullable(form.group("host")));
    return new Volume(
        Optional.ofNullable(form.group("name")).orElseGet(() -> nameOf(container)),
        host,
        container,
        "ro".equals(form.group("mode")));
  }

  /** The long form of docker compose. */
  private static Optional<Volume> volume(Section section) {
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
    return kind.equals("bind")
        ? folder(section, name, target, readOnly)
        : target.map(path ->
            new Volume(
                name.or(() -> source.flatMap(field -> field.text(Names.ECS, Names.ECS_RULE)))
                    .orElseGet(() -> nameOf(path)),
                Optional.empty(),
                path,
                readOnly));
  }

  private static Optional<Volume> folder(
      Section section, Optional<String> name, Optional<String> target, boolean readOnly) {
    Optional<String> host =
        section
            .require("source", "give the folder of the machine, as /var/data")
            .flatMap(field -> field.text(ABSOLUTE, ABSOLUTE_RULE));
    return target.flatMap(path ->
        host.map(folder ->
            new Volume(name.orElseGet(() -> nameOf(path)), Optional.of(folder), path, readOnly)));
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

  /** ECS wants a name for each: that of an unnamed one follows from its path. */
  private static String nameOf(String container) {
    String name = container.replaceAll("[^A-Za-z0-9_-]+", "-").replaceAll("^-+|-+$", "");
    return name.isEmpty() ? "root" : name.substring(0, Math.min(255, name.length()));
  }
}
