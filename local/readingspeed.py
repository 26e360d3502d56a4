"""Measures how long reading, checking and normalising a large stackfile takes in a JVM of its own.

python -m local.readingspeed
"""

import subprocess

from local.build import sam_environment
from local.paths import FUNCTIONS, WORK
from local.problem import run
from local.tools import jdk, maven_command
from local.tools import run as run_tool

MAIN = "io.github.ecscompose.stackfile.ReadingSpeed"


def classpath() -> str:
    """That of the tests, after they were compiled."""
    listed = WORK / "classpath.txt"
    listed.parent.mkdir(exist_ok=True)
    run_tool(
        "The build of the tests",
        [*maven_command(), "test-compile", "dependency:build-classpath", f"-Dmdep.outputFile={listed}"],
        env=sam_environment(JAVA_HOME=str(jdk())),
    )
    target = FUNCTIONS / "target"
    return ":".join([str(target / "test-classes"), str(target / "classes"), listed.read_text()])


def main() -> None:
    subprocess.run([str(jdk() / "bin" / "java"), "-cp", classpath(), MAIN], check=True)


if __name__ == "__main__":
    run(main)
