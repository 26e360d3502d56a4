package io.github.ecscompose.stackfile;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures how long a large stackfile takes; {@code make speed} prints the table. */
public final class ReadingSpeed {

  static final int SERVICES = 1_000;
  private static final int WARM_UP = 20;
  private static final int RUNS = 20;

  private static final String HEAD =
      """
      vpc:
        id: vpc-0123abcd
        subnets: {public: [subnet-1, subnet-2], private: [subnet-3, subnet-4]}
        security_groups: {public: [sg-1], private: [sg-2]}
      logging:
        log_driver: awslogs
        options: {awslogs-group: /ecs/large, awslogs-region: $ECS_COMPOSE_REGION}
      defaults:
        environment: [{STAGE: production}, TZ=UTC]
      services:
      """;

  private ReadingSpeed() {}

  /** The rows of the table. */
  public static void main(String[] arguments) {
    byte[] stackfile = stackfile();
    double cold = seconds(stackfile);
    double warm = median(stackfile);
    System.out.printf("### Reading a stackfile of %,d services%n%n", SERVICES);
    System.out.println("| services | KiB | first in a JVM | warm |");
    System.out.println("| ---: | ---: | ---: | ---: |");
    System.out.printf(
        "| %,d | %d | %.2f | %.2f |%n", SERVICES, stackfile.length / 1024, cold, warm);
  }

  /** Some 500 KiB. */
  static byte[] stackfile() {
    Stream<String> services = IntStream.range(0, SERVICES).mapToObj(ReadingSpeed::service);
    return Stream.concat(Stream.of(HEAD), services).collect(Collectors.joining()).getBytes(UTF_8);
  }

  private static String service(int number) {
    return """
      service-%1$d:
        image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/service-%1$d:${TAG:-1.%1$d}
        memory: 512m
        cpu: 128
        desired_count: 2
        ports: ["%2$d:%2$d"]
        environment:
          - DATABASE: postgres://database.internal:5432/service-%1$d
          - QUEUE=https://sqs.eu-west-1.amazonaws.com/123456789012/service-%1$d
        labels: {team: team-%1$d}
        healthcheck: {command: "curl -f http://localhost:%2$d/", interval: 15s}
        elb:
          type: private
          protocol: HTTP
          ports: {public: 80, container: %2$d}
          healthcheck: {path: /health, interval_seconds: 15}
    """
        .formatted(number, 10_000 + number);
  }

  /** What one of many runs takes in a JVM that has done it before. */
  private static double median(byte[] stackfile) {
    for (int run = 0; run < WARM_UP; run++) {
      work(stackfile);
    }
    List<Double> runs = new ArrayList<>();
    for (int run = 0; run < RUNS; run++) {
      runs.add(seconds(stackfile));
    }
    return runs.stream().sorted().skip(RUNS / 2).findFirst().orElseThrow();
  }

  private static double seconds(byte[] stackfile) {
    long start = System.nanoTime();
    int bytes = work(stackfile);
    if (bytes == 0) {
      throw new IllegalStateException("nothing was read");
    }
    return (System.nanoTime() - start) / 1e9;
  }

  /** Reads, checks, writes the document and the digest of each service; returns their size. */
  static int work(byte[] stackfile) {
    return switch (Stackfiles.read(
        List.of(new Source("large.yml", stackfile)),
        "large",
        new Variables(Map.of("ECS_COMPOSE_REGION", new Variables.Value("eu-west-1", false))))) {
      case Parsed.Valid valid ->
          StackDocument.toJson(valid.stack()).toString().getBytes(UTF_8).length
              + valid.stack().services().stream()
                  .mapToInt(service -> StackDocument.digest(service).length())
                  .sum();
      case Parsed.Invalid invalid -> throw new IllegalStateException(invalid.problems().toString());
    };
  }
}
