"""Installs the product on the emulator with `sam deploy`, as a team does in its account."""

import sys
from pathlib import Path

from botocore.exceptions import ClientError

from local.build import Build, sam_environment
from local.emulator import Emulator
from local.paths import ROOT
from local.tools import run

STACK = "ecs-compose"
ARTIFACTS = "ecs-compose-artifacts"
INSTALLED = "/ecs-compose-local/installed"
# Each service that deploys is a JVM or two here, and a developer's machine has few cores.
CONCURRENCY = 10


def install(emulator: Emulator, build: Build) -> dict[str, str]:
    """Deploys the build unless it is what is installed, and returns the stack's outputs."""
    if installed(emulator) != build.digest:
        emulator.client("s3").create_bucket(Bucket=ARTIFACTS)
        sam_deploy(emulator, build)
        emulator.client("ssm").put_parameter(
            Name=INSTALLED, Value=build.digest, Type="String", Overwrite=True
        )
    return outputs(emulator)


def installed(emulator: Emulator) -> str:
    """The digest of the build that is installed; empty if none is."""
    try:
        return emulator.client("ssm").get_parameter(Name=INSTALLED)["Parameter"]["Value"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        return ""


def sam_deploy(emulator: Emulator, build: Build) -> None:
    run(
        "The installation on the emulator",
        [
            str(Path(sys.executable).parent / "sam"), "deploy",
            "--template-file", str(build.template),
            "--stack-name", STACK,
            "--s3-bucket", ARTIFACTS,
            "--capabilities", "CAPABILITY_IAM", "CAPABILITY_AUTO_EXPAND",
            "--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar",
            "--parameter-overrides", f"ServiceConcurrency={CONCURRENCY}",
        ],
        cwd=ROOT,
        env={**sam_environment(), **emulator.environment()},
    )  # fmt: skip


def outputs(emulator: Emulator) -> dict[str, str]:
    """The stack's outputs; the API's URL as it is reached on the emulator."""
    stack = emulator.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    found = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    if "ApiUrl" in found:
        host, _, stage = found["ApiUrl"].split("://")[1].partition("/")
        found["ApiUrl"] = f"{emulator.url}/_aws/execute-api/{host.split('.')[0]}/{stage}".rstrip("/")
    return found
