"""`make demo`: installs ecs-compose on an emulated AWS and deploys the examples, for all to see."""

import os
import subprocess
import time
from collections.abc import Iterator
from typing import Any

from local import emulator as emulators
from local import program
from local import world as worlds
from local.build import build
from local.deployment import Deployment, Deployments, narrate
from local.emulator import REGION, Emulator
from local.install import install, is_installed
from local.paths import EXAMPLES, LAUNCHER, ROOT, WORK
from local.problem import Problem, run

FOLDER = WORK / "demo"
# From the simplest to the richest.
CLUSTERS = ("hello", "worker", "web", "jobs", "machines", "fargate", "shop")
# Deployed by the command line; the others by an upload.
BY_COMMAND = "hello"
FIRST_COMMAND = f"ecs-compose deploy {BY_COMMAND} -f examples/{BY_COMMAND}.yml"
# What follows it in the README's session.
NEXT_COMMANDS = (
    "sed 's/redis:8/redis:7/' examples/hello.yml | ecs-compose plan hello -f -",
    "sed 's/redis:8/redis:7/' examples/hello.yml | ecs-compose deploy hello -f - --quiet",
    "ecs-compose rollback hello --quiet",
    "ecs-compose plan hello -f examples/hello.yml",
    "ecs-compose history hello",
)


class Clock:
    """Prints lines with the seconds since the start in front."""

    def __init__(self) -> None:
        self.started = time.monotonic()

    def seconds(self) -> float:
        return time.monotonic() - self.started

    def say(self, text: str) -> None:
        print(f"{self.seconds():6.1f} s  {text}", flush=True)


def main() -> None:
    clock = Clock()
    made = build(lambda: clock.say("Building the functions with sam build (about a minute)"))
    program.build(lambda: clock.say("Building the command line (about half a minute)"))
    emulator = running(clock)
    if not is_installed(emulator, made):
        clock.say("Installing with sam deploy")
    outputs = install(emulator, made)
    world = worlds.create(emulator)
    deployments = Deployments(emulator, outputs)
    results = []
    for cluster in CLUSTERS:
        worlds.cluster(emulator, world, cluster)
        how = deploy_by_command if cluster == BY_COMMAND else deploy
        results.append(how(deployments, cluster, outputs["ApiUrl"]))
    show(emulator, world)
    explain(emulator, outputs, clock)
    failed = [result.cluster for result in results if result.status not in ("SUCCEEDED", "UNCHANGED")]
    if failed:
        raise Problem(f"These clusters were not deployed: {', '.join(failed)}.")


def running(clock: Clock) -> Emulator:
    """The emulator of an earlier demo, or a new one."""
    port = os.environ.get("PORT")
    known = emulators.recall(FOLDER)
    if known and emulators.processes(known) and known.healthy():
        if port and int(port) != known.port:
            raise Problem(
                f"The demo already runs on port {known.port}: `make stop` ends it, then PORT={port} holds."
            )
        clock.say(f"The emulator still runs on {known.url}")
        return known
    if known:
        emulators.stop(known)
        emulators.forget(FOLDER)
    emulator = emulators.start(FOLDER, port, detached=True)
    clock.say(f"Started the emulator (MiniStack) on {emulator.url}")
    return emulator


def deploy_by_command(deployments: Deployments, cluster: str, endpoint: str) -> Deployment:
    """Deploys an example as people do, and lets the command tell how it goes."""
    print(f"\n$ {FIRST_COMMAND}", flush=True)
    environment = program.environment(deployments.emulator, endpoint)
    inherited = {name: os.environ[name] for name in ("CI", "NO_COLOR", "TERM") if name in os.environ}
    subprocess.run([str(LAUNCHER), *FIRST_COMMAND.split()[1:]], cwd=ROOT, env=environment | inherited)
    ended = deployments.read(cluster, deployments.latest(cluster))
    if ended is None:
        raise Problem(f"The command has deployed nothing to {cluster}: see above.")
    return ended


