"""What AWS changes of no service is done by another one, while a stand-in serves."""

from local.tests.stage import EndToEnd, tags

MACHINES = """\
vpc:
  id: $VPC_ID
  subnets: {public: [$PUBLIC_SUBNET_A, $PUBLIC_SUBNET_B]}
  security_groups: {public: [$PUBLIC_SECURITY_GROUP]}
services:
  web:
    image: example/web:1
    desired_count: 2
"""

FARGATE = MACHINES + "    launch_type: FARGATE\n    cpu: 256\n    memory: 512\n    subnets: public\n"

# The role does not exist, so that `bad` fails once the replacement is over.
BROKEN = (
    FARGATE
    + """\
  bad:
    image: example/bad:1
    task_role_arn: arn:aws:iam::000000000000:role/no-such-role
    depends_on: [web]
"""
)


class ReplaceTest(EndToEnd):
    def web(self, cluster: str) -> tuple[str, int]:
        services = {
            name: service for name, service in self.services(cluster).items() if service["status"] == "ACTIVE"
        }
        self.assertEqual(["web"], list(services))
        found = services["web"]
        self.assertNotIn("ecs-compose:stand-in", tags(found["tags"]))
        return found["launchType"], found["desiredCount"]

    def test_another_launch_type_replaces_the_service(self) -> None:
        cluster = self.cluster("replaced")
        self.deploy(cluster, MACHINES)
        self.assertEqual(("EC2", 2), self.web(cluster))

        replaced = self.deploy(cluster, FARGATE)

        self.assertEqual("REPLACE", replaced.services["web"]["action"])
        self.assertIn("without downtime", str(replaced.services["web"]["changes"]))
        self.assertEqual(2, self.stage.changes()["ecs:CreateService"])
        self.assertEqual(2, self.stage.changes()["ecs:DeleteService"])
        self.assertEqual(("FARGATE", 2), self.web(cluster))
        self.deploy(cluster, FARGATE, "UNCHANGED")

    def test_a_replacement_is_undone_by_another_one(self) -> None:
        cluster = self.cluster("replaced-back")
        self.deploy(cluster, MACHINES)

        failed = self.deploy(cluster, BROKEN, "ROLLED_BACK")

        self.assertIn("no-such-role", failed.row["error"])
        self.assertEqual(("EC2", 2), self.web(cluster))
        self.deploy(cluster, MACHINES, "UNCHANGED")
