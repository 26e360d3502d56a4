"""A function's process is killed in the middle of its work; the workflow has it done again."""

from typing import Any

from local.deployment import Deployment
from local.holding import hold
from local.tests.stage import EndToEnd

STACKFILE = """\
services:
  - web:
      image: example/web:1
      desired_count: 2
"""


class KilledTest(EndToEnd):
    """Each time the call has taken effect, and the process dies before it hears of it."""

    def test_while_the_plan_is_made(self) -> None:
        self.assert_survives("plan", "PlanFunction", "ecs:DescribeServices")

    def test_while_the_plan_is_written_down(self) -> None:
        self.assert_survives("planned", "PlanFunction", "s3:PutObject")

    def test_while_a_task_definition_is_registered(self) -> None:
        self.assert_survives("registered", "RegisterTaskFunction", "ecs:RegisterTaskDefinition")

    def test_while_a_service_is_created(self) -> None:
        self.assert_survives("created", "UpdateServiceFunction", "ecs:CreateService")

    def test_while_it_is_looked_whether_all_is_stable(self) -> None:
        self.assert_survives("looked", "WaitStableFunction", "ecs:DescribeServices")

    def test_while_it_is_noted_that_a_service_is_stable(self) -> None:
        self.assert_survives("noted", "WaitStableFunction", "dynamodb:UpdateItem")

    def test_while_a_service_is_updated(self) -> None:
        cluster = self.cluster("updated")
        self.deploy(cluster, STACKFILE)

        killed = self.killed(
            cluster, STACKFILE.replace("web:1", "web:2"), "UpdateServiceFunction", "ecs:UpdateService"
        )

        self.assertEqual("SUCCEEDED", killed.status, self.story(killed))
        state = self.state(cluster)
        self.assertEqual(2, len(state["revisions"]))
        self.assertEqual(["web"], list(state["deployments"]))
        self.deploy(cluster, STACKFILE.replace("web:1", "web:2"), "UNCHANGED")
        self.assertEqual(state, self.state(cluster))

    def assert_survives(self, cluster: str, function: str, call: str) -> None:
        self.cluster(cluster)

        killed = self.killed(cluster, STACKFILE, function, call)

        self.assertEqual("SUCCEEDED", killed.status, self.story(killed))
        state = self.state(cluster)
        self.assertEqual(["web"], list(state["deployments"]))
        self.assertEqual(1, len(state["deployments"]["web"]), state)
        self.assertEqual(1, len(state["revisions"]), state)
        self.deploy(cluster, STACKFILE, "UNCHANGED")
        self.assertEqual(state, self.state(cluster))

    def killed(self, cluster: str, stackfile: str, function: str, call: str) -> Deployment:
        """Deploys, and kills the function once it has made that call."""
        deployments = self.stage.deployments
        with hold(self.stage.emulator, function, call) as held:
            before = deployments.upload(cluster, stackfile)
            self.assertGreater(held.kill(), 0, f"{function} has no process")
        deployment = deployments.finish(cluster, after=before)
        # The name that Lambda gives too; without it nothing here would have been put to the test.
        self.assertIn("Runtime.ExitError", self.errors(deployment))
        return deployment

    def errors(self, deployment: Deployment) -> set[str]:
        """What the tasks of a deployment's executions failed with, even if they were retried."""
        self.execution(deployment)
        return {
            event["taskFailedEventDetails"]["error"]
            for machine in self.workflow.list_state_machines()["stateMachines"]
            for execution in self.workflow.list_executions(stateMachineArn=machine["stateMachineArn"])[
                "executions"
            ]
            if self.belongs(execution, deployment)
            for event in self.history(execution)
            if "taskFailedEventDetails" in event
        }

    def belongs(self, execution: dict[str, Any], deployment: Deployment) -> bool:
        if execution["executionArn"] == deployment.row["executionArn"]:
            return True
        described = self.workflow.describe_execution(executionArn=execution["executionArn"])
        return deployment.id in described["input"]

    def history(self, execution: dict[str, Any]) -> list[dict[str, Any]]:
        pages = self.workflow.get_paginator("get_execution_history").paginate(
            executionArn=execution["executionArn"]
        )
        return [event for page in pages for event in page["events"]]
