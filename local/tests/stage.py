"""The installation that the end-to-end tests share; each test has a cluster of its own in it."""

import json
import re
import time
import unittest
from collections.abc import Iterator
from typing import Any

from local import world as worlds
from local.build import build
from local.deployment import Deployment, Deployments
from local.emulator import Emulator
from local.install import install

# What a function writes down or tells about a deployment, and not what it does to the cluster.
RECORDS = ("dynamodb:", "s3:", "logs:", "xray:", "events:PutEvents")
READS = re.compile(r":(Describe|List|Get|Query|Discover)")


class Stage:
    """An emulator with ecs-compose installed, and a team's account around it."""

    def __init__(self, emulator: Emulator) -> None:
        self.emulator = emulator
        self.outputs = install(emulator, build())
        self.world = worlds.create(emulator)
        self.deployments = Deployments(emulator, self.outputs)

    def changes(self) -> dict[str, int]:
        """The calls since the last reset with which functions changed anything in the account."""
        found: dict[str, int] = {}
        for actions in self.emulator.calls().values():
            for action, count in actions.items():
                if not action.startswith(RECORDS) and not READS.search(action):
                    found[action] = found.get(action, 0) + count
        return found


class EndToEnd(unittest.TestCase):
    """A test on the stage, with what every test needs to look at the account."""

    stage: Stage
    maxDiff = None

    @classmethod
    def setUpClass(cls) -> None:
        emulator = cls.stage.emulator
        cls.ecs = emulator.client("ecs")
        cls.elb = emulator.client("elbv2")
        cls.route53 = emulator.client("route53")
        cls.discovery = emulator.client("servicediscovery")
        cls.s3 = emulator.client("s3")
        cls.workflow = emulator.client("stepfunctions")

    def cluster(self, name: str) -> str:
        worlds.cluster(self.stage.emulator, self.stage.world, name)
        return name

    def deploy(self, cluster: str, stackfile: str, status: str = "SUCCEEDED") -> Deployment:
        """Uploads a stackfile and waits for the end of its deployment, which must have that status."""
        self.stage.emulator.calls(reset=True)
        deployment = self.stage.deployments.deploy(cluster, stackfile)
        self.assertEqual(status, deployment.status, self.story(deployment))
        return deployment

    def story(self, deployment: Deployment) -> str:
        """What is known of a deployment, for a failing test."""
        return json.dumps(
            {"deployment": deployment.row, "services": deployment.services}, default=str, indent=1
        )

    def execution(self, deployment: Deployment) -> dict[str, Any]:
        """The workflow's execution, once it has ended too: it ends just after the table says so."""
        for _ in range(100):
            found = self.workflow.describe_execution(executionArn=deployment.row["executionArn"])
            if found["status"] != "RUNNING":
                return found
            time.sleep(0.1)
        self.fail(f"The execution of {deployment.id} still runs.")

    def file(self, deployment: Deployment, name: str) -> bytes:
        key = f"deployments/{deployment.cluster}/{deployment.id}/{name}"
        return self.s3.get_object(Bucket=self.stage.deployments.bucket, Key=key)["Body"].read()

    def explanation(self, deployment: Deployment) -> str:
        """All that a user can read about why a deployment failed."""
        return deployment.row.get("error", "") + self.file(deployment, "report.json").decode()

    def services(self, cluster: str) -> dict[str, dict[str, Any]]:
        """A cluster's services by name, tags included."""
        names = self.ecs.list_services(cluster=cluster, maxResults=100)["serviceArns"]
        return {
            service["serviceName"]: service
            for start in range(0, len(names), 10)
            for service in self.ecs.describe_services(
                cluster=cluster, services=names[start : start + 10], include=["TAGS"]
            )["services"]
        }

    def task_definition(self, name: str) -> dict[str, Any]:
        """A task definition as it was registered: without what ECS adds and what is empty."""
        found = self.ecs.describe_task_definition(taskDefinition=name)["taskDefinition"]
        for generated in (
            "taskDefinitionArn",
            "revision",
            "status",
            "registeredAt",
            "registeredBy",
            "compatibilities",
        ):
            found.pop(generated, None)
        for container in found["containerDefinitions"]:
            container["environment"] = sorted(
                container.get("environment", []), key=lambda entry: entry["name"]
            )
        return pruned(found)

    def state(self, cluster: str) -> dict[str, Any]:
        """What must not move when nothing is deployed: revisions, and the deployments of services."""
        return {
            "revisions": sorted(
                arn
                for page in self.ecs.get_paginator("list_task_definitions").paginate()
                for arn in page["taskDefinitionArns"]
                if f"/{cluster}-" in arn
            ),
            "deployments": {
                name: [deployment["id"] for deployment in service["deployments"]]
                for name, service in self.services(cluster).items()
            },
            "load balancers": sorted(names(self.elb, cluster)),
        }


def names(elb: Any, cluster: str) -> Iterator[str]:
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        if balancer["LoadBalancerName"].startswith(f"{cluster}-"):
            yield balancer["LoadBalancerName"]


def pruned(value: Any) -> Any:
    """A document without members that say nothing: AWS leaves some out, the emulator others."""
    if isinstance(value, dict):
        members = {name: pruned(member) for name, member in value.items()}
        return {
            name: member for name, member in members.items() if member not in (None, "", [], {}, False, 0)
        }
    if isinstance(value, list):
        return [pruned(member) for member in value]
    return value


def tags(listed: list[dict[str, str]]) -> dict[str, str]:
    """Tags as a map; services spell the members' names in two ways."""
    return {tag.get("key") or tag["Key"]: tag.get("value") or tag["Value"] for tag in listed}
