"""Counts the calls of AWS's APIs that deployments make, and times them on the emulator.

    python -m local.measure [SERVICES…]     (1, 10 and 50 services unless told otherwise)

Each size has an emulator of its own, so that its first deployment finds no JVM running: cold. The
same number of new services in another cluster then shows what a deployment takes warm. The times are
this machine's and the emulator's; the counts hold for AWS too, but for how often WaitStable looks.
`make measure` prints the tables of docs/performance.md, those of local.coldstart last.
"""

import os
import platform
import sys
import time
from dataclasses import dataclass

from local import emulator as emulators
from local import world as worlds
from local.paths import WORK
from local.problem import Problem, run
from local.tests.stage import Stage

FOLDER = WORK / "measure"
SIZES = (1, 10, 50)
# What the product promises counts the calls of these, whose limits a whole account shares.
LIMITED = ("ecs:", "elasticloadbalancing:")
# Services that one DescribeServices tells about.
PAGE = 10
# The functions' own records and variables are listed last: they cost, but touch no limit of ECS.
OWN = ("dynamodb:", "s3:", "ssm:", "states:")


@dataclass(frozen=True)
class Figures:
    """What one deployment took: time, and each function's calls."""

    seconds: float
    by_function: dict[str, dict[str, int]]

    def calls(self) -> dict[str, int]:
        total: dict[str, int] = {}
        for actions in self.by_function.values():
            for action, count in actions.items():
                total[action] = total.get(action, 0) + count
        return total

    def limited(self) -> int:
        return sum(count for action, count in self.calls().items() if action.startswith(LIMITED))

    def looks(self, size: int) -> int:
        """How often WaitStable looked at all services."""
        pages = sum(
            actions.get("ecs:DescribeServices", 0)
            for function, actions in self.by_function.items()
            if "WaitStable" in function
        )
        return -(-pages // -(-size // PAGE))


def stackfile(size: int) -> str:
    """A stackfile of plain services: no load balancer, no discovery."""
    services = [f"  - service-{number}:\n      image: example/service:1\n" for number in range(size)]
    return "services:\n" + "".join(services)


def deploy(stage: Stage, cluster: str, size: int, status: str) -> Figures:
    stage.emulator.calls(reset=True)
    started = time.monotonic()
    ended = stage.deployments.deploy(cluster, stackfile(size))
    seconds = time.monotonic() - started
    if ended.status != status:
        raise Problem(f"The deployment of {size} services ended {ended.status}: {ended.row.get('error')}")
    return Figures(seconds, stage.emulator.calls())


def measure(size: int) -> tuple[Figures, Figures, Figures]:
    """The first deployment cold, the same again, and a first one warm."""
    emulator = emulators.start(FOLDER)
    try:
        stage = Stage(emulator)
        for cluster in ("cold", "warm"):
            worlds.cluster(emulator, stage.world, cluster)
        cold = deploy(stage, "cold", size, "SUCCEEDED")
        again = deploy(stage, "cold", size, "UNCHANGED")
        return cold, again, deploy(stage, "warm", size, "SUCCEEDED")
    finally:
        emulators.stop(emulator)


def table(header: list[str], rows: list[list[str]]) -> None:
    for cells in [header, ["---"] + ["---:"] * (len(header) - 1), *rows]:
        print("| " + " | ".join(cells) + " |")
    print()


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or list(SIZES)
    figures = {}
    for size in sizes:
        print(f"Measuring {size} services …", file=sys.stderr, flush=True)
        figures[size] = measure(size)

    print(f"Machine: {machine()}.\n")
    print("### Calls of ECS and Elastic Load Balancing, and the promise\n")
    promises(figures)
    print("### Calls of AWS's APIs by the functions\n")
    counts(figures)
    print("### Seconds from the upload to the end\n")
    rows = [
        [str(size), f"{cold.seconds:.1f}", f"{warm.seconds:.1f}", f"{again.seconds:.1f}"]
        for size, (cold, again, warm) in figures.items()
    ]
    table(["services", "first, cold", "first, warm", "again, unchanged"], rows)


def machine() -> str:
    """What the times depend on."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return f"{os.cpu_count()} cores ({platform.machine()}), {memory:.0f} GiB of memory, {platform.system()}"


def promises(figures: dict[int, tuple[Figures, Figures, Figures]]) -> None:
    rows = []
    for size, (_, again, warm) in figures.items():
        pages, looks = -(-size // PAGE), warm.looks(size)
        most = 2 * size + pages * looks + 12
        rows.append([str(size), "first", str(looks), str(warm.limited()), str(most)])
        rows.append([str(size), "again", "", str(again.limited()), str(pages + 5)])
    table(["services", "deployment", "looks of WaitStable", "calls", "promised at most"], rows)


def counts(figures: dict[int, tuple[Figures, Figures, Figures]]) -> None:
    columns = [
        (f"{size} {kind}", figure.calls())
        for size, (_, again, warm) in figures.items()
        for kind, figure in (("first", warm), ("again", again))
    ]
    actions = {action for _, calls in columns for action in calls}
    rows = [
        [f"`{action}`", *(str(calls.get(action, "")) for _, calls in columns)]
        for action in sorted(actions, key=lambda action: (action.startswith(OWN), action))
    ]
    rows.append(["**all**", *(str(sum(calls.values())) for _, calls in columns)])
    table(["call", *(name for name, _ in columns)], rows)


if __name__ == "__main__":
    run(main)
