"""What changes beside ecs-compose: put back where it is the stackfile's, left where it is not."""

from typing import Any

from local.tests.stage import EndToEnd, names

NETWORK = """\
vpc:
  id: $VPC_ID
  subnets: {public: [$PUBLIC_SUBNET_A, $PUBLIC_SUBNET_B], private: [$PRIVATE_SUBNET_A, $PRIVATE_SUBNET_B]}
  security_groups: {public: [$PUBLIC_SECURITY_GROUP], private: [$PRIVATE_SECURITY_GROUP]}
"""

PLAIN = (
    NETWORK
    + """\
services:
  web:
    image: example/web:1
    network: awsvpc
    ports: ["8080:8080"]
"""
)

BALANCED = (
    PLAIN
    + """\
    elb:
      type: public
      protocol: HTTPS
      ports: {public: 443, container: 8080}
      certificates: [$CERTIFICATE_ARN]
      deregistration_delay: 30
      dns: {hosted_zone_id: $HOSTED_ZONE_ID, record_name: RECORD.$DOMAIN}
"""
)


class DriftTest(EndToEnd):
    def record(self, name: str) -> dict[str, Any] | None:
        zone = self.stage.world.HOSTED_ZONE_ID
        found = self.route53.list_resource_record_sets(
            HostedZoneId=zone, StartRecordName=name, StartRecordType="A", MaxItems="1"
        )["ResourceRecordSets"]
        return next((record for record in found if record["Name"].rstrip(".") == name), None)

    def change(self, action: str, record: dict[str, Any]) -> None:
        self.route53.change_resource_record_sets(
            HostedZoneId=self.stage.world.HOSTED_ZONE_ID,
            ChangeBatch={"Changes": [{"Action": action, "ResourceRecordSet": record}]},
        )

    def test_what_is_changed_by_hand_is_put_back(self) -> None:
        cluster = self.cluster("drifted")
        name = f"{cluster}.{self.stage.world.DOMAIN}"
        stackfile = BALANCED.replace("RECORD", cluster)
        self.deploy(cluster, stackfile)
        before = self.record(name)
        self.change("DELETE", before)
        group = self.elb.describe_target_groups(Names=[f"{cluster}-web-lb"])["TargetGroups"][0]
        self.elb.modify_target_group_attributes(
            TargetGroupArn=group["TargetGroupArn"],
            Attributes=[{"Key": "deregistration_delay.timeout_seconds", "Value": "300"}],
        )

        mended = self.deploy(cluster, stackfile)

        self.assertEqual(
            [
                "services.web.elb.deregistration_delay: 300 → 30",
                f"services.web.elb.dns: none → {name}",
            ],
            mended.services["web"]["changes"],
        )
        self.assertEqual(before, self.record(name))
        self.deploy(cluster, stackfile, "UNCHANGED")
        self.assertEqual({}, self.stage.changes())

    def test_a_record_of_someone_else(self) -> None:
        cluster = self.cluster("contested")
        name = f"{cluster}.{self.stage.world.DOMAIN}"
        record = {"Name": name, "Type": "A", "TTL": 60, "ResourceRecords": [{"Value": "192.0.2.1"}]}
        self.change("CREATE", record)

        failed = self.deploy(cluster, BALANCED.replace("RECORD", cluster), "FAILED")

        self.assertIn(f"services.web.elb: The record {name}", failed.row["error"])
        self.assertEqual({}, self.stage.changes())

    def test_a_count_that_autoscaling_decides(self) -> None:
        cluster = self.cluster("scaled")
        stackfile = "services:\n  web: {image: example/web:1, desired_count: 2}\n"
        self.deploy(cluster, stackfile)
        self.stage.emulator.client("application-autoscaling").register_scalable_target(
            ServiceNamespace="ecs",
            ResourceId=f"service/{cluster}/web",
            ScalableDimension="ecs:service:DesiredCount",
            MinCapacity=1,
            MaxCapacity=9,
        )
        self.ecs.update_service(cluster=cluster, service="web", desiredCount=5)

        unchanged = self.deploy(cluster, stackfile, "UNCHANGED")
        note = "services.web.desired_count: 2 → left at 5, which autoscaling decides"
        self.assertIn(note, self.file(unchanged, "plan.json").decode())
        self.assertEqual({}, self.stage.changes())

        self.deploy(cluster, stackfile.replace("web:1", "web:2"))
        service = self.services(cluster)["web"]
        self.assertEqual(5, service["desiredCount"])
        self.assertIn(f"{cluster}-web:2", service["taskDefinition"])

    def test_what_was_made_beside_a_service_goes_with_a_failure(self) -> None:
        cluster = self.cluster("balanced-briefly")
        self.deploy(cluster, PLAIN)
        broken = """\
    dns_discovery: {name: web}
  bad:
    image: example/bad:1
    task_role_arn: arn:aws:iam::000000000000:role/no-such-role
    depends_on: [web]
service_discovery: {namespace: briefly.sd}
"""

        failed = self.deploy(cluster, BALANCED.replace("RECORD", cluster) + broken, "ROLLED_BACK")

        self.assertEqual(f"back to {cluster}-web:1", failed.services["web"]["rollBack"])
        self.assertEqual([], list(names(self.elb, cluster)))
        self.assertIsNone(self.record(f"{cluster}.{self.stage.world.DOMAIN}"))
        groups = self.elb.describe_target_groups()["TargetGroups"]
        self.assertNotIn(f"{cluster}-web-lb", [group["TargetGroupName"] for group in groups])
        spaces = self.discovery.list_namespaces()["Namespaces"]
        self.assertNotIn("briefly.sd", [space["Name"] for space in spaces])
        self.deploy(cluster, PLAIN, "UNCHANGED")
