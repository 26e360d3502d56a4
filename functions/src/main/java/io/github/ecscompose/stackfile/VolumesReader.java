package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.Volume;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads {@code volumes} of one service. */
final class VolumesReader {

  private static final Pattern FORM =
      Pattern.compile("[A-Za-z0-9_-]{1,255}:/[^:]*:/[^:]*(?::(?:ro|rw))?");
  private static final String EXPECTATION =
      "NAME:HOST:CONTAINER with absolute paths, as \"data:/var/data:/data\", and :ro to read only";

  private final Set<String> names = new HashSet<>();
  private final Set<String> targets = new HashSet<>();

  Optional<List<Volume>> read(Field field) {
    return field
        .items()
        .map(items -> items.stream().flatMap(item -> volume(item).stream()).toList());
  }

  private Optional<Volume> volume(Field item) {
    if (item.node() instanceof Mapping) {
      item.error("the long form of a volume is not supported yet: write " + EXPECTATION);
      return Optional.empty();
    }
    Optional<Volume> volume = item.text(FORM, EXPECTATION).map(VolumesReader::volume);
    volume.ifPresent(found -> check(found, item));
    return volume;
  }

  private void check(Volume volume, Field item) {
    if (!names.add(volume.name())) {
      item.error("another volume of this service has the same name, found " + item.shown());
    }
    if (!targets.add(volume.container())) {
      item.error("another volume is at the same path of the container, found " + item.shown());
    }
  }

  private static Volume volume(String text) {
    String[] parts = text.split(":", -1);
    return new Volume(
        parts[0], Optional.of(parts[1]), parts[2], parts.length > 3 && parts[3].equals("ro"));
  }
}
