"""Makes the archive of loaded classes with which the functions' JVMs start (JEP 514).

A JVM that maps the archive is ready in a third of the time, and a first deployment starts a dozen.
It is written once per build, by a JVM that loads every function's handler.
"""

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

from local.emulator import NOBODY, REGION
from local.paths import ROOT

SOURCE = ROOT / "local" / "runtime" / "Training.java"
SECONDS = 120


def jar(target: Path, java_home: Path, classpath: list[Path]) -> None:
    """Compiles the program that a JVM in training runs."""
    classes = target.with_suffix(".classes")
    subprocess.run(
        [
            str(java_home / "bin" / "javac"), "-proc:none", "-d", str(classes),
            "-cp", ":".join(map(str, classpath)), str(SOURCE),
        ],
        check=True,
    )  # fmt: skip
    with zipfile.ZipFile(target, "w") as archive:
        for path in classes.rglob("*.class"):
            archive.write(path, path.relative_to(classes))
    shutil.rmtree(classes)


def archive(
    target: Path, java_home: Path, arguments: Path, handlers: list[str], variables: list[str]
) -> bool:
    """Writes the archive; without one (the result says so) functions run too, they start slower."""
    environment = {
        "PATH": os.environ.get("PATH", ""),
        **dict.fromkeys(variables, "training"),
        **NOBODY,
        "AWS_REGION": REGION,
        "AWS_MAX_ATTEMPTS": "1",
        # Nothing listens there, so that calls fail at once.
        "AWS_ENDPOINT_URL": "http://127.0.0.1:9",
    }
    with open(target.with_suffix(".log"), "w") as log:
        try:
            subprocess.run(
                [
                    str(java_home / "bin" / "java"), f"-XX:AOTCacheOutput={target}", f"@{arguments}",
                    "Training", *handlers,
                ],
                env=environment, stdout=log, stderr=subprocess.STDOUT, timeout=SECONDS, check=True,
            )  # fmt: skip
        except (subprocess.SubprocessError, OSError) as error:
            print(error, file=log)
    return target.is_file()