def deploy(deployments: Deployments, cluster: str, _: str) -> Deployment:
    """Uploads an example and tells how its deployment goes."""
    example = EXAMPLES / f"{cluster}.yml"
    print(f"\n{cluster}: {example.relative_to(ROOT)} → s3://{deployments.bucket}/stackfiles/{example.name}")
    clock = Clock()
    deployments.emulator.calls(reset=True)
    before = deployments.upload(cluster, example.read_text())
    ended = narrate(
        deployments.states(cluster, after=before),
        lambda service, what, how: clock.say(f"{service:12} {what:20} {how}".rstrip()),
    )
    calls = sum(count for actions in deployments.emulator.calls().values() for count in actions.values())
    counts = ", ".join(
        f"{count} {what}" for what, count in sorted(ended.row.get("counts", {}).items()) if count
    )
    details = f" ({counts})" if counts else ""
    clock.say(f"{ended.status}{details} in {clock.seconds():.1f} s, {calls} calls of AWS's APIs")
    if ended.row.get("error"):
        print(f"          {ended.row['error']}")
    return ended


def show(emulator: Emulator, world: worlds.World) -> None:
    """What runs now, as ECS, Elastic Load Balancing and Route 53 tell it."""
    ecs = emulator.client("ecs")
    print("\nWhat runs now")
    for cluster in CLUSTERS:
        for service in sorted(services(ecs, cluster), key=lambda service: service["serviceName"]):
            task = service["taskDefinition"].rsplit("/", 1)[-1]
            scale = f"{service['runningCount']}/{service['desiredCount']}"
            columns = f"{cluster:8} {service['serviceName']:12} {task:22} {scale:4}"
            print(f"  {columns} {exposure(service)}".rstrip())
    balancers = emulator.client("elbv2").describe_load_balancers()["LoadBalancers"]
    for balancer in sorted(balancers, key=lambda balancer: balancer["LoadBalancerName"]):
        print(f"  {balancer['LoadBalancerName']}: {balancer['Scheme']}, {balancer['DNSName']}")
    records = emulator.client("route53").list_resource_record_sets(HostedZoneId=world.HOSTED_ZONE_ID)
    for record in records["ResourceRecordSets"]:
        if "AliasTarget" in record:
            print(f"  {record['Name'].rstrip('.')} → {record['AliasTarget']['DNSName'].rstrip('.')}")


def services(ecs: Any, cluster: str) -> Iterator[dict]:
    """A cluster's services as ECS describes them, ten a call."""
    for page in ecs.get_paginator("list_services").paginate(
        cluster=cluster, PaginationConfig={"PageSize": 10}
    ):
        if page["serviceArns"]:
            yield from ecs.describe_services(cluster=cluster, services=page["serviceArns"])["services"]


def exposure(service: dict) -> str:
    """How a service is reached."""
    ways = ["load balancer"] if service.get("loadBalancers") else []
    ways += ["service discovery"] if service.get("serviceRegistries") else []
    return ", ".join(ways)


def explain(emulator: Emulator, outputs: dict[str, str], clock: Clock) -> None:
    """What to do next; every command works as it stands."""
    aws = ".local/venv/bin/aws"
    root = emulator.root
    bucket = outputs["StackfileBucketName"]
    commands = "\n  ".join(NEXT_COMMANDS)
    print(
        f"""
Ready after {clock.seconds():.0f} s. The API is {outputs["ApiUrl"]}

Try next
  make demo                        # again: nothing changed, so nothing is touched
  unset AWS_PROFILE AWS_SESSION_TOKEN
  export AWS_ENDPOINT_URL={emulator.url} AWS_DEFAULT_REGION={REGION} AWS_REGION={REGION} \\
         AWS_ACCESS_KEY_ID={root.access_key} AWS_SECRET_ACCESS_KEY={root.secret_key} \\
         ECS_COMPOSE_ENDPOINT={outputs["ApiUrl"]} PATH="$PWD/bin:$PATH"
  {commands}
  {aws} s3 cp examples/hello.yml s3://{bucket}/stackfiles/hello.yml
  {aws} ecs describe-services --cluster hello --services cache
  make stop                        # ends the emulator and all that is in it"""
    )


if __name__ == "__main__":
    run(main)
