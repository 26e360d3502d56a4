package io.github.ecscompose.stackfile;

import io.github.ecscompose.stackfile.Compute.CapacityProvider;
import io.github.ecscompose.stackfile.Node.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code capacity_providers}: a list of names, or of maps with weight and base. The figures
 * are those of CapacityProviderStrategyItem in the ECS model.
 */
final class CapacityProvidersReader {

  private static final int MOST = 20;
  private static final int HEAVIEST = 1000;
  private static final int HIGHEST_BASE = 100_000;
  private static final String EXPECTATION = "a capacity provider's name, as FARGATE_SPOT";

  private static final Set<String> OF_AWS = Set.of("FARGATE", "FARGATE_SPOT");
  private static final Pattern RESERVED = Pattern.compile("AWS|ECS|FARGATE");

  private CapacityProvidersReader() {}

  /** In order of name: theirs means nothing. */
  static Optional<List<CapacityProvider>> read(Field field) {
    return field.items().map(items -> checked(field, items));
  }

  private static List<CapacityProvider> checked(Field field, List<Field> items) {
    Set<String> names = new HashSet<>();
    List<CapacityProvider> providers = new ArrayList<>();
    for (Field item : items) {
      Optional<CapacityProvider> provider = provider(item);
      provider.ifPresent(providers::add);
      if (provider.filter(found -> !names.add(found.name())).isPresent()) {
        item.error("the capacity provider is given twice");
      }
    }
    providers.sort(Comparator.comparing(CapacityProvider::name));
    if (providers.size() == items.size()) {
      check(field, providers);
    }
    return providers;
  }

  private static void check(Field field, List<CapacityProvider> providers) {
    if (providers.size() > MOST) {
      field.error(
          "ECS takes %d capacity providers at most, found %d".formatted(MOST, providers.size()));
    }
    if (providers.stream().filter(provider -> provider.base() > 0).count() > 1) {
      field.error("one capacity provider may have a base: remove the others'");
    }
    if (!providers.isEmpty() && providers.stream().allMatch(provider -> provider.weight() == 0)) {
      field.error("no capacity provider has a weight above 0, so that no task could be placed");
    }
    if (providers.stream().map(CapacityProvider::isFargate).distinct().count() > 1) {
      field.error("Fargate's capacity providers do not go together with others: keep one kind");
    }
  }

  private static Optional<CapacityProvider> provider(Field item) {
    if (item.node() instanceof Mapping) {
      return item.section(Keys.CAPACITY_PROVIDER).flatMap(CapacityProvidersReader::provider);
    }
    return name(item).map(name -> new CapacityProvider(name, 1, 0));
  }

  private static Optional<CapacityProvider> provider(Section section) {
    int weight = section.get("weight", field -> field.integer(0, HEAVIEST), 1);
    int base = section.get("base", field -> field.integer(0, HIGHEST_BASE), 0);
    return section
        .require("name", "give the capacity provider's name, as FARGATE_SPOT")
        .flatMap(CapacityProvidersReader::name)
        .map(name -> new CapacityProvider(name, weight, base));
  }

  /** Nobody's own may begin as those of AWS do (CreateCapacityProvider, ECS model). */
  private static Optional<String> name(Field field) {
    Optional<String> name = field.text(Names.ECS, EXPECTATION);
    Optional<String> upper = name.map(text -> text.toUpperCase(Locale.ROOT));
    if (upper.filter(OF_AWS::contains).isPresent()) {
      return upper;
    }
    if (upper.filter(text -> RESERVED.matcher(text).lookingAt()).isPresent()) {
      field.expected(EXPECTATION + "; none begins with aws, ecs or fargate");
    }
    return name;
  }
}
