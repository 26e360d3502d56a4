"""What takes too long for every check: fuzzing and mutation testing of the functions.

python -m local.quality fuzz SECONDS
python -m local.quality mutation
"""

import csv
import subprocess
import sys
from collections import Counter

from local.build import sam_environment
from local.paths import FUNCTIONS
from local.problem import Problem, run
from local.tools import jdk, maven_command

FAILED = "functions/src/test/resources/io/github/ecscompose/stackfile/GuidedFuzzTestInputs"
PACKAGES = ("stackfile", "plan")
PITEST = "org.pitest:pitest-maven:mutationCoverage"
DETECTED = ("KILLED", "TIMED_OUT", "MEMORY_ERROR", "RUN_ERROR")


def maven(*arguments: str, **variables: str) -> bool:
    """Whether Maven succeeded; what it says is shown."""
    environment = sam_environment(JAVA_HOME=str(jdk()), **variables)
    return subprocess.run([*maven_command(), *arguments], env=environment).returncode == 0


def fuzz(seconds: str) -> None:
    if not seconds.isdigit() or int(seconds) < 1:
        raise Problem(f"SECONDS has to be a whole number above 0, found {seconds}.")
    found_nothing = maven(
        "test",
        "-Dtest=GuidedFuzzTest",
        "-Djacoco.skip=true",
        "-Dmaven.test.redirectTestOutputToFile=false",
        f"-Djazzer.max_duration={seconds}s",
        JAZZER_FUZZ="1",
    )
    if not found_nothing:
        raise Problem(
            f"Fuzzing failed, see above. An input that breaks the reader is kept below {FAILED}: "
            "mend the reader, and keep the file, for `make check` reads it from now on."
        )
    print(f"No stackfile broke the reader within {seconds} seconds.")


def mutation() -> None:
    enough = maven("-Pmutation", "test-compile", *(f"{PITEST}@{package}" for package in PACKAGES))
    for package in PACKAGES:
        report = FUNCTIONS / "target" / "mutation" / package
        if (report / "mutations.csv").is_file():
            print(f"{package}: {summary(report / 'mutations.csv')}; see {report / 'index.html'}")
    if not enough:
        raise Problem("Mutation testing failed, see above: a score below the threshold asks for tests.")


def summary(path) -> str:
    """How many of the changes a test noticed, and in which classes most of the others are."""
    with open(path) as lines:
        rows = [(row[1].rsplit(".", 1)[-1], row[5]) for row in csv.reader(lines)]
    missed = Counter(name for name, status in rows if status not in DETECTED)
    worst = ", ".join(f"{name} {count}" for name, count in missed.most_common(5))
    noticed = len(rows) - missed.total()
    return f"{noticed} of {len(rows)} changes noticed ({100 * noticed / len(rows):.0f} %), missed in {worst}"


def main() -> None:
    match sys.argv[1:]:
        case ["fuzz", seconds]:
            fuzz(seconds)
        case ["mutation"]:
            mutation()
        case _:
            raise Problem("Usage: python -m local.quality fuzz SECONDS | mutation")


if __name__ == "__main__":
    run(main)
