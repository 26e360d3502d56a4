"""A signed DELETE destroys a cluster, or one of its services, and leaves what belongs to others."""

import json
import time
from typing import Any

from local.api import Answer, call
from local.deployment import FINAL
from local.tests.stage import EndToEnd, tags

STACKFILE = """\
vpc:
  id: $VPC_ID
  subnets:
    public: [$PUBLIC_SUBNET_A, $PUBLIC_SUBNET_B]
    private: [$PRIVATE_SUBNET_A, $PRIVATE_SUBNET_B]
  security_groups: {public: [$PUBLIC_SECURITY_GROUP], private: [$PRIVATE_SECURITY_GROUP]}
service_discovery: {namespace: NAME.sd}
redeploy: {schedule: rate(1 day)}
services:
  web:
    image: example/web:1
    ports: ["8080:8080"]
    depends_on: [user]
    elb:
      type: public
      protocol: HTTP
      ports: {public: 80, container: 8080}
      dns: {hosted_zone_id: $HOSTED_ZONE_ID, record_name: NAME.$DOMAIN}
  user:
    image: example/user:1
    ports: ["80:80"]
    dns_discovery: {name: user}
  user-api:
    image: example/user-api:1
  migrate:
    type: task
    image: example/migrate:1
"""

LISTS = "services revisions balancers groups records namespaces registries schedules notes"
NOTHING: dict[str, Any] = {"cluster": False, **{name: [] for name in LISTS.split()}}


