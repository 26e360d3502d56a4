"""What cannot be deployed: the stackfile is rejected whole, or the service that failed is named."""

from local.tests.stage import EndToEnd


class RejectionTest(EndToEnd):
    """Nothing is touched unless the whole stackfile is right."""

    def test_problems_are_told_together(self) -> None:
        cluster = self.cluster("rejected")
        stackfile = "services:\n  - web:\n      imagee: nginx\n      memory: much\n"
        self.assert_rejected(cluster, stackfile, "imagee", "image", "memory", ":3:")

    def test_an_undefined_variable(self) -> None:
        cluster = self.cluster("undefined")
        stackfile = "services:\n  - web:\n      image: nginx:$NO_SUCH_VARIABLE\n"
        self.assert_rejected(cluster, stackfile, "NO_SUCH_VARIABLE", ":3:")

    def test_no_yaml(self) -> None:
        self.assert_rejected(self.cluster("scrambled"), "services: [\n", "scrambled.yml:2:1")

    def test_a_cluster_that_is_missing(self) -> None:
        self.assert_rejected("missing", "services:\n  - web:\n      image: nginx:1.29\n", "missing")
        self.assertEqual([], self.ecs.describe_clusters(clusters=["missing"])["clusters"])

    def assert_rejected(self, cluster: str, stackfile: str, *words: str) -> None:
        deployment = self.deploy(cluster, stackfile, "REJECTED")
        explanation = self.explanation(deployment)
        for word in words:
            self.assertIn(word, explanation)
        execution = self.execution(deployment)
        self.assertEqual(("FAILED", "StackfileRejected"), (execution["status"], execution["error"]))
        self.assertTrue(execution["cause"])
        self.assertEqual({}, self.stage.changes())


class FailureTest(EndToEnd):
    """A service that fails does not keep its siblings from being deployed."""

    def test_a_role_that_does_not_exist(self) -> None:
        cluster = self.cluster("failed")
        stackfile = """\
deploy: {on_failure: keep}
services:
  - bad:
      image: example/bad:1
      task_role_arn: arn:aws:iam::000000000000:role/no-such-role
  - good:
      image: example/good:1
"""
        self.assert_failed(cluster, stackfile, "no-such-role")

        mended = self.deploy(cluster, stackfile.replace("role/no-such-role", "role/ecsTaskExecutionRole"))
        self.assertEqual({"bad"}, set(mended.services))

    def test_a_load_balancer_of_someone_else(self) -> None:
        """The plan tells, before anything is touched."""
        cluster = self.cluster("taken")
        world = self.stage.world
        self.elb.create_load_balancer(
            Name="taken-bad-lb", Subnets=[world.PUBLIC_SUBNET_A, world.PUBLIC_SUBNET_B]
        )
        stackfile = """\
deploy: {on_failure: keep}
vpc:
  id: $VPC_ID
  subnets: {public: [$PUBLIC_SUBNET_A, $PUBLIC_SUBNET_B]}
  security_groups: {public: [$PUBLIC_SECURITY_GROUP]}
services:
  - bad:
      image: example/bad:1
      ports: ["80:80"]
      elb: {type: public, protocol: HTTP, ports: {public: 80, container: 80}}
  - good:
      image: example/good:1
"""
        deployment = self.deploy(cluster, stackfile, "FAILED")
        self.assertIn("services.bad.elb: The load balancer taken-bad-lb", self.explanation(deployment))
        self.assertEqual({}, deployment.services)
        self.assertEqual({}, self.services(cluster))
        self.assertEqual({}, self.stage.changes())

    def assert_failed(self, cluster: str, stackfile: str, word: str) -> None:
        deployment = self.deploy(cluster, stackfile, "FAILED")
        states = {name: row["state"] for name, row in deployment.services.items()}
        self.assertEqual({"bad": "FAILED", "good": "SUCCEEDED"}, states)
        explanation = self.explanation(deployment)
        self.assertIn("bad", explanation)
        self.assertIn(word, explanation)
        self.assertEqual(["good"], list(self.services(cluster)))
        execution = self.execution(deployment)
        self.assertEqual(("FAILED", "DeploymentFailed"), (execution["status"], execution["error"]))
