"""Runs the gates, one line each, and sums them up; with --all the end-to-end tests are among them."""

import csv
import shutil
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

from local import reference
from local.build import sam_environment
from local.paths import CLI, FUNCTIONS, ROOT, TEMPLATE
from local.problem import Problem
from local.problem import run as run_program
from local.tools import all_modules_command, jdk, run

TOOLS = Path(sys.executable).parent
MODULES = (FUNCTIONS, CLI)
REPORTS = [module / "target" / "surefire-reports" for module in MODULES]
COVERAGE = [module / "target" / "site" / "jacoco" / "jacoco.csv" for module in MODULES]
ASL_VALIDATOR = "asl-validator@4.0.0"


def python() -> str:
    run("The check of local/", [str(TOOLS / "ruff"), "check", "--quiet", "local"], cwd=ROOT)
    run("The format of local/", [str(TOOLS / "ruff"), "format", "--check", "--quiet", "local"], cwd=ROOT)
    return "ruff"


def java_format() -> str:
    maven("The format of the Java sources (`make format` puts it right)", "spotless:check")
    return "google-java-format"


def unit_tests() -> str:
    for folder in REPORTS:
        shutil.rmtree(folder, ignore_errors=True)
    maven("Compiler and unit tests", "test")
    suites = [ElementTree.parse(path).getroot() for folder in REPORTS for path in folder.glob("TEST-*.xml")]
    tests = sum(int(suite.get("tests", 0)) for suite in suites)
    skipped = sum(int(suite.get("skipped", 0)) for suite in suites)
    return f"Error Prone, NullAway, {tests} tests" + (f", {skipped} skipped" if skipped else "")


def coverage() -> str:
    rows = [
        row for path in COVERAGE if path.is_file() for row in csv.DictReader(path.read_text().splitlines())
    ]
    if not rows:
        return "no code was covered"
    return ", ".join(
        f"{100 * covered / (covered + missed):.1f} % of {kind.lower()}s"
        for kind in ("LINE", "BRANCH")
        for covered, missed in [
            (sum(int(row[f"{kind}_{what}"]) for row in rows) for what in ("COVERED", "MISSED"))
        ]
        if covered + missed
    ).replace("branchs", "branches")


def template() -> str:
    run("cfn-lint", [str(TOOLS / "cfn-lint"), str(TEMPLATE)], cwd=ROOT)
    validate = [str(TOOLS / "sam"), "validate", "--lint", "--template-file", str(TEMPLATE)]
    run("sam validate", validate, cwd=ROOT, env=sam_environment())
    return "cfn-lint, sam validate"


def state_machines() -> str:
    npx = shutil.which("npx")
    if not npx:
        return "skipped: asl-validator needs Node.js, and there is no npx"
    files = sorted((ROOT / "statemachine").glob("*.asl.json"))
    command = [npx, "--yes", ASL_VALIDATOR]
    for file in files:
        command += ["--json-path", str(file)]
    run("asl-validator", command, cwd=ROOT)
    return f"{ASL_VALIDATOR}, {len(files)} machines"


def end_to_end() -> str:
    from local.tests import runner

    return runner.run()


def maven(what: str, goal: str) -> None:
    run(what, [*all_modules_command(), goal], cwd=ROOT, env=sam_environment(JAVA_HOME=str(jdk())))


GATES: dict[str, Callable[[], str]] = {
    "Python": python,
    "Reference": reference.check,
    "Java format": java_format,
    "Java": unit_tests,
    "Coverage": coverage,
    "Template": template,
    "State machines": state_machines,
}


def main() -> None:
    gates = dict(GATES)
    if "--all" in sys.argv[1:]:
        gates["End to end"] = end_to_end
    failed = []
    summary = []
    for name, gate in gates.items():
        started = time.monotonic()
        try:
            mark, note = "✔", gate()
        except Problem as problem:
            print(f"\n{problem}\n", flush=True)
            failed.append(name)
            mark, note = "✘", "failed, see above"
        line = f"{mark} {name:15} {time.monotonic() - started:6.1f} s  {note}"
        summary.append(line)
        print(line, flush=True)
    if "--all" in sys.argv[1:]:
        print("\nSummary\n" + "\n".join(f"  {line}" for line in summary))
    if failed:
        raise Problem(f"{len(failed)} of {len(gates)} gates failed: {', '.join(failed)}.")
    print(f"\nAll {len(gates)} gates passed.")


if __name__ == "__main__":
    run_program(main)
