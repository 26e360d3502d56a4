"""Finds a JDK 25 and Maven, wherever they are, or says in one sentence what to install."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from local.paths import FUNCTIONS, ROOT
from local.problem import Problem
from local.problem import run as run_program

JAVA = 25


def candidates() -> Iterator[Path]:
    """Folders that may hold a JDK: what the user named first, then the usual places."""
    home = os.environ.get("JAVA_HOME")
    if home:
        yield Path(home)
    for folder, inner in (
        ("/usr/lib/jvm", ""),
        ("/Library/Java/JavaVirtualMachines", "Contents/Home"),
        ("~/Library/Java/JavaVirtualMachines", "Contents/Home"),
        ("~/.sdkman/candidates/java", ""),
        ("~/.jdks", ""),
        ("~/.asdf/installs/java", ""),
        ("~/.local/share/mise/installs/java", ""),
        ("/opt/homebrew/opt/openjdk@25", "libexec/openjdk.jdk/Contents/Home"),
        ("/opt/homebrew/opt/openjdk", "libexec/openjdk.jdk/Contents/Home"),
        ("/opt/java", ""),
    ):
        base = Path(folder).expanduser()
        yield base / inner
        if base.is_dir():
            for child in sorted(base.iterdir()):
                yield child / inner
    on_path = shutil.which("java")
    if on_path:
        yield Path(on_path).resolve().parent.parent


def major(home: Path) -> int | None:
    """The JDK's feature version from its `release` file; None if there is no compiler there."""
    release = home / "release"
    if not release.is_file() or not (home / "bin" / "javac").exists():
        return None
    found = re.search(r'^JAVA_VERSION="(\d+)', release.read_text(), re.MULTILINE)
    return int(found.group(1)) if found else None


def jdk() -> Path:
    """The home of a JDK that compiles for Java 25; exactly that version is preferred."""
    found = {}
    for home in candidates():
        version = major(home)
        if version is not None:
            found.setdefault(version, home.resolve())
    if JAVA in found:
        return found[JAVA]
    newer = sorted(version for version in found if version > JAVA)
    if newer:
        return found[newer[0]]
    seen = ", ".join(f"{version} in {home}" for version, home in sorted(found.items()))
    raise Problem(
        f"A JDK {JAVA} is needed, and {'only ' + seen if seen else 'no JDK'} was found: install one "
        f"(https://adoptium.net/temurin/releases/?version={JAVA}), and set JAVA_HOME if it lies in "
        "an unusual place."
    )


def maven() -> str:
    """The path of `mvn`."""
    found = shutil.which("mvn")
    if not found:
        raise Problem(
            "Apache Maven is needed, and there is no `mvn` on the PATH: install Maven 3.8 or newer "
            "(https://maven.apache.org/install.html)."
        )
    return found


def run(what: str, command: list[str], **options) -> str:
    """Runs a tool quietly and returns its output; if it fails, its complaints become the problem."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)
    if done.returncode:
        lines = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout).strip().splitlines()
        errors = [line for line in lines if "ERROR" in line][:12]
        said = "\n".join(errors or lines[-20:])
        raise Problem(f"{what} failed (`{' '.join(command[:3])} …`, exit code {done.returncode}):\n{said}")
    return done.stdout


def maven_command() -> list[str]:
    """Maven, quiet, on the functions' module; needs JAVA_HOME."""
    return [maven(), "-B", "-q", "-f", str(FUNCTIONS / "pom.xml")]


def all_modules_command() -> list[str]:
    """Maven, quiet, on the functions and on the command line, which is made with their code."""
    return [maven(), "-B", "-q", "-f", str(ROOT / "pom.xml")]


def main() -> None:
    """For the Makefile: `jdk` prints the JDK's home, `maven GOAL…` runs Maven with it.

    `all GOAL…` runs it on the command line too, and `cli GOAL…` on that alone with what it is made of.
    """
    match sys.argv[1:]:
        case ["jdk"]:
            print(jdk())
        case ["maven", *goals]:
            sys.exit(made(maven_command(), goals))
        case ["all", *goals]:
            sys.exit(made(all_modules_command(), goals))
        case ["cli", *goals]:
            # A pattern of tests names those of one module only.
            options = ["-pl", "cli", "-am", "-Dsurefire.failIfNoSpecifiedTests=false"]
            sys.exit(made(all_modules_command(), [*options, *goals]))
        case _:
            raise Problem("Usage: python -m local.tools jdk | maven GOAL… | all GOAL… | cli GOAL…")


def made(command: list[str], goals: list[str]) -> int:
    return subprocess.run([*command, *goals], env={**os.environ, "JAVA_HOME": str(jdk())}).returncode


if __name__ == "__main__":
    run_program(main)
