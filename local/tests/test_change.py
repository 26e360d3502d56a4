"""A change touches what it names and nothing else; one by hand is undone."""

from local.tests.stage import EndToEnd

STACKFILE = """\
services:
  - one:
      image: example/one:1
  - two:
      image: example/two:1
"""


class ChangeTest(EndToEnd):
    def test_a_new_image_deploys_that_service_alone(self) -> None:
        cluster = self.cluster("change")
        self.deploy(cluster, STACKFILE)
        before = self.state(cluster)

        changed = self.deploy(cluster, STACKFILE.replace("two:1", "two:2"))

        after = self.state(cluster)
        self.assertEqual({"two"}, set(changed.services))
        self.assertIn("example/two:1", str(changed.services["two"]["changes"]))
        self.assertEqual(before["deployments"]["one"], after["deployments"]["one"])
        self.assertNotEqual(before["deployments"]["two"], after["deployments"]["two"])
        self.assertEqual(len(before["revisions"]) + 1, len(after["revisions"]))
        definition = self.task_definition("change-two:2")
        self.assertEqual("example/two:2", definition["containerDefinitions"][0]["image"])

    def test_a_change_by_hand_is_undone(self) -> None:
        cluster = self.cluster("drift")
        self.deploy(cluster, STACKFILE)
        self.ecs.register_task_definition(
            family="drift-one", containerDefinitions=[{"name": "one", "image": "example/other", "memory": 64}]
        )
        self.ecs.update_service(cluster=cluster, service="one", taskDefinition="drift-one")

        healed = self.deploy(cluster, STACKFILE)

        self.assertEqual({"one"}, set(healed.services))
        runs = self.services(cluster)["one"]["taskDefinition"]
        definition = self.task_definition(runs)
        self.assertEqual("example/one:1", definition["containerDefinitions"][0]["image"])
