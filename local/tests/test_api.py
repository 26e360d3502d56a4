"""The API: a signed call deploys, and the answer's Location tells how it goes."""

import json
import time

from botocore.credentials import Credentials

from local.api import Answer, call
from local.deployment import FINAL, Deployment
from local.tests.stage import EndToEnd

STACKFILE = b"services:\n  - web:\n      image: example/web:1\n"
WITH_VARIABLES = b"""
services:
  web:
    image: example/web:${TAG}
    memory: ${MEMORY:-128}
    environment: {GREETING: $GREETING, PASSWORD: $PASSWORD}
"""
YAML = {"Content-Type": "application/yaml"}


class ApiTest(EndToEnd):
    def put(self, cluster: str, body: bytes, query: str = "") -> Answer:
        return self.put_as(self.stage.emulator.root, cluster, body, query)

    def put_as(self, caller: Credentials | None, cluster: str, body: bytes, query: str = "") -> Answer:
        url = f"{self.stage.outputs['ApiUrl']}/api/clusters/{cluster}{query}"
        return call("PUT", url, caller, body, YAML)

    def get(self, url: str) -> Answer:
        return call("GET", url, self.stage.emulator.root)

    def location(self, answer: Answer) -> str:
        """The answer's Location, as it is reached on the emulator: there the API has no host of its own."""
        root = self.stage.outputs["ApiUrl"].removesuffix("/v1")
        return root + answer.headers["location"]

    def follow(self, answer: Answer) -> dict:
        """What the Location says once the deployment has ended."""
        for _ in range(300):
            seen = self.get(self.location(answer))
            self.assertEqual(200, seen.status, seen.body)
            if seen.json()["status"] in FINAL:
                return seen.json()
            time.sleep(0.2)
        self.fail(f"The deployment has not ended: {seen.body!r}")

    def test_put_deploys(self) -> None:
        cluster = self.cluster("api")
        answer = self.put(cluster, STACKFILE)
        self.assertEqual(202, answer.status, answer.body)
        started = answer.json()
        self.assertEqual(cluster, started["cluster"])
        self.assertEqual(
            f"/v1/api/clusters/{cluster}/deployments/{started['id']}", answer.headers["location"]
        )

        ended = self.follow(answer)
        self.assertEqual(("SUCCEEDED", "api"), (ended["status"], ended["trigger"]["kind"]))
        self.assertEqual(
            [("web", "SUCCEEDED")], [(each["service"], each["state"]) for each in ended["services"]]
        )
        self.assertEqual(["web"], list(self.services(cluster)))

        again = self.put(cluster, STACKFILE)
        self.assertEqual("UNCHANGED", self.follow(again)["status"])

        deployments = self.services(cluster)["web"]["deployments"]
        anew = self.follow(self.put(cluster, STACKFILE, "?redeploy=true"))
        self.assertEqual("SUCCEEDED", anew["status"])
        now = self.services(cluster)["web"]
        self.assertNotEqual(deployments[0]["id"], now["deployments"][0]["id"])
        self.assertTrue(now["taskDefinition"].endswith("/api-web:1"))

    def test_what_was_deployed_is_listed(self) -> None:
        cluster = self.cluster("api-listed")
        first = self.follow(self.put(cluster, STACKFILE))
        second = self.follow(self.put(cluster, STACKFILE))

        url = f"{self.stage.outputs['ApiUrl']}/api/clusters/{cluster}/deployments"
        newest = self.get(url + "?limit=1")
        self.assertEqual(200, newest.status, newest.body)
        second.pop("services")
        self.assertEqual([second], newest.json()["deployments"])
        token = newest.json()["next"]
        older = self.get(f"{url}?limit=1&next={token}").json()
        self.assertEqual([first["id"]], [each["id"] for each in older["deployments"]])
        self.assertEqual(400, self.get(f"{url}?next={token[:-1]}").status)

        clusters, query = [], "?limit=2"
        while query:
            page = self.get(f"{self.stage.outputs['ApiUrl']}/api/clusters{query}")
            self.assertEqual(200, page.status, page.body)
            clusters += page.json()["clusters"]
            token = page.json().get("next")
            query = f"?limit=2&next={token}" if token else ""
        found = [each["lastDeployment"] for each in clusters if each["cluster"] == cluster]
        self.assertEqual([second], found)

    def post(self, cluster: str, verb: str, body: dict | None = None) -> Answer:
        url = f"{self.stage.outputs['ApiUrl']}/api/clusters/{cluster}/{verb}"
        text = json.dumps(body).encode() if body else b""
        return call("POST", url, self.stage.emulator.root, text, {"Content-Type": "application/json"})

    def image(self, cluster: str) -> str:
        live = self.services(cluster)["web"]["taskDefinition"]
        return self.task_definition(live)["containerDefinitions"][0]["image"]

    def test_what_succeeded_is_deployed_again(self) -> None:
        cluster = self.cluster("api-again")
        self.assertEqual(404, self.post(cluster, "redeploy").status)
        both = b"services:\n  - web:\n      image: example/web:${TAG}\n  - worker:\n      image: example/w\n"
        first = self.follow(self.put(cluster, both, "?var.TAG=1"))
        self.assertEqual("SUCCEEDED", first["status"])
        self.assertEqual("SUCCEEDED", self.follow(self.put(cluster, both, "?var.TAG=2"))["status"])
        self.assertEqual("example/web:2", self.image(cluster))

        answer = self.post(cluster, "redeploy", {"services": ["worker"]})
        self.assertEqual(202, answer.status, answer.body)
        again = self.follow(answer)
        self.assertEqual("SUCCEEDED", again["status"], again)
        self.assertEqual([("worker", "REDEPLOY")], [(s["service"], s["action"]) for s in again["services"]])

        back = self.follow(self.post(cluster, "rollback"))
        self.assertEqual("SUCCEEDED", back["status"], back)
        self.assertEqual([("web", "UPDATE")], [(s["service"], s["action"]) for s in back["services"]])
        self.assertEqual("example/web:1", self.image(cluster))

        same = self.follow(self.post(cluster, "rollback", {"to": first["id"]}))
        self.assertEqual("UNCHANGED", same["status"], same)
        unknown = self.post(cluster, "rollback", {"to": "01J00000000000000000000000"})
        self.assertEqual(404, unknown.status, unknown.body)

    def test_update_only_creates_nothing(self) -> None:
        cluster = self.cluster("update-only")
        self.follow(self.put(cluster, STACKFILE, "?update_only=true"))
        self.assertEqual([], list(self.services(cluster)))

    def test_problems_are_answered_at_once(self) -> None:
        cluster = self.cluster("api-rejected")
        answer = self.put(cluster, b"services:\n  - web:\n      imagee: nginx\n      memory: much\n")
        self.assertEqual(422, answer.status, answer.body)
        self.assertTrue(answer.headers["content-type"].startswith("application/problem+json"))
        problem = answer.json()
        self.assertEqual(422, problem["status"])
        lines = [each["line"] for each in problem["problems"]]
        self.assertTrue({3, 4} <= set(lines), problem)
        for each in problem["problems"]:
            self.assertEqual({"file", "line", "column", "path", "message"}, set(each))
        self.assertEqual("", self.stage.deployments.latest(cluster))

    def test_variables_of_the_call_win_and_show_nowhere(self) -> None:
        cluster = self.cluster("with-variables")
        self.parameter(cluster, "TAG", "tag-of-ssm")
        self.parameter(cluster, "PASSWORD", "password-of-ssm", "SecureString")
        answer = self.put(cluster, WITH_VARIABLES, "?var.TAG=tag-of-call&var.GREETING=a%20b%26c%3Dcall%2B")
        self.assertEqual(202, answer.status, answer.body)
        self.assertEqual([], answer.json()["warnings"])
        self.assertEqual("SUCCEEDED", self.follow(answer)["status"])

        container = self.task_definition(f"{cluster}-web")["containerDefinitions"][0]
        self.assertEqual("example/web:tag-of-call", container["image"])
        self.assertEqual(
            [{"name": "GREETING", "value": "a b&c=call+"}, {"name": "PASSWORD", "value": "password-of-ssm"}],
            container["environment"],
        )

        deployment = self.stage.deployments.read(cluster, answer.json()["id"])
        assert deployment
        self.assertEqual(
            {
                "settled": True,
                "variables": {
                    "GREETING": {"value": "a b&c=call+", "secret": False},
                    "PASSWORD": {"value": "password-of-ssm", "secret": True},
                    "TAG": {"value": "tag-of-call", "secret": False},
                },
            },
            json.loads(self.file(deployment, "variables.json")),
        )
        self.assertNotIn("of-call", self.file(deployment, "request.json").decode())
        self.assert_untold(deployment, "of-call", "c=call", "of-ssm")

    def test_a_rejection_does_not_show_variables(self) -> None:
        cluster = self.cluster("untold")
        self.parameter(cluster, "PORT", "port-of-ssm")
        deployment = self.deploy(
            cluster, 'services: {web: {image: example/web, ports: ["${PORT}"]}}', "REJECTED"
        )
        self.assertIn('found the value of "${PORT}"', deployment.row["error"])
        self.assert_untold(deployment, "port-of-ssm")

    def parameter(self, cluster: str, name: str, value: str, kind: str = "String") -> None:
        self.stage.emulator.client("ssm").put_parameter(
            Name=f"/ecs-compose/{cluster}/{name}", Value=value, Type=kind, Overwrite=True
        )

    def assert_untold(self, deployment: Deployment, *values: str) -> None:
        """No value stands in the workflow's input, history or result, or in a function's log."""
        told = [json.dumps(self.execution(deployment), default=str)]
        history = self.workflow.get_paginator("get_execution_history")
        for page in history.paginate(executionArn=deployment.row["executionArn"], includeExecutionData=True):
            told += [json.dumps(event, default=str) for event in page["events"]]
        self.assertGreater(len(told), 5)
        told += self.logs()
        for value in values:
            self.assertEqual([], [each for each in told if value in each])

    def logs(self) -> list[str]:
        """What the functions logged, in all tests up to now."""
        client = self.stage.emulator.client("logs")
        groups = client.get_paginator("describe_log_groups").paginate(logGroupNamePrefix="/aws/lambda/")
        logged = [
            event["message"]
            for page in groups
            for group in page["logGroups"]
            for events in client.get_paginator("filter_log_events").paginate(
                logGroupName=group["logGroupName"]
            )
            for event in events["events"]
        ]
        self.assertTrue([each for each in logged if "ValidateHandler" in each])
        return logged

    def test_who_does_not_sign_is_refused(self) -> None:
        self.assertEqual(403, self.put_as(None, self.cluster("unsigned"), STACKFILE).status)

    def test_who_may_deploy_one_cluster_may_not_deploy_another(self) -> None:
        mine, theirs = self.cluster("mine"), self.cluster("theirs")
        iam = self.stage.emulator.client("iam")
        iam.create_user(UserName="deployer")
        statement = {
            "Effect": "Allow",
            "Action": "execute-api:Invoke",
            "Resource": f"arn:aws:execute-api:*:*:*/v1/PUT/api/clusters/{mine}",
        }
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName="deployer", PolicyName="deploy", PolicyDocument=policy)
        key = iam.create_access_key(UserName="deployer")["AccessKey"]
        deployer = Credentials(key["AccessKeyId"], key["SecretAccessKey"])
        impostor = Credentials(key["AccessKeyId"], "guessed")

        self.assertEqual(403, self.put_as(deployer, theirs, STACKFILE).status)
        self.assertEqual(403, self.put_as(impostor, mine, STACKFILE).status)
        answer = self.put_as(deployer, mine, STACKFILE)
        self.assertEqual(202, answer.status, answer.body)
        self.assertIn("user/deployer", self.follow(answer)["trigger"]["by"])

    def test_a_deployment_that_does_not_exist(self) -> None:
        url = f"{self.stage.outputs['ApiUrl']}/api/clusters/api/deployments/no-such-deployment"
        answer = self.get(url)
        self.assertEqual(404, answer.status, answer.body)
        self.assertTrue(answer.headers["content-type"].startswith("application/problem+json"))
