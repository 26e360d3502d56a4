"""What depends on something waits for it; what failed is undone; what a stackfile gave up is removed."""

from typing import Any

from local.tests.stage import EndToEnd, names

NETWORK = """\
vpc:
  id: $VPC_ID
  subnets: {public: [$PUBLIC_SUBNET_A, $PUBLIC_SUBNET_B]}
  security_groups: {public: [$PUBLIC_SECURITY_GROUP]}
"""

BEFORE = (
    NETWORK
    + """\
services:
  web:
    image: example/web:1
    ports: ["8080:8080"]
    elb:
      type: public
      protocol: HTTP
      ports: {public: 80, container: 8080}
  worker:
    image: example/worker:1
    desired_count: 2
"""
)

# The role does not exist, so that `bad` fails when it is its turn.
AFTER = (
    BEFORE.replace("web:1", "web:2").replace("worker:1", "worker:2").replace("public: 80", "public: 81")
    + """\
  user:
    image: example/user:1
    ports: ["9090:9090"]
    elb:
      type: public
      protocol: HTTP
      ports: {public: 80, container: 9090}
    depends_on: [worker]
  bad:
    image: example/bad:1
    task_role_arn: arn:aws:iam::000000000000:role/no-such-role
    depends_on: [web, user]
  late:
    image: example/late:1
    depends_on: [bad]
"""
)


class RollBackTest(EndToEnd):
    def settings(self, cluster: str) -> dict[str, Any]:
        """What a deployment decides of a cluster's services and their load balancers."""
        return {
            name: (
                service["taskDefinition"],
                service["desiredCount"],
                service["loadBalancers"],
                sorted((tag["key"], tag["value"]) for tag in service["tags"]),
            )
            for name, service in self.services(cluster).items()
            if service["status"] == "ACTIVE"
        }

    def ports(self, cluster: str, service: str) -> list[int]:
        found = self.elb.describe_load_balancers(Names=[f"{cluster}-{service}-lb"])["LoadBalancers"][0]
        listeners = self.elb.describe_listeners(LoadBalancerArn=found["LoadBalancerArn"])["Listeners"]
        return [listener["Port"] for listener in listeners]

    def states(self, deployment: Any) -> dict[str, str]:
        return {name: row["state"] for name, row in deployment.services.items()}

    def test_a_deployment_that_fails_is_undone(self) -> None:
        cluster = self.cluster("undone")
        self.deploy(cluster, BEFORE)
        before = self.settings(cluster)

        failed = self.deploy(cluster, AFTER, "ROLLED_BACK")

        self.assertEqual(
            {
                "web": "ROLLED_BACK",
                "worker": "ROLLED_BACK",
                "user": "ROLLED_BACK",
                "bad": "ROLLED_BACK",
                "late": "NOT_BEGUN",
            },
            self.states(failed),
        )
        self.assertEqual(before, self.settings(cluster))
        self.assertEqual([80], self.ports(cluster, "web"))
        self.assertEqual([f"{cluster}-web-lb"], list(names(self.elb, cluster)))
        self.assertIn("no-such-role", failed.row["error"])
        self.assertIn("which it depends on", failed.services["late"]["error"])
        execution = self.execution(failed)
        self.assertEqual(("FAILED", "DeploymentRolledBack"), (execution["status"], execution["error"]))

        self.deploy(cluster, BEFORE, "UNCHANGED")

    def test_a_first_deployment_that_fails_leaves_nothing(self) -> None:
        cluster = self.cluster("nothing")

        self.deploy(cluster, AFTER, "ROLLED_BACK")

        self.assertEqual({}, self.settings(cluster))
        self.assertEqual([], list(names(self.elb, cluster)))

    def test_what_the_stackfile_gave_up_is_removed(self) -> None:
        cluster = self.cluster("pruned")
        self.deploy(cluster, BEFORE)
        kept = "services:\n  worker:\n    image: example/worker:1\n    desired_count: 2\n"
        self.deploy(cluster, kept, "UNCHANGED")

        pruned = self.deploy(cluster, "deploy: {prune: true}\n" + kept)

        self.assertEqual({"web": "SUCCEEDED"}, self.states(pruned))
        self.assertEqual("REMOVE", pruned.services["web"]["action"])
        self.assertEqual(["worker"], list(self.settings(cluster)))
        self.assertEqual([], list(names(self.elb, cluster)))
        self.deploy(cluster, "deploy: {prune: true}\n" + kept, "UNCHANGED")
