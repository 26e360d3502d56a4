"""A stackfile's `redeploy` keeps one schedule, which deploys the last stackfile that succeeded again."""

import json
import time
from typing import Any

from local.deployment import Deployment
from local.install import STACK
from local.tests.stage import EndToEnd

STACKFILE = "services: {worker: {image: 'worker:1'}}\n"
WITH_TAG = STACKFILE.replace("worker:1", "worker:${TAG}")
DAILY = "redeploy: {schedule: rate(1 day)}\n"
NIGHTLY = "redeploy: {schedule: 'cron(0 3 * * ? *)', timezone: Europe/Madrid}\n"
# The emulator looks every ten seconds which schedules are due.
TURN_SECONDS = 40


class ScheduleTest(EndToEnd):
    """Each test has a cluster, and so a schedule, of its own."""

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.scheduler = cls.stage.emulator.client("scheduler")
        resources = cls.stage.emulator.client("cloudformation").describe_stack_resources(StackName=STACK)
        cls.installed = {
            resource["LogicalResourceId"]: resource["PhysicalResourceId"]
            for resource in resources["StackResources"]
        }
        cls.group = cls.installed["ScheduleGroup"]

    def test_a_schedule_comes_changes_and_goes_with_the_stackfile(self) -> None:
        cluster = self.cluster("schedule-life")
        first = self.deploy(cluster, STACKFILE + DAILY)
        made = self.schedule(cluster)
        self.assertEqual("rate(1 day)", made["ScheduleExpression"])
        self.assertEqual("UTC", made["ScheduleExpressionTimezone"])
        self.assertEqual("ENABLED", made["State"])
        self.assertEqual({"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 5}, made["FlexibleTimeWindow"])
        self.assertAlmostEqual(24 * 3600, made["StartDate"].timestamp() - time.time(), delta=300)
        self.assertEqual(self.stage.deployments.machine, made["Target"]["Arn"])
        self.assertIn(self.installed["ScheduleRole"], made["Target"]["RoleArn"])
        queue = self.installed["UndeliveredScheduleQueue"].rsplit("/", 1)[-1]
        self.assertTrue(made["Target"]["DeadLetterConfig"]["Arn"].endswith(f":{queue}"))
        self.assertEqual({"scheduler:CreateSchedule": 1}, self.schedule_changes())
        self.assert_deploys(first, made)

        second = self.deploy(cluster, STACKFILE + NIGHTLY, "UNCHANGED")
        changed = self.schedule(cluster)
        self.assertEqual("cron(0 3 * * ? *)", changed["ScheduleExpression"])
        self.assertEqual("Europe/Madrid", changed["ScheduleExpressionTimezone"])
        self.assertEqual({"scheduler:UpdateSchedule": 1}, self.schedule_changes())
        self.assert_deploys(second, changed)

        self.deploy(cluster, STACKFILE, "UNCHANGED")
        self.assertEqual([], self.schedules(cluster))
        self.assertEqual({"scheduler:DeleteSchedule": 1}, self.schedule_changes())

        self.deploy(cluster, STACKFILE, "UNCHANGED")
        self.assertEqual({}, self.schedule_changes())
        self.assertNotIn(f"{STACK}-EnsureScheduleFunction", str(self.stage.emulator.calls()))

    def test_a_turn_redeploys_what_succeeded_last(self) -> None:
        cluster = self.cluster("schedule-turn")
        self.tag(cluster, "1")
        good = self.deploy(cluster, WITH_TAG + DAILY)
        self.tag(cluster, "2")
        self.deploy(cluster, WITH_TAG.replace("image", "imgae") + DAILY, "REJECTED")
        before = self.state(cluster)["deployments"]
        made = self.schedule(cluster)
        self.assert_deploys(good, made)

        latest = self.stage.deployments.latest(cluster)
        self.stage.emulator.calls(reset=True)
        self.make_due(made)
        turn = self.turn(cluster, latest)

        self.assertEqual("SUCCEEDED", turn.status, self.story(turn))
        self.assertEqual("SUCCEEDED", self.execution(turn)["status"])
        self.assertEqual("schedule", turn.row["trigger"]["kind"])
        self.assertEqual(made["Arn"], turn.row["trigger"]["by"])
        self.assertRegex(turn.row["trigger"]["at"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
        self.assertEqual("REDEPLOY", turn.services["worker"]["action"])
        for name in ("stackfile.yml", "variables.json"):
            self.assertEqual(self.file(good, name), self.file(turn, name))
        definition = self.task_definition(f"{cluster}-worker")
        self.assertEqual("worker:1", definition["containerDefinitions"][0]["image"])
        after = self.state(cluster)["deployments"]
        self.assertNotEqual(before["worker"], after["worker"])
        # A turn leaves the schedule alone, also one that somebody has changed.
        self.assertEqual({}, self.schedule_changes())
        self.assertTrue(self.schedule(cluster)["ScheduleExpression"].startswith("at("))

        # A person's deployment puts it right.
        repaired = self.deploy(cluster, WITH_TAG + DAILY)
        self.assertEqual("rate(1 day)", self.schedule(cluster)["ScheduleExpression"])
        self.assert_deploys(repaired, self.schedule(cluster))

    def tag(self, cluster: str, value: str) -> None:
        self.stage.emulator.client("ssm").put_parameter(
            Name=f"/ecs-compose/{cluster}/TAG", Value=value, Type="String", Overwrite=True
        )

    def schedules(self, cluster: str) -> list[str]:
        """The names of the cluster's schedules, in whatever group."""
        listed = self.scheduler.list_schedules(MaxResults=100)["Schedules"]
        return [f"{found['GroupName']}/{found['Name']}" for found in listed if cluster in found["Name"]]

    def schedule(self, cluster: str) -> dict[str, Any]:
        """The cluster's one schedule."""
        self.assertEqual([f"{self.group}/{cluster}"], self.schedules(cluster))
        return self.scheduler.get_schedule(GroupName=self.group, Name=cluster)

    def schedule_changes(self) -> dict[str, int]:
        return {
            action: count for action, count in self.stage.changes().items() if action.startswith("scheduler:")
        }

    def assert_deploys(self, deployment: Deployment, schedule: dict[str, Any]) -> None:
        self.assertEqual(
            {
                "cluster": deployment.cluster,
                "stackfile": {
                    "bucket": self.stage.deployments.bucket,
                    "key": f"deployments/{deployment.cluster}/{deployment.id}/stackfile.yml",
                },
                "trigger": {
                    "kind": "schedule",
                    "by": schedule["Arn"],
                    "at": "<aws.scheduler.scheduled-time>",
                },
                "options": {"redeploy": True, "update_only": False},
            },
            json.loads(schedule["Target"]["Input"]),
        )

    def make_due(self, schedule: dict[str, Any]) -> None:
        """Lets a schedule's turn come at the emulator's next look, and never again."""
        self.scheduler.update_schedule(
            GroupName=schedule["GroupName"],
            Name=schedule["Name"],
            ScheduleExpression="at(2026-01-01T00:00:00)",
            FlexibleTimeWindow=schedule["FlexibleTimeWindow"],
            Target=schedule["Target"],
        )

    def turn(self, cluster: str, latest: str) -> Deployment:
        """The deployment that the schedule started, at its end."""
        for _ in range(TURN_SECONDS * 5):
            if self.stage.deployments.latest(cluster) != latest:
                return self.stage.deployments.finish(cluster, after=latest)
            time.sleep(0.2)
        self.fail(f"The schedule of {cluster} has started nothing in {TURN_SECONDS} s.")
