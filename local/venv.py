"""Makes .local/venv with the tools of requirements.txt, and only again when that file changes.

Runs on the system's Python with nothing installed, so it may import the standard library only.
"""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
REQUIREMENTS = ROOT / "local" / "requirements.txt"
VENV = ROOT / ".local" / "venv"
STAMP = VENV / "requirements.sha256"
OLDEST = (3, 10)


def stamp() -> str:
    """What the environment depends on: the requirements and the interpreter's version."""
    text = REQUIREMENTS.read_bytes() + repr(sys.version_info[:3]).encode()
    return hashlib.sha256(text).hexdigest()


def fail(message: str) -> None:
    print(f"\n{message}", file=sys.stderr)
    sys.exit(1)


def run(*command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def main() -> None:
    if sys.version_info < OLDEST:
        fail(
            "Python {}.{} or newer is needed, and {} is {}.{}: install one and set PYTHON, "
            "as in `make demo PYTHON=python3.12`.".format(*OLDEST, sys.executable, *sys.version_info[:2])
        )
    if STAMP.is_file() and STAMP.read_text() == stamp():
        return
    print("Installing the emulator and the tools into .local/venv (once, about a minute) …", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    made = run(sys.executable, "-m", "venv", str(VENV))
    if made.returncode:
        fail(
            "Python could not make a virtual environment (on Debian and Ubuntu the package "
            f"python3-venv is needed): {last_line(made.stdout)}"
        )
    installed = run(
        str(VENV / "bin" / "python"), "-m", "pip", "install", "--quiet",
        "--disable-pip-version-check", "--requirement", str(REQUIREMENTS),
    )  # fmt: skip
    if installed.returncode:
        fail(
            "The tools of local/requirements.txt could not be installed; is the package index "
            f"reachable? pip said: {last_line(installed.stdout)}"
        )
    STAMP.write_text(stamp())


def last_line(text: str) -> str:
    """pip and venv explain themselves in their last line that says anything."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower()]
    return (errors or lines or ["nothing"])[-1]


if __name__ == "__main__":
    main()
