"""Builds the functions with SAM, as for AWS, and makes them run as the emulator runs functions.

MiniStack runs Java only in Docker, but any program that speaks Lambda's runtime API as a process.
So each function becomes a custom runtime whose `bootstrap` starts a JVM with AWS's own runtime
interface client. All functions share their code: it stays in one folder here, and what is deployed
is the bootstrap alone, which makes `sam deploy` quick.
"""

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from local import training
from local.emulator import NOBODY, REGION, without_account
from local.paths import FUNCTIONS, ROOT, TEMPLATE, WORK
from local.problem import Problem
from local.tools import jdk, maven, run

BUILDS = WORK / "build"
CLIENT_POM = ROOT / "local" / "runtime" / "pom.xml"
NATIVE = {"x86_64": "x86_64", "aarch64": "aarch_64", "arm64": "aarch_64"}
# SAM keeps its own settings out of the user's home, and tells nobody.
SAM_SETTINGS = {"SAM_CLI_TELEMETRY": "0", "__SAM_CLI_APP_DIR": str(WORK / "sam")}
MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda"


@dataclass(frozen=True)
class Build:
    """What `sam deploy` takes, and the digest of all that it was made from."""

    folder: Path
    digest: str

    @property
    def template(self) -> Path:
        return self.folder / "sam" / "template.yaml"


def in_docker() -> bool:
    """Whether functions run in Docker: AWS's runtime interface client is native to Linux."""
    return sys.platform != "linux"


def build(announce: Callable[[], None] = lambda: None) -> Build:
    """The build of the present sources; made, and announced, only if they changed."""
    java_home, _ = jdk(), maven()
    digest = source_digest(java_home)
    made = Build(BUILDS / digest, digest)
    if (made.folder / "complete").is_file():
        return made
    if in_docker():
        require_docker()
    announce()
    remove_old_builds()
    shutil.rmtree(made.folder, ignore_errors=True)
    made.folder.mkdir(parents=True)
    sam_build(made.folder / "sam", java_home)
    template = yaml.safe_load(made.template.read_text())
    without_what_the_emulator_lacks(template)
    if not in_docker():
        as_custom_runtime(made, template, java_home)
    made.template.write_text(yaml.safe_dump(template, sort_keys=False))
    (made.folder / "complete").touch()
    return made


def source_digest(java_home: Path) -> str:
    """Digest of everything that goes into a build."""
    here = Path(__file__).parent
    files = [TEMPLATE, FUNCTIONS / "pom.xml", here / "build.py", here / "training.py"]
    for folder in (FUNCTIONS / "src" / "main", ROOT / "statemachine", ROOT / "api", here / "runtime"):
        files += [path for path in folder.rglob("*") if path.is_file()]
    digest = hashlib.sha256(str(java_home).encode())
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def remove_old_builds() -> None:
    """Keeps the latest one, from which functions of a running emulator may still load classes."""
    builds = sorted(BUILDS.glob("*"), key=lambda folder: folder.stat().st_mtime)
    for folder in builds[:-1]:
        shutil.rmtree(folder, ignore_errors=True)