class DestroyTest(EndToEnd):
    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.scheduler = cls.stage.emulator.client("scheduler")

    def delete(self, cluster: str, service: str = "", confirm: str | None = None) -> Answer:
        path = f"/api/clusters/{cluster}" + (f"/services/{service}" if service else "")
        name = (service or cluster) if confirm is None else confirm
        query = f"?confirm={name}" if name else ""
        return call("DELETE", self.stage.outputs["ApiUrl"] + path + query, self.stage.emulator.root)

    def destroyed(self, cluster: str, service: str = "", status: str = "SUCCEEDED") -> dict[str, Any]:
        """Destroys, follows the answer's Location to the end, and returns the report."""
        answer = self.delete(cluster, service)
        self.assertEqual(202, answer.status, answer.body)
        root = self.stage.outputs["ApiUrl"].removesuffix("/v1")
        seen: dict[str, Any] = {}
        for _ in range(600):
            seen = call("GET", root + answer.headers["location"], self.stage.emulator.root).json()
            if seen["status"] in FINAL:
                break
            time.sleep(0.2)
        self.assertEqual(status, seen["status"], seen)
        self.assertEqual("destroy", seen["operation"])
        self.assertEqual(service or None, seen.get("service"))
        deployment = self.stage.deployments.read(cluster, seen["id"])
        assert deployment
        return json.loads(self.file(deployment, "report.json"))

    def there(self, cluster: str) -> dict[str, Any]:
        """All that there is of a cluster: names of what is ours by name or by tags."""
        families = self.ecs.get_paginator("list_task_definitions").paginate(status="ACTIVE")
        zone = self.stage.world.HOSTED_ZONE_ID
        records = self.route53.list_resource_record_sets(HostedZoneId=zone)["ResourceRecordSets"]
        active = self.ecs.describe_clusters(clusters=[cluster])["clusters"]
        namespaces = self.discovery.list_namespaces()["Namespaces"]
        registries = [
            service["Name"]
            for service in self.discovery.list_services()["Services"]
            if tags(self.discovery.list_tags_for_resource(ResourceARN=service["Arn"])["Tags"]).get(
                "ecs-compose:cluster"
            )
            == cluster
        ]
        is_active = any(found["status"] == "ACTIVE" for found in active)
        return {
            "cluster": is_active,
            "services": sorted(self.services(cluster)) if is_active else [],
            "revisions": sorted(
                arn.rsplit("/", 1)[-1]
                for page in families
                for arn in page["taskDefinitionArns"]
                if f"/{cluster}-" in arn
            ),
            "balancers": sorted(
                found["LoadBalancerName"]
                for found in self.elb.describe_load_balancers()["LoadBalancers"]
                if found["LoadBalancerName"].startswith(f"{cluster}-")
            ),
            "groups": sorted(
                found["TargetGroupName"]
                for found in self.elb.describe_target_groups()["TargetGroups"]
                if found["TargetGroupName"].startswith(f"{cluster}-")
            ),
            "records": [found["Name"] for found in records if found["Name"].startswith(f"{cluster}.")],
            "namespaces": [found["Name"] for found in namespaces if found["Name"] == f"{cluster}.sd"],
            "registries": sorted(registries),
            "schedules": [
                found["Name"]
                for found in self.scheduler.list_schedules(MaxResults=100)["Schedules"]
                if found["Name"] == cluster
            ],
            "notes": [
                row["item"]
                for prefix in ("task#", "schedule")
                for row in self.stage.deployments.rows(cluster, prefix)
            ],
        }

    def stack(self, cluster: str) -> str:
        return STACKFILE.replace("NAME", cluster)

    def test_a_cluster_is_destroyed_with_all_that_is_ours(self) -> None:
        cluster = self.cluster("destroyed")
        self.deploy(cluster, self.stack(cluster))
        self.deploy(cluster, self.stack(cluster).replace("user:1", "user:2"))
        before = self.there(cluster)
        self.assertEqual([], [name for name, found in before.items() if not found])
        self.ecs.register_task_definition(
            family=f"{cluster}-theirs", containerDefinitions=[{"name": "a", "image": "a", "memory": 128}]
        )

        report = self.destroyed(cluster)

        left = {**NOTHING, "revisions": [f"{cluster}-theirs:1"]}
        self.assertEqual(left, self.there(cluster))
        self.assertEqual([], report["left"])
        self.assertIn(f"load balancer {cluster}-web-lb", report["removed"])
        self.assertIn(f"ECS cluster {cluster}", report["removed"])
        self.assertEqual({"removed": 3}, report["counts"])
        again = self.delete(cluster)
        self.assertEqual(404, again.status, again.body)

    def test_a_service_is_destroyed_alone(self) -> None:
        cluster = self.cluster("one-of-many")
        self.deploy(cluster, self.stack(cluster))
        before = self.there(cluster)

        report = self.destroyed(cluster, "user")

        self.assertEqual(
            {
                **before,
                "services": ["user-api", "web"],
                "revisions": [name for name in before["revisions"] if name != f"{cluster}-user:1"],
                "registries": [],
            },
            self.there(cluster),
        )
        self.assertEqual(["services.web depends on user, which is destroyed"], report["notes"])
        self.assertEqual(404, self.delete(cluster, "user").status)

        self.destroyed(cluster, "web")
        after = self.there(cluster)
        self.assertEqual(["user-api"], after["services"])
        self.assertEqual(([], [], []), (after["balancers"], after["groups"], after["records"]))

    def test_what_is_half_gone_is_finished(self) -> None:
        cluster = self.cluster("half-gone")
        self.deploy(cluster, self.stack(cluster))
        for service in ("web", "user"):
            self.ecs.delete_service(cluster=cluster, service=service, force=True)
        balancer = self.elb.describe_load_balancers(Names=[f"{cluster}-web-lb"])["LoadBalancers"][0]
        self.elb.delete_load_balancer(LoadBalancerArn=balancer["LoadBalancerArn"])

        self.destroyed(cluster)

        self.assertEqual(NOTHING, self.there(cluster))

    def test_services_of_others_keep_the_cluster(self) -> None:
        cluster = self.cluster("shared")
        self.deploy(cluster, "services: {worker: {image: 'example/worker:1'}}")
        self.ecs.register_task_definition(
            family="not-ours", containerDefinitions=[{"name": "a", "image": "a", "memory": 128}]
        )
        self.ecs.create_service(
            cluster=cluster, serviceName="theirs", taskDefinition="not-ours", desiredCount=1
        )

        report = self.destroyed(cluster)

        self.assertEqual(["theirs"], sorted(self.services(cluster)))
        self.assertEqual(
            ["service theirs", f"ECS cluster {cluster}"], [each["what"] for each in report["left"]]
        )

    def test_nothing_is_destroyed_without_its_name(self) -> None:
        cluster = self.cluster("unconfirmed")
        self.deploy(cluster, "services: {worker: {image: 'example/worker:1'}}")
        latest = self.stage.deployments.latest(cluster)
        for service, confirm in (("", ""), ("", "unconfirme"), ("worker", ""), ("worker", cluster)):
            with self.subTest(service=service, confirm=confirm):
                answer = self.delete(cluster, service, confirm)
                self.assertEqual(400, answer.status, answer.body)
                self.assertIn(f"?confirm={service or cluster}", answer.json()["detail"])
        self.assertEqual(404, self.delete(cluster, "no-such-service").status)
        self.assertEqual(404, self.delete(self.cluster("never-deployed")).status)
        self.assertEqual(["worker"], list(self.services(cluster)))
        self.assertEqual(latest, self.stage.deployments.latest(cluster))
