"""Starts a deployment by an upload, and follows it in the table until it has ended."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timezone
from typing import Any

from boto3.dynamodb.types import TypeDeserializer

from local.emulator import Emulator
from local.problem import Problem

FINAL = {"SUCCEEDED", "UNCHANGED", "REJECTED", "FAILED", "ROLLED_BACK", "SUPERSEDED", "CANCELED"}
POLL_SECONDS = 0.2
SECONDS = 300


@dataclass
class Deployment:
    """A deployment as the table has it."""

    cluster: str
    id: str
    row: dict[str, Any]
    services: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def status(self) -> str:
        return self.row["status"]


class Deployments:
    """The deployments of an installation."""

    def __init__(self, emulator: Emulator, outputs: dict[str, str]) -> None:
        self.emulator = emulator
        self.bucket = outputs["StackfileBucketName"]
        self.table = outputs["DeploymentTableName"]
        self.machine = outputs["DeployStateMachineArn"]
        self.s3 = emulator.client("s3")
        self.ecs = emulator.client("ecs")
        self.workflow = emulator.client("stepfunctions")
        self.dynamodb = emulator.client("dynamodb")

    def upload(self, cluster: str, stackfile: str) -> str:
        """Uploads a stackfile, and returns the id of the latest deployment before that, if any."""
        before = self.latest(cluster)
        self.s3.put_object(Bucket=self.bucket, Key=f"stackfiles/{cluster}.yml", Body=stackfile.encode())
        return before

    def latest(self, cluster: str) -> str:
        """The id of a cluster's latest deployment; empty if it has none. Ids sort by time."""
        rows = self.rows(cluster, "deployment#", newest=True)
        return rows[0]["item"].split("#")[1] if rows else ""

    def rows(self, cluster: str, prefix: str, newest: bool = False) -> list[dict[str, Any]]:
        """A cluster's rows whose sort key begins with a prefix; `newest` gives the last one alone."""
        rows: list[dict[str, Any]] = []
        query: dict[str, Any] = {
            "TableName": self.table,
            "KeyConditionExpression": "#cluster = :cluster AND begins_with(#item, :prefix)",
            "ExpressionAttributeNames": {"#cluster": "cluster", "#item": "item"},
            "ExpressionAttributeValues": {":cluster": {"S": cluster}, ":prefix": {"S": prefix}},
            "ConsistentRead": True,
            "ScanIndexForward": not newest,
            **({"Limit": 1} if newest else {}),
        }
        while True:
            page = self.dynamodb.query(**query)
            decoder = TypeDeserializer()
            rows += [
                {name: decoder.deserialize(value) for name, value in item.items()} for item in page["Items"]
            ]
            if newest or "LastEvaluatedKey" not in page:
                return rows
            query["ExclusiveStartKey"] = page["LastEvaluatedKey"]

    def read(self, cluster: str, identifier: str) -> Deployment | None:
        """A deployment and its services, if the table has it."""
        found = self.rows(cluster, f"deployment#{identifier}")
        if not found:
            return None
        prefix = f"service#{identifier}#"
        services = {row["item"][len(prefix) :]: row for row in self.rows(cluster, prefix)}
        return Deployment(cluster, identifier, found[0], services)

    def states(self, cluster: str, after: str = "", identifier: str = "") -> Iterator[Deployment]:
        """The states through which a deployment goes, the final one last.

        It is the one with that id, or the first that follows the one that came `after`.
        """
        started = datetime.now(timezone.utc)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if not identifier:
                latest = self.latest(cluster)
                identifier = latest if latest != after else ""
            state = self.read(cluster, identifier) if identifier else None
            if state:
                self.play_containers(state)
                yield state
                if state.status in FINAL:
                    return
            self.require_no_crash(cluster, started, state)
            time.sleep(POLL_SECONDS)
        raise Problem(
            f"The deployment of {cluster} has not ended in {SECONDS} s; the emulator's log is "
            f"{self.emulator.log}."
        )

    def require_no_crash(self, cluster: str, started: datetime, state: Deployment | None) -> None:
        """Fails if the workflow ended without a trace in the table: then nothing more will come."""
        recent = self.workflow.list_executions(stateMachineArn=self.machine, maxResults=20)["executions"]
        for execution in recent:
            own = state and state.row.get("executionArn") == execution["executionArn"]
            if execution["status"] in ("RUNNING", "SUCCEEDED") or not (
                own or execution["startDate"] > started
            ):
                continue
            known = self.latest(cluster)
            final = known and self.read(cluster, known)
            ended = self.workflow.describe_execution(executionArn=execution["executionArn"])
            if f"/{cluster}." in ended["input"] and not (final and final.status in FINAL):
                raise Problem(
                    f"The workflow of {cluster} ended with {ended.get('error')} and left no record of it: "
                    f"{ended.get('cause')}"
                )

    def play_containers(self, deployment: Deployment) -> None:
        """Ends the run-once tasks that wait for their container: the emulator runs no containers."""
        for row in deployment.services.values():
            target = row.get("target") or ""
            if row.get("state") == "STABILIZING" and ":task/" in target:
                self.ecs.stop_task(cluster=deployment.cluster, task=target)

    def finish(self, cluster: str, after: str = "", identifier: str = "") -> Deployment:
        """Waits for a deployment's end."""
        return list(self.states(cluster, after, identifier))[-1]

    def deploy(self, cluster: str, stackfile: str) -> Deployment:
        """Uploads a stackfile and waits until its deployment has ended."""
        return self.finish(cluster, after=self.upload(cluster, stackfile))


def narrate(states: Iterator[Deployment], tell: Callable[[str, str, str], None]) -> Deployment:
    """Tells every step that a deployment takes, once: who (a service, or nobody), what, and how."""
    told: dict[str, tuple[str, str]] = {}
    last = None
    for state in states:
        last = state
        for service, row in sorted(state.services.items()):
            now = (row.get("state", ""), row.get("step") or "")
            if told.get(service) != now and now[0] != "PENDING":
                told[service] = now
                tell(service, *describe(row))
        if told.get("") != (state.status, "") and state.status not in FINAL:
            told[""] = (state.status, "")
            tell("", state.status.capitalize(), "")
    if last is None:
        raise Problem("The deployment has left no trace.")
    return last


def describe(row: dict[str, Any]) -> tuple[str, str]:
    """What a service's row says: its step or how it ended, and the reason."""
    state = row.get("state", "")
    if state == "DEPLOYING":
        return row.get("step") or state.capitalize(), ""
    if state == "FAILED":
        reason = row.get("error") or row.get("failureCause") or ""
        return "FAILED", str(reason)
    if state == "STABILIZING" and ":task/" in (row.get("target") or ""):
        return "Running", "no container runs here: the demo ends the task in its place"
    if state == "SUCCEEDED":
        return "Done", row.get("action") or ""
    return state.capitalize(), ""