def require_docker() -> None:
    if (
        not shutil.which("docker")
        or subprocess.run(["docker", "info"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode
    ):
        raise Problem(
            f"On {platform.system()} the emulator runs Java functions in Docker, because AWS's runtime "
            "interface client exists for Linux only, and no Docker answers: start Docker, or run this "
            "on Linux, where none is needed."
        )


def sam_build(folder: Path, java_home: Path) -> None:
    run(
        "The build of the functions",
        [
            str(Path(sys.executable).parent / "sam"), "build",
            "--template-file", str(TEMPLATE),
            "--build-dir", str(folder),
            "--base-dir", str(ROOT),
            # Else what Maven says is lost.
            "--debug",
        ],
        cwd=ROOT,
        env=sam_environment(JAVA_HOME=str(java_home)),
    )  # fmt: skip


def sam_environment(**more: str) -> dict[str, str]:
    """The environment for the tools that build: they need no AWS account, and get none."""
    return {**without_account(os.environ), **SAM_SETTINGS, "AWS_DEFAULT_REGION": REGION, **NOBODY, **more}


def functions(template: dict[str, Any]) -> list[dict[str, Any]]:
    """The properties of every function."""
    return [
        resource.setdefault("Properties", {})
        for resource in template["Resources"].values()
        if resource["Type"] == "AWS::Serverless::Function"
    ]


def without_what_the_emulator_lacks(template: dict[str, Any]) -> None:
    """Drops what MiniStack refuses: gradual deployment, and the bucket's demand for TLS."""
    shared = template.get("Globals", {}).get("Function", {})
    for properties in [shared, *functions(template)]:
        properties.pop("DeploymentPreference", None)
        # The runtime interface client fails without a trace id.
        properties["Tracing"] = "Active"
        # It would make each JVM announce that it picked them up; java.args says the same.
        properties.get("Environment", {}).get("Variables", {}).pop("JAVA_TOOL_OPTIONS", None)
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::S3::BucketPolicy":
            document = resource["Properties"]["PolicyDocument"]
            document["Statement"] = [
                statement
                for statement in document["Statement"]
                if statement.get("Sid") != "DenyInsecureTransport"
            ]
    template["Resources"] = {
        name: resource
        for name, resource in template["Resources"].items()
        if resource["Type"] != "AWS::S3::BucketPolicy"
        or resource["Properties"]["PolicyDocument"]["Statement"]
    }


def as_custom_runtime(made: Build, template: dict[str, Any], java_home: Path) -> None:
    """Moves the one copy of the code that is needed aside, and points every function at it."""
    built = functions(template)
    if not built:
        return
    code = made.folder / "code"
    first = made.template.parent / built[0]["CodeUri"]
    code.mkdir()
    shutil.move(str(first / "lib"), str(code / "lib"))
    jar(first, code / "functions.jar")
    for properties in built:
        shutil.rmtree(made.template.parent / properties["CodeUri"], ignore_errors=True)
    client, native = runtime_interface_client(java_home)
    jars = [code / "functions.jar", *sorted((code / "lib").glob("*.jar")), *sorted(client.glob("*.jar"))]
    training.jar(code / "training.jar", java_home, jars)
    arguments = code / "java.args"
    arguments.write_text("\n".join(jvm_arguments([*jars, code / "training.jar"], native)) + "\n")
    cached = training.archive(
        code / "functions.aot",
        java_home,
        arguments,
        [properties["Handler"] for properties in built],
        sorted(environment_variables(template)),
    )
    option = f"'-XX:AOTCache={code}/functions.aot'" if cached else ""
    deployed = made.template.parent / "bootstrap"
    deployed.mkdir()
    bootstrap = deployed / "bootstrap"
    bootstrap.write_text(
        "#!/bin/sh\n"
        f"# {made.digest}: another build is another code for the emulator.\n"
        f"exec '{java_home}/bin/java' {option} "
        f"'@{arguments}' {MAIN} \"$_HANDLER\"\n"
    )
    bootstrap.chmod(0o755)
    shared = template.get("Globals", {}).get("Function", {})
    for properties in [shared, *built]:
        properties.pop("SnapStart", None)
        properties.pop("Architectures", None)
        properties["Runtime"] = "provided.al2023"
        properties["CodeUri"] = "bootstrap"


def jvm_arguments(jars: list[Path], native: Path) -> list[str]:
    """The options of a function's JVM: a small one, of which a dozen run side by side."""
    client = "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient"
    return [
        "--enable-native-access=ALL-UNNAMED",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Xmx192m",
        f"-D{client}.JNI={native}",
        "-cp",
        '"' + ":".join(map(str, jars)) + '"',
    ]


def environment_variables(template: dict[str, Any]) -> set[str]:
    """The names of the variables that functions read."""
    names: set[str] = set()
    for properties in [template.get("Globals", {}).get("Function", {}), *functions(template)]:
        names |= set(properties.get("Environment", {}).get("Variables", {}))
    return names


def jar(folder: Path, target: Path) -> None:
    """One jar of a function's own classes and resources: a JVM archives classes of jars only."""
    with zipfile.ZipFile(target, "w") as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))


def runtime_interface_client(java_home: Path) -> tuple[Path, Path]:
    """The folder of the client's jars, and its native library.

    The library is unpacked here, once: left to itself each JVM would write it into one and the same
    file, under the feet of those that run from it.
    """
    digest = hashlib.sha256(CLIENT_POM.read_bytes()).hexdigest()[:16]
    folder = WORK / "runtime" / digest
    machine = NATIVE.get(platform.machine())
    if machine is None:
        raise Problem(f"Lambda's Java runtime exists for x86_64 and arm64, not for {platform.machine()}.")
    native = folder / f"libaws-lambda-jni.linux-{machine}.so"
    if native.is_file():
        return folder, native
    run(
        "The download of Lambda's Java runtime from the Maven repository",
        [
            maven(), "-B", "-q", "-f", str(CLIENT_POM), "dependency:copy-dependencies",
            f"-DoutputDirectory={folder}",
        ],
        env=sam_environment(JAVA_HOME=str(java_home)),
    )  # fmt: skip
    client = next(folder.glob("aws-lambda-java-runtime-interface-client-*.jar"))
    with zipfile.ZipFile(client) as archive:
        content = archive.read(f"jni/{native.name}")
    native.with_suffix(".part").write_bytes(content)
    native.with_suffix(".part").rename(native)
    return folder, native
