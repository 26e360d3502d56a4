"""More services than AWS takes at once: the others wait for their turn, each in its execution."""

import json

from local.tests.stage import EndToEnd

# RegisterTaskDefinition is taken 20 times at once, of which one is kept back, and then once a second.
SERVICES = 23


class PaceTest(EndToEnd):
    def test_services_wait_for_their_turn(self) -> None:
        cluster = self.cluster("paced")
        services = "".join(f"  - s{i}:\n      image: example/s{i}:1\n" for i in range(SERVICES))

        deployment = self.deploy(cluster, f"services:\n{services}")

        self.assertEqual(SERVICES, len(self.services(cluster)))
        waited = {}
        begun = self.execution(deployment)["startDate"]
        for execution in self.executions("DeployService"):
            described = self.workflow.describe_execution(executionArn=execution["executionArn"])
            given = json.loads(described["input"])
            if given["id"] == deployment.id and "notBefore" in given:
                waited[given["service"]] = described["stopDate"] - begun
                self.assertLess(given["notBefore"], described["stopDate"].strftime("%Y-%m-%dT%H:%M:%S.%fZ"))
        self.assertEqual({"s19", "s20", "s21", "s22"}, set(waited))
        self.assertGreater(waited["s22"].total_seconds(), 3)

    def executions(self, machine: str) -> list[dict]:
        found = self.workflow.list_state_machines()["stateMachines"]
        arn = next(entry["stateMachineArn"] for entry in found if machine in entry["name"])
        pages = self.workflow.get_paginator("list_executions").paginate(stateMachineArn=arn)
        return [execution for page in pages for execution in page["executions"]]
