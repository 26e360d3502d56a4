"""Builds the command line, and runs it as its users do: by its launcher, against the emulator."""

import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from local.build import sam_environment
from local.emulator import Emulator
from local.paths import CLI, FUNCTIONS, LAUNCHER, ROOT, WORK
from local.tools import all_modules_command, jdk, run

JAR = CLI / "target" / "unchecked" / "ecs-compose.jar"
NOTE = WORK / "cli.digest"
CACHE = WORK / "cache"
SECONDS = 120


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it said."""

    code: int
    output: str
    errors: str


def sources() -> list[Path]:
    """Everything that the program is made from."""
    files = [CLI / "pom.xml", FUNCTIONS / "pom.xml"]
    for folder in (CLI / "src" / "main", FUNCTIONS / "src" / "main"):
        files += [path for path in folder.rglob("*") if path.is_file()]
    return sorted(files)


def source_digest() -> str:
    digest = hashlib.sha256(str(jdk()).encode())
    for path in sources():
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def build(announce: Callable[[], None] = lambda: None) -> None:
    """Builds the program where the launcher looks for it, if its sources have changed."""
    digest = source_digest()
    if not (JAR.is_file() and NOTE.is_file() and NOTE.read_text() == digest):
        announce()
        run(
            "The build of the command line",
            [
                *all_modules_command(),
                "-P",
                "!gates",
                "-pl",
                "cli",
                "-am",
                "-Dbuild.folder=target/unchecked",
                "-Dmaven.test.skip=true",
                "package",
            ],
            env=sam_environment(JAVA_HOME=str(jdk())),
        )
        NOTE.parent.mkdir(exist_ok=True)
        NOTE.write_text(digest)
    # The launcher goes by the files' times. A touch costs a new archive of classes, so only if it must be.
    elif any(path.stat().st_mtime > JAR.stat().st_mtime for path in sources()):
        JAR.touch()


def environment(emulator: Emulator, endpoint: str) -> dict[str, str]:
    """What makes the program talk to the emulator, and keep its archive of classes here."""
    inherited = {
        name: value
        for name, value in emulator.environment().items()
        if name not in ("CI", "NO_COLOR") and not name.startswith("ECS_COMPOSE_")
    }
    return {
        **inherited,
        "JAVA_HOME": str(jdk()),
        "XDG_CACHE_HOME": str(CACHE),
        "TERM": "xterm-256color",
        "ECS_COMPOSE_ENDPOINT": endpoint,
    }


def call(arguments: list[str], variables: Mapping[str, str], folder: Path = ROOT, typed: str = "") -> Ended:
    """Runs a command in a pipe."""
    done = subprocess.run(
        [str(LAUNCHER), *arguments],
        cwd=folder,
        env=dict(variables),
        input=typed,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    return Ended(done.returncode, done.stdout, done.stderr)


class Session:
    """A command in a terminal of its own, of 100 columns and 30 lines."""

    def __init__(self, arguments: list[str], variables: Mapping[str, str], folder: Path = ROOT) -> None:
        import fcntl
        import pty
        import struct
        import termios

        self.shown = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execve(LAUNCHER, [str(LAUNCHER), *arguments], dict(variables))
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))

    def read(self, until: str = "") -> str:
        """What it shows until it shows a text, or until its end."""
        deadline = time.monotonic() + SECONDS
        while not until or until not in self.shown:
            if time.monotonic() > deadline:
                raise AssertionError(f"It has not shown {until!r} in {SECONDS} s, but: {self.shown}")
            try:
                data = os.read(self.terminal, 65536)
            except OSError:
                break
            if not data:
                break
            self.shown += data.decode(errors="replace")
        return self.shown

    def type(self, text: str) -> None:
        os.write(self.terminal, text.encode())

    def end(self) -> tuple[int, str]:
        """Its exit code, and all that it has shown."""
        self.read()
        _, status = os.waitpid(self.pid, 0)
        os.close(self.terminal)
        return os.waitstatus_to_exitcode(status), self.shown
