"""Times the cold start of each function: from the start of its JVM until it asks for its first event.

    python -m local.coldstart [RUNS]        (5 runs of each unless told otherwise)

Each JVM runs Lambda's own runtime interface client against a runtime API that answers here, beside a
function that does nothing, in turn, so that a busy machine slows all alike. What SnapStart saves
shows on Lambda only.
"""

import os
import statistics
import subprocess
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import yaml

from local import build as builds
from local.emulator import NOBODY, REGION
from local.paths import ROOT, WORK
from local.problem import Problem, run
from local.tools import jdk

HELLO = ROOT / "local" / "runtime" / "Hello.java"
PLAIN = "Hello"
SECONDS = 60


class RuntimeApi(ThreadingHTTPServer):
    """Lambda's runtime API as far as a cold start goes: notes when the first event is asked for."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.asked = threading.Event()
        self.at = 0.0
        self.failed = ""

    def handle_error(self, request: object, client_address: object) -> None:
        """The JVM is ended while it waits for its event: nothing to tell."""


class Asked(BaseHTTPRequestHandler):
    server: RuntimeApi

    def do_GET(self) -> None:
        if self.path.endswith("/invocation/next"):
            self.server.at = time.monotonic()
            self.server.asked.set()
            # The answer never comes: what follows would be an invocation, not a start.
            self.rfile.read(1)

    def do_POST(self) -> None:
        self.server.failed = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.asked.set()

    def log_message(self, format: str, *arguments: object) -> None:
        """One line a request would drown the table."""


def seconds(command: list[str], handler: str, variables: set[str]) -> float:
    """One cold start."""
    with RuntimeApi() as api:
        threading.Thread(target=api.serve_forever, daemon=True).start()
        environment = {
            "PATH": os.environ.get("PATH", ""),
            **dict.fromkeys(variables, "coldstart"),
            **NOBODY,
            "AWS_REGION": REGION,
            "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{api.server_address[1]}",
            "_HANDLER": handler,
        }
        started = time.monotonic()
        jvm = subprocess.Popen(
            [*command, builds.MAIN, handler],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        try:
            if not api.asked.wait(SECONDS) or api.failed:
                raise Problem(f"The function {handler} did not start: {api.failed or 'no answer'}")
            return api.at - started
        finally:
            jvm.kill()
            jvm.wait()
            api.shutdown()


def hello(java_home: Path, classpath: list[Path]) -> Path:
    """The folder of the function that does nothing, compiled."""
    folder = WORK / "coldstart"
    subprocess.run(
        [
            str(java_home / "bin" / "javac"), "-proc:none", "-d", str(folder),
            "-cp", ":".join(map(str, classpath)), str(HELLO),
        ],
        check=True,
    )  # fmt: skip
    return folder


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    made, java_home = builds.build(), jdk()
    template = yaml.safe_load(made.template.read_text())
    handlers = [properties["Handler"].split("::")[0] for properties in builds.functions(template)]
    client, native = builds.runtime_interface_client(java_home)
    jars = sorted(client.glob("*.jar"))
    java = str(java_home / "bin" / "java")
    code = made.folder / "code"
    plain = [java, *builds.jvm_arguments([*jars, hello(java_home, jars)], native)]
    plain[-1] = plain[-1].strip('"')
    own = [
        java,
        *builds.jvm_arguments([code / "functions.jar", *sorted((code / "lib").glob("*.jar")), *jars], native),
    ]
    own[-1] = own[-1].strip('"')
    archived = [java, f"-XX:AOTCache={code / 'functions.aot'}", f"@{code / 'java.args'}"]

    variables = builds.environment_variables(template)
    times: dict[tuple[str, str], list[float]] = {}
    for turn in range(runs + 1):
        for handler in [PLAIN, *handlers]:
            kinds = {"plain": plain} if handler == PLAIN else {"plain": own, "archived": archived}
            for kind, command in kinds.items():
                took = seconds(command, handler, variables)
                if turn:  # The first turn fills the disk's cache.
                    times.setdefault((handler, kind), []).append(took)
    median = {key: statistics.median(values) for key, values in times.items()}

    floor = median[PLAIN, "plain"]
    print("### Cold start of each function\n")
    print("| function | s | times nothing | s with archive | times nothing |")
    print("| --- | ---: | ---: | ---: | ---: |")
    print(f"| a function that does nothing | {floor:.2f} | 1.0 | | |")
    for handler in handlers:
        one, other = median[handler, "plain"], median[handler, "archived"]
        name = handler.rsplit(".", 1)[-1]
        print(f"| {name} | {one:.2f} | {one / floor:.1f} | {other:.2f} | {other / floor:.1f} |")


if __name__ == "__main__":
    run(main)
