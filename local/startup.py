"""Measures how long the command line takes for what needs no network: the table of docs/performance.md."""

import os
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from local import program
from local.emulator import without_account
from local.paths import LAUNCHER
from local.problem import run
from local.tools import jdk

RUNS = 20
SERVICES = 10
SERVICE = """\
  service-{number}:
    image: example/service-{number}:1
    memory: 256
    environment: {{LEVEL: info, NUMBER: "{number}"}}
    ports: ["{port}:{port}"]
    healthcheck: {{test: [CMD, "true"], interval: 30s}}
"""


def stackfile() -> str:
    """One of ten services."""
    services = [SERVICE.format(number=number, port=8000 + number) for number in range(SERVICES)]
    return "services:\n" + "".join(services)


def seconds(arguments: list[str], environment: dict[str, str]) -> list[float]:
    """The wall time of each run, after one that makes the archive of classes."""
    times = []
    for _ in range(RUNS + 1):
        started = time.perf_counter()
        subprocess.run(
            [str(LAUNCHER), *arguments], env=environment, check=True, capture_output=True, text=True
        )
        times.append(time.perf_counter() - started)
    return times[1:]


def main() -> None:
    program.build()
    environment = without_account(os.environ) | {
        "JAVA_HOME": str(jdk()),
        "XDG_CACHE_HOME": str(program.CACHE),
    }
    print("| command | median | slowest |\n| --- | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "ten.yml"
        file.write_text(stackfile())
        for name, arguments in (
            ("`ecs-compose --version`", ["--version"]),
            ("`ecs-compose --help`", ["--help"]),
            (f"`ecs-compose validate` of {SERVICES} services", ["validate", "-f", str(file)]),
        ):
            times = seconds(arguments, environment)
            print(f"| {name} | {statistics.median(times):.2f} s | {max(times):.2f} s |", flush=True)


if __name__ == "__main__":
    run(main)
