"""Runs the end-to-end tests on an emulator of their own, and leaves nothing behind.

python -m local.tests.runner [-k PATTERN]
"""

import argparse
import sys
import time
import traceback
import unittest

from local import emulator as emulators
from local.paths import ROOT, WORK
from local.problem import Problem
from local.problem import run as run_program
from local.tests.stage import EndToEnd, Stage

FOLDER = WORK / "tests"


class Lines(unittest.TestResult):
    """A line for each test, and under it what went wrong."""

    def startTest(self, test: unittest.TestCase) -> None:
        super().startTest(test)
        self.started = time.monotonic()
        self.faults: list[str] = []

    def stopTest(self, test: unittest.TestCase) -> None:
        super().stopTest(test)
        seconds = time.monotonic() - self.started
        name = test.id().rsplit(".", 2)[1:]
        mark = "✘" if self.faults else "✔"
        print(f"  {mark} {seconds:5.1f} s  {name[0]}: {name[1].removeprefix('test_').replace('_', ' ')}")
        for fault in self.faults:
            print("      " + fault.replace("\n", "\n      "), flush=True)

    def addError(self, test, error) -> None:
        super().addError(test, error)
        self.note(test, error)

    def addFailure(self, test, error) -> None:
        super().addFailure(test, error)
        self.note(test, error)

    def addSubTest(self, test, subtest, error) -> None:
        super().addSubTest(test, subtest, error)
        if error:
            self.note(subtest, error)

    def note(self, test, error) -> None:
        """Assertions say enough; of everything else the place is told too."""
        kind, value, _ = error
        text = (
            str(value)
            if issubclass(kind, (AssertionError, Problem))
            else "".join(traceback.format_exception(*error))
        )
        parameters = getattr(test, "_subDescription", str)()
        fault = f"{parameters} {text}".strip()[:6000]
        if isinstance(test, unittest.TestCase) and hasattr(self, "faults"):
            self.faults.append(fault)
        else:
            # A class's preparation failed.
            print(f"  ✘ {test}\n      " + fault.replace("\n", "\n      "), flush=True)


def run(pattern: str = "") -> str:
    """Runs the tests whose name contains the pattern, and returns a summary of one line."""
    started = time.monotonic()
    loader = unittest.TestLoader()
    if pattern:
        loader.testNamePatterns = [f"*{pattern}*"]
    suite = loader.discover(str(ROOT / "local" / "tests"), top_level_dir=str(ROOT))
    emulator = emulators.start(FOLDER)
    try:
        EndToEnd.stage = Stage(emulator)
        print(f"  installed in {time.monotonic() - started:.1f} s", flush=True)
        result = Lines()
        suite.run(result)
    finally:
        emulators.stop(emulator)
    left = emulators.processes(emulator)
    if left:
        raise Problem(f"Processes were left behind: {left}.")
    faults = len(result.failures) + len(result.errors)
    if faults:
        raise Problem(
            f"{faults} faults in {result.testsRun} end-to-end tests; the emulator's log is {emulator.log}."
        )
    return f"{result.testsRun} tests on an emulated AWS"


def main() -> None:
    parser = argparse.ArgumentParser(description="Runs the end-to-end tests.")
    parser.add_argument("-k", dest="pattern", default="", help="only tests whose name contains this")
    print(run(parser.parse_args(sys.argv[1:]).pattern))


if __name__ == "__main__":
    run_program(main)
