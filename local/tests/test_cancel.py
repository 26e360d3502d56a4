"""A deployment is canceled by the API: while it waits, while it works, and where it was stopped by hand."""

import time
from typing import Any

from local.api import Answer, call
from local.deployment import Deployment
from local.holding import hold
from local.tests.stage import EndToEnd

STACKFILE = "services: {web: {image: 'example/web:1'}}\n"
SECONDS = 60


def version(number: int) -> str:
    return STACKFILE.replace("web:1", f"web:{number}")


class CancelTest(EndToEnd):
    def test_a_deployment_that_waits_ends_at_once(self) -> None:
        cluster = self.cluster("cancel-waiting")
        deployments = self.stage.deployments
        with hold(self.stage.emulator, "WaitStableFunction", "ecs:DescribeServices") as held:
            deployments.upload(cluster, version(1))
            held.await_call()
            first = deployments.latest(cluster)
            second = self.next(cluster, version(2))
            self.await_status(cluster, second, "QUEUED")

            answer = self.cancel(cluster, second)

            self.assertEqual(202, answer.status, answer.body)
            self.assertEqual((second, "CANCELED"), (answer.json()["id"], answer.json()["status"]))
            self.await_status(cluster, first, "STABILIZING")
        ran = deployments.finish(cluster, identifier=first)
        self.assertEqual("SUCCEEDED", ran.status, self.story(ran))
        self.assert_canceled(deployments.finish(cluster, identifier=second), "Nothing was touched.")
        self.assertEqual("example/web:1", self.image(cluster))
        self.assertNotIn("holder", self.lock(cluster))
        self.deploy(cluster, version(3))

    def test_a_deployment_that_works_goes_back(self) -> None:
        cluster = self.cluster("cancel-working")
        deployments = self.stage.deployments
        self.deploy(cluster, STACKFILE)
        with hold(self.stage.emulator, "UpdateServiceFunction", "ecs:UpdateService") as held:
            canceled = self.next(cluster, version(2))
            held.await_call()
            self.assertEqual("example/web:2", self.image(cluster))
            answer = self.cancel(cluster, canceled)
            self.assertEqual(202, answer.status, answer.body)
            self.assertEqual("DEPLOYING", answer.json()["status"])
            self.assertIn("cancellation", answer.json())

        ended = deployments.finish(cluster, identifier=canceled)

        self.assert_canceled(ended, "canceled the deployment at")
        self.assertEqual("ROLLED_BACK", ended.services["web"]["state"])
        self.assertEqual("example/web:1", self.image(cluster))
        self.assertNotIn("holder", self.lock(cluster))
        late = self.cancel(cluster, canceled)
        self.assertEqual(409, late.status, late.body)
        self.assertIn("is CANCELED", late.json()["detail"])
        unknown = self.cancel(cluster, "01KA5XG7QJ4M8N2P6R9S3T5V7W")
        self.assertEqual(404, unknown.status, unknown.body)

    def test_a_deployment_that_was_stopped_is_settled(self) -> None:
        cluster = self.cluster("cancel-stopped")
        deployments = self.stage.deployments
        with hold(self.stage.emulator, "WaitStableFunction", "ecs:DescribeServices") as held:
            stopped = self.next(cluster, version(1))
            held.await_call()
            found = deployments.read(cluster, stopped)
            assert found
            self.workflow.stop_execution(executionArn=found.row["executionArn"])

            answer = self.cancel(cluster, stopped)

            self.assertEqual(202, answer.status, answer.body)
            self.assertEqual("CANCELED", answer.json()["status"])
            self.assertIn("stopped from outside", answer.json()["error"])
            self.assertNotIn("holder", self.lock(cluster))
        self.deploy(cluster, version(2))

    def cancel(self, cluster: str, identifier: str) -> Answer:
        url = f"{self.stage.outputs['ApiUrl']}/api/clusters/{cluster}/deployments/{identifier}"
        return call("DELETE", url, self.stage.emulator.root)

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

    def await_status(self, cluster: str, identifier: str, wanted: str) -> None:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            found = self.stage.deployments.read(cluster, identifier)
            if found and found.status == wanted:
                return
            time.sleep(0.1)
        self.fail(f"{identifier} has not become {wanted} in {SECONDS} s: {found}")

    def image(self, cluster: str) -> str:
        running = self.services(cluster)["web"]["taskDefinition"]
        return self.task_definition(running)["containerDefinitions"][0]["image"]

    def lock(self, cluster: str) -> dict[str, Any]:
        return self.stage.deployments.rows(cluster, "lock")[0]

    def assert_canceled(self, deployment: Deployment, text: str) -> None:
        """In the table, and by the execution's name."""
        self.assertEqual("CANCELED", deployment.status, self.story(deployment))
        self.assertIn(text, deployment.row["error"])
        execution = self.execution(deployment)
        self.assertEqual(("FAILED", "DeploymentCanceled"), (execution["status"], execution["error"]))
