"""The API's calls that look: what a deployment would change, and what runs, as a stackfile."""

import time

from local.api import Answer, call
from local.deployment import FINAL
from local.tests.stage import EndToEnd

STACKFILE = """\
services:
  db:
    image: example/db:1
  web:
    image: example/web:1
    depends_on: [db]
    ports: ["8080:8080"]
    environment: {PASSWORD: "${PASSWORD}", LEVEL: "on", PRICE: "$$5"}
    circuit_breaker: {enable: true, rollback: false}
    tags: {team: front}
"""
YAML = {"Content-Type": "application/yaml"}
SECRET = "s3cr3t-0f-l00k"


class LookTest(EndToEnd):
    def url(self, cluster: str, rest: str = "") -> str:
        return f"{self.stage.outputs['ApiUrl']}/api/clusters/{cluster}{rest}"

    def plan(self, cluster: str, stackfile: str, query: str = "", accept: str = "*/*") -> Answer:
        headers = YAML | {"Accept": accept}
        url = self.url(cluster, "/plan" + query)
        return call("POST", url, self.stage.emulator.root, stackfile.encode(), headers)

    def describe(self, cluster: str, accept: str = "*/*") -> Answer:
        return call("GET", self.url(cluster), self.stage.emulator.root, b"", {"Accept": accept})

    def put(self, cluster: str, stackfile: bytes, kind: str = "application/yaml") -> dict:
        """Deploys by the API, and tells how it ended."""
        answer = call("PUT", self.url(cluster), self.stage.emulator.root, stackfile, {"Content-Type": kind})
        self.assertEqual(202, answer.status, answer.body)
        place = self.stage.outputs["ApiUrl"].removesuffix("/v1") + answer.headers["location"]
        for _ in range(300):
            seen = call("GET", place, self.stage.emulator.root).json()
            if seen["status"] in FINAL:
                return seen
            time.sleep(0.2)
        self.fail(f"The deployment has not ended: {seen}")

    def with_secret(self, cluster: str) -> None:
        self.stage.emulator.client("ssm").put_parameter(
            Name=f"/ecs-compose/{cluster}/PASSWORD", Value=SECRET, Type="SecureString", Overwrite=True
        )

    def test_a_plan_tells_what_would_change_and_changes_nothing(self) -> None:
        cluster = self.cluster("look-plan")
        self.with_secret(cluster)
        new = self.plan(cluster, STACKFILE)
        self.assertEqual(200, new.status, new.body)
        self.assertEqual("application/json", new.headers["content-type"])
        self.assertEqual([["db"], ["web"]], new.json()["waves"])
        self.assertEqual((2, 0), (new.json()["counts"]["create"], new.json()["counts"]["unchanged"]))
        self.assertEqual([], list(self.services(cluster)))
        history = call("GET", self.url(cluster, "/deployments"), self.stage.emulator.root)
        self.assertEqual([], history.json()["deployments"])

        self.deploy(cluster, STACKFILE)
        before = self.state(cluster)
        self.stage.emulator.calls(reset=True)
        same = self.plan(cluster, STACKFILE).json()
        self.assertFalse(same["changed"], same)

        changed = self.plan(cluster, STACKFILE.replace("web:1", "web:${TAG}"), "?var.TAG=2")
        web = next(each for each in changed.json()["services"] if each["service"] == "web")
        self.assertEqual("UPDATE", web["action"])
        self.assertEqual(
            [{"path": "services.web.image", "before": '"example/web:1"', "after": '"example/web:2"'}],
            web["changes"],
        )
        self.assertNotIn(SECRET, changed.body.decode())
        self.assertEqual({}, self.stage.changes())
        self.assertEqual(before, self.state(cluster))

    def test_a_plan_is_told_for_the_eyes_too(self) -> None:
        cluster = self.cluster("look-text")
        stackfile = "services: {web: {image: example/web:1}}"
        self.deploy(cluster, stackfile)
        text = self.plan(cluster, stackfile.replace("web:1", "web:2"), accept="text/plain")
        self.assertEqual(200, text.status, text.body)
        self.assertIn("text/plain", text.headers["content-type"])
        self.assertEqual(
            [
                "~   web is updated",
                '~       image: "example/web:1" → "example/web:2"',
                "",
                "    1 to update",
            ],
            text.body.decode().splitlines(),
        )
        self.assertEqual(406, self.plan(cluster, stackfile, accept="text/html").status)

    def test_a_plan_tells_every_problem(self) -> None:
        cluster = self.cluster("look-problems")
        bad = self.plan(cluster, "services: {web: {cpu: much}}")
        self.assertEqual(422, bad.status, bad.body)
        self.assertEqual(
            ["services.web.cpu", "services.web.image"],
            sorted(each["path"] for each in bad.json()["problems"]),
        )
        none = self.plan("look-none", "services: {web: {image: a}}")
        self.assertEqual(422, none.status, none.body)
        self.assertIn("no active ECS cluster look-none", none.json()["detail"])

    def test_what_runs_is_told_as_a_stackfile_that_changes_nothing(self) -> None:
        cluster = self.cluster("look-describe")
        self.assertEqual(404, self.describe(cluster).status)
        self.with_secret(cluster)
        self.deploy(cluster, STACKFILE)
        before = self.state(cluster)

        told = self.describe(cluster)
        self.assertEqual(200, told.status, told.body)
        self.assertIn("application/yaml", told.headers["content-type"])
        self.assertNotIn(SECRET, told.body.decode())
        self.assertIn("${PASSWORD}", told.body.decode())
        self.assertNotIn("Warning", told.body.decode())
        self.assertEqual("UNCHANGED", self.put(cluster, told.body)["status"])
        as_json = self.describe(cluster, "application/json")
        self.assertEqual(["db", "web"], list(as_json.json()["services"]))
        self.assertEqual("UNCHANGED", self.put(cluster, as_json.body, "application/json")["status"])
        self.assertEqual(before, self.state(cluster))
        self.assertEqual(406, self.describe(cluster, "text/html").status)

    def test_what_was_changed_by_hand_or_made_by_others_is_told(self) -> None:
        cluster = self.cluster("look-drift")
        self.deploy(cluster, "services: {web: {image: example/web:1}}")
        self.ecs.update_service(cluster=cluster, service="web", desiredCount=2)
        self.ecs.register_task_definition(
            family="theirs",
            containerDefinitions=[
                {"name": "main", "image": "example/theirs:1", "memory": 64, "readonlyRootFilesystem": True}
            ],
        )
        self.ecs.create_service(
            cluster=cluster, serviceName="theirs", taskDefinition="theirs", desiredCount=0
        )

        told = self.describe(cluster, "application/json").json()

        self.assertEqual(2, told["services"]["web"]["desired_count"])
        self.assertEqual("example/theirs:1", told["services"]["theirs"]["image"])
        warnings = "\n".join(told["x-warnings"])
        self.assertIn("services.theirs was made by somebody else", warnings)
        self.assertIn("readonlyRootFilesystem", warnings)
