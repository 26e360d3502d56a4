"""One deployment works on a cluster at a time; of those that wait, the newest is next."""

import json
import time
from typing import Any

from local.deployment import FINAL, Deployment
from local.holding import hold
from local.tests.stage import EndToEnd

STACKFILE = "services: {web: {image: 'example/web:1'}}\n"
SECONDS = 60


def version(number: int) -> str:
    return STACKFILE.replace("web:1", f"web:{number}")


class QueueTest(EndToEnd):
    """Each test has a cluster, and so a queue, of its own."""

    def test_an_upload_that_is_told_twice_is_deployed_once(self) -> None:
        cluster = self.cluster("queue-twice")
        first = self.deploy(cluster, STACKFILE)
        before = self.state(cluster)

        again = self.tell(first, json.loads(self.execution(first)["input"]))

        self.assert_superseded(again, first, "told of one upload twice")
        self.assertEqual(before, self.state(cluster))
        # A new upload of the same text is another one.
        self.deploy(cluster, STACKFILE, "UNCHANGED")

    def test_an_upload_that_is_told_late_does_not_overwrite_a_newer_one(self) -> None:
        cluster = self.cluster("queue-late")
        first = self.deploy(cluster, STACKFILE)
        sequencer = json.loads(self.execution(first)["input"])["detail"]["object"]["sequencer"]
        second = self.deploy(cluster, version(2))
        event = json.loads(self.execution(second)["input"])
        event["detail"]["object"]["sequencer"] = sequencer.lstrip("0")
        event["detail"]["object"].pop("version-id", None)

        late = self.tell(second, event)

        self.assert_superseded(late, second, "told of this one late")

    def test_of_three_uploads_at_once_one_runs_one_is_superseded_and_one_waits(self) -> None:
        cluster = self.cluster("queue-three")
        deployments = self.stage.deployments
        with hold(self.stage.emulator, "WaitStableFunction", "ecs:DescribeServices") as held:
            deployments.upload(cluster, version(1))
            held.await_call()
            first = deployments.latest(cluster)
            second = self.next(cluster, version(2))
            self.await_status(cluster, second, "QUEUED")
            third = self.next(cluster, version(3))
            overtaken = self.await_status(cluster, second, *FINAL)
            self.await_status(cluster, third, "QUEUED")
        ran = deployments.finish(cluster, identifier=first)
        waited = deployments.finish(cluster, identifier=third)

        self.assertEqual("SUCCEEDED", ran.status, self.story(ran))
        self.assertEqual("SUCCEEDED", waited.status, self.story(waited))
        self.assert_superseded(overtaken, waited, "overtook this one")
        self.assertLess(ran.row["finishedAt"], waited.row["finishedAt"])
        running = self.services(cluster)["web"]["taskDefinition"]
        image = self.task_definition(running)["containerDefinitions"][0]["image"]
        self.assertEqual("example/web:3", image)
        self.assert_no_lock(waited)

    def test_an_execution_that_is_stopped_leaves_no_lock_behind(self) -> None:
        cluster = self.cluster("queue-stopped")
        deployments = self.stage.deployments
        with hold(self.stage.emulator, "WaitStableFunction", "ecs:DescribeServices") as held:
            deployments.upload(cluster, version(1))
            held.await_call()
            stopped = deployments.read(cluster, deployments.latest(cluster))
            assert stopped
            self.workflow.stop_execution(executionArn=stopped.row["executionArn"])
            self.assertEqual(stopped.row["executionArn"], self.lock(cluster)["holder"])

            # What the execution had begun still goes on: a function that waits for its answer.
            after = self.deploy(cluster, version(2))

        self.assertEqual({"web"}, set(after.services))
        settled = deployments.finish(cluster, identifier=stopped.id)
        self.assertEqual("CANCELED", settled.status, self.story(settled))
        self.assertIn("stopped from outside", settled.row["error"])
        self.assertEqual("FAILED", settled.services["web"]["state"])
        self.assert_no_lock(after)

    def test_a_failure_leaves_no_lock_behind(self) -> None:
        cluster = self.cluster("queue-failed")
        role = "task_role_arn: 'arn:aws:iam::000000000000:role/no-such-role'"
        failed = self.deploy(cluster, STACKFILE.replace("'}", "', " + role + "}"), "ROLLED_BACK")

        self.assert_no_lock(failed)

    def tell(self, deployment: Deployment, event: dict[str, Any]) -> Deployment:
        """Starts the workflow with an event, as EventBridge does, and waits for its end."""
        self.stage.emulator.calls(reset=True)
        self.workflow.start_execution(stateMachineArn=self.stage.deployments.machine, input=json.dumps(event))
        return self.stage.deployments.finish(deployment.cluster, after=deployment.id)

    def next(self, cluster: str, stackfile: str) -> str:
        """Uploads, and returns the id of the deployment that this starts."""
        before = self.stage.deployments.upload(cluster, stackfile)
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            latest = self.stage.deployments.latest(cluster)
            if latest != before:
                return latest
            time.sleep(0.1)
        self.fail(f"The upload to {cluster} has started nothing in {SECONDS} s.")

    def await_status(self, cluster: str, identifier: str, *wanted: str) -> Deployment:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            found = self.stage.deployments.read(cluster, identifier)
            if found and found.status in wanted:
                return found
            time.sleep(0.1)
        self.fail(f"{identifier} has not become {wanted} in {SECONDS} s: {found}")

    def assert_superseded(self, deployment: Deployment, by: Deployment, why: str) -> None:
        self.assertEqual("SUPERSEDED", deployment.status, self.story(deployment))
        self.assertIn(by.id, deployment.row["error"])
        self.assertIn(why, deployment.row["error"])
        self.assertEqual({}, deployment.services)
        execution = self.execution(deployment)
        self.assertEqual(("FAILED", "DeploymentSuperseded"), (execution["status"], execution["error"]))
        self.assertIn(by.id, execution["cause"])

    def lock(self, cluster: str) -> dict[str, Any]:
        return self.stage.deployments.rows(cluster, "lock")[0]

    def assert_no_lock(self, deployment: Deployment) -> None:
        """Once the execution, too, has ended."""
        self.execution(deployment)
        lock = self.lock(deployment.cluster)
        self.assertNotIn("holder", lock)
        self.assertEqual(deployment.id, lock["newest"]["deployment"])
        if deployment.status == "SUCCEEDED":
            self.assertEqual(deployment.id, lock["succeeded"]["deployment"])
