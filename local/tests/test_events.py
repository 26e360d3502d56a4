"""Whoever has a rule on the default bus hears of each status, and metrics tell how it ended."""

import json
import time
from typing import Any

from local.emulator import REGION
from local.tests.stage import EndToEnd

SECONDS = 60
STACKFILE = "services: {worker: {image: 'worker:1', memory: 64, desired_count: 0}}"


class EventsTest(EndToEnd):
    def setUp(self) -> None:
        self.sqs = self.stage.emulator.client("sqs")
        self.events = self.stage.emulator.client("events")
        self.logs = self.stage.emulator.client("logs")

    def listen(self, cluster: str) -> str:
        """A queue that the events of a cluster's deployments come to, as a team would have it."""
        queue = self.sqs.create_queue(QueueName=f"{cluster}-statuses")["QueueUrl"]
        arn = self.sqs.get_queue_attributes(QueueUrl=queue, AttributeNames=["QueueArn"])["Attributes"]
        pattern = {
            "source": ["ecs-compose"],
            "detail-type": ["ECS Compose Deployment State Change"],
            "detail": {"cluster": [cluster]},
        }
        self.events.put_rule(Name=f"{cluster}-statuses", EventPattern=json.dumps(pattern))
        self.events.put_targets(Rule=f"{cluster}-statuses", Targets=[{"Id": "queue", "Arn": arn["QueueArn"]}])
        return queue

    def heard(self, queue: str, final: str) -> list[dict[str, Any]]:
        """The events in their order, up to the one with that status."""
        heard: dict[str, dict[str, Any]] = {}
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            for message in self.sqs.receive_message(
                QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=1
            ).get("Messages", []):
                event = json.loads(message["Body"])
                heard.setdefault(event["detail"]["status"], event)
                self.sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
            if final in heard:
                return list(heard.values())
        self.fail(f"No event says {final} after {SECONDS} s: {sorted(heard)}")

    def measured(self, deployment: str) -> list[dict[str, Any]]:
        """The metrics' lines of a deployment in the function's log."""
        [group] = self.logs.describe_log_groups(logGroupNamePattern="-Announce")["logGroups"]
        return [
            line
            for event in self.logs.filter_log_events(logGroupName=group["logGroupName"])["events"]
            if event["message"].startswith("{")
            for line in [json.loads(event["message"])]
            if "_aws" in line and line["deployment"] == deployment
        ]

    def test_each_status_is_announced_and_the_end_is_measured(self) -> None:
        cluster = self.cluster("heard")
        queue = self.listen(cluster)

        deployment = self.deploy(cluster, STACKFILE)

        events = self.heard(queue, "SUCCEEDED")
        statuses = [event["detail"]["status"] for event in events]
        self.assertEqual(
            ["VALIDATING", "DEPLOYING", "SUCCEEDED"], [s for s in statuses if s != "STABILIZING"]
        )
        last = events[-1]
        self.assertEqual(REGION, last["region"])
        self.assertEqual([deployment.row["executionArn"]], last["resources"])
        self.assertEqual(deployment.id, last["detail"]["id"])
        self.assertEqual({"created": 1}, last["detail"]["counts"])
        self.assertEqual("s3", last["detail"]["trigger"]["kind"])
        deadline = time.monotonic() + SECONDS
        while not (measured := self.measured(deployment.id)) and time.monotonic() < deadline:
            time.sleep(1)
        self.assertEqual(["SUCCEEDED"], [line["Status"] for line in measured])
        self.assertEqual(1, measured[0]["ServicesChanged"])

    def test_a_rejection_is_announced_with_its_reason(self) -> None:
        cluster = self.cluster("unheard")
        queue = self.listen(cluster)

        self.deploy(cluster, "services: {worker: {}}", status="REJECTED")

        [*_, last] = self.heard(queue, "REJECTED")
        self.assertIn("services.worker", last["detail"]["error"])
