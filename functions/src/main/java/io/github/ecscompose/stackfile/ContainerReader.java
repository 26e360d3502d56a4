package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Container.Logging;
import java.util.List;
import java.util.Optional;

/** Reads what a service says of its container, the stack's settings under it. */
final class ContainerReader {

  private final StackSettings settings;

  ContainerReader(StackSettings settings) {
    this.settings = settings;
  }

  Container read(Section service, Ports ports) {
    ContainerDefaults merged = settings.defaults().under(service);
    ResourcesReader.check(service, merged.resources());
    return new Container(
        image(service),
        merged.execution(),
        merged.resources(),
        merged.variables().environment().values(),
        merged.variables().environment().secrets(),
        merged.variables().secrets(),
        merged.labels(),
        ports.list(),
        service.get("volumes", new VolumesReader()::read, List.of()),
        merged.healthCheck(),
        logging(service));
  }

  private static String image(Section service) {
    return service
        .require("image", "give the image to run, as nginx:1.29")
        .flatMap(field -> field.text(Names.IMAGE, "an image, as nginx:1.29 or name@sha256:…"))
        .orElse("");
  }

  private Optional<Logging> logging(Section service) {
    Optional<Field> own = service.get("logging");
    return own.map(this::overStack).or(settings::logging).flatMap(LoggingReader::read);
  }

  private Field overStack(Field own) {
    Node merged =
        settings.logging().map(stack -> Merger.over(stack.node(), own.node())).orElse(own.node());
    return new Field(merged, own.at(), own.path(), own.problems());
  }
}
