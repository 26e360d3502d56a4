"""What the examples teach works: each comes about as it stands, and a second time changes nothing."""

from local.demo import CLUSTERS
from local.paths import EXAMPLES
from local.tests.stage import EndToEnd

STAGES = EXAMPLES / "stages"


class ExamplesTest(EndToEnd):
    def assert_deploys(self, cluster: str, stackfile: str) -> None:
        self.cluster(cluster)
        self.deploy(cluster, stackfile)
        before = self.state(cluster)
        self.deploy(cluster, stackfile, "UNCHANGED")
        # A schedule is told which deployment was the last one.
        changes = {action for action in self.stage.changes() if not action.startswith("scheduler:")}
        self.assertEqual(set(), changes)
        self.assertEqual(before, self.state(cluster))

    def test_each_example_deploys_and_stays(self) -> None:
        for cluster in CLUSTERS:
            with self.subTest(example=cluster):
                self.assert_deploys(cluster, (EXAMPLES / f"{cluster}.yml").read_text())

    def test_the_demo_deploys_every_example(self) -> None:
        self.assertEqual({path.stem for path in EXAMPLES.glob("*.yml")}, set(CLUSTERS))

    def test_a_stage_is_laid_over_the_base(self) -> None:
        files = [STAGES / "base.yml", STAGES / "staging.yml"]
        self.assert_deploys("staging", "".join(file.read_text() for file in files))
        services = self.services("staging")
        self.assertEqual({"web", "worker", "mail-catcher"}, set(services))
        self.assertEqual(1, services["web"]["desiredCount"])
