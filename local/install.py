"""Installs the product on the emulator with `sam deploy`, as a team does in its account."""

import os
import sys
from pathlib import Path

from botocore.exceptions import ClientError

from local.build import SAM_SETTINGS, Build
from local.emulator import Emulator
from local.paths import ROOT
from local.tools import run

STACK = "ecs-compose"
ARTIFACTS = "ecs-compose-artifacts"
INSTALLED = "/ecs-compose-local/installed"
# A service that deploys keeps a JVM busy here: more at once than the cores can start helps nobody.
CONCURRENCY = min(10, max(4, 2 * (os.cpu_count() or 1)))


def install(emulator: Emulator, build: Build) -> dict[str, str]:
    """Deploys the build unless it is what is installed, and returns the stack's outputs."""
    if not is_installed(emulator, build):
        emulator.client("s3").create_bucket(Bucket=ARTIFACTS)
        sam_deploy(emulator, build)
        emulator.client("ssm").put_parameter(
            Name=INSTALLED, Value=build.digest, Type="String", Overwrite=True
        )
    return outputs(emulator)


def is_installed(emulator: Emulator, build: Build) -> bool:
    """Whether that very build is what is installed."""
    try:
        found = emulator.client("ssm").get_parameter(Name=INSTALLED)["Parameter"]["Value"]
        return found == build.digest
    except ClientError as error:
        if error.response["Error"]["Code"] != "ParameterNotFound":
            raise
        return False


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
        env=environment(emulator),
    )  # fmt: skip


def environment(emulator: Emulator) -> dict[str, str]:
    """What `sam deploy` runs with: nothing of the user's own account, which it would deploy to."""
    return {**emulator.environment(), **SAM_SETTINGS}


def outputs(emulator: Emulator) -> dict[str, str]:
    """The stack's outputs; the API's URL as it is reached on the emulator."""
    stack = emulator.client("cloudformation").describe_stacks(StackName=STACK)["Stacks"][0]
    found = {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])}
    if "ApiUrl" in found:
        host, _, stage = found["ApiUrl"].split("://")[1].partition("/")
        found["ApiUrl"] = f"{emulator.url}/_aws/execute-api/{host.split('.')[0]}/{stage}".rstrip("/")
    return found
