"""An uploaded stackfile becomes what it says: every field of what then is in the account."""

import json
from pathlib import Path

from local.deployment import Deployment
from local.emulator import REGION
from local.tests.stage import EndToEnd, pruned, tags

CLUSTER = "everything"
STACKFILE = (Path(__file__).parent / "everything.yml").read_text()
SERVICES = {"host", "found", "public", "secure", "private", "worker", "agent"}
TASKS = {"once"}


class UploadTest(EndToEnd):
    """One deployment of everything, looked at from all sides."""

    deployment: Deployment

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        test = cls()
        test.cluster(CLUSTER)
        cls.deployment = test.deploy(CLUSTER, STACKFILE)

    def test_the_workflow_succeeds(self) -> None:
        self.assertEqual("SUCCEEDED", self.execution(self.deployment)["status"])

    def test_task_definitions(self) -> None:
        world = self.stage.world
        environment = {"SHARED": "default", "STAGE": "test"}
        self.assert_task_definition(
            "host",
            "host",
            {
                "environment": {"NUMBER": "80", "SHARED": "own", "STAGE": "test"},
                "portMappings": [
                    {"containerPort": 8080, "hostPort": 8080, "protocol": "tcp"},
                    {"containerPort": 9090, "hostPort": 9090, "protocol": "tcp"},
                ],
            },
        )
        for name, mode, port in (
            ("found", "awsvpc", 80),
            ("public", "host", 8081),
            ("secure", "host", 8443),
            ("private", "awsvpc", 8082),
        ):
            mapping = {"containerPort": port, "hostPort": port, "protocol": "tcp"}
            self.assert_task_definition(name, mode, {"environment": environment, "portMappings": [mapping]})
        for name in ("agent", "once"):
            self.assert_task_definition(name, "host", {"environment": environment})
        self.assert_task_definition(
            "worker",
            "host",
            {
                "environment": environment,
                "memory": 64,
                "memoryReservation": 32,
                "cpu": 128,
                "command": ["work", "--forever"],
                "entryPoint": ["/bin/run", "-x"],
                "workingDirectory": "/srv",
                "user": "1000:1000",
                "linuxParameters": {"initProcessEnabled": True},
                "stopTimeout": 90,
                "ulimits": [{"name": "nofile", "softLimit": 1024, "hardLimit": 4096}],
                "dockerLabels": {"team": "shop"},
                "secrets": [{"name": "DATABASE_PASSWORD", "valueFrom": "/everything/database-password"}],
                "privileged": True,
                "resourceRequirements": [{"type": "GPU", "value": "2"}],
                "mountPoints": [
                    {"sourceVolume": "data", "containerPath": "/data"},
                    {"sourceVolume": "settings", "containerPath": "/settings", "readOnly": True},
                ],
                "healthCheck": {
                    "command": ["CMD-SHELL", "test -f /tmp/alive"],
                    "interval": 20,
                    "timeout": 3,
                    "retries": 4,
                    "startPeriod": 10,
                },
                "logConfiguration": {
                    "logDriver": "awslogs",
                    "options": {
                        "awslogs-group": "/ecs/everything",
                        "awslogs-region": REGION,
                        "awslogs-stream-prefix": "worker",
                    },
                },
            },
            taskRoleArn=world.TASK_EXECUTION_ROLE_ARN,
            executionRoleArn=world.TASK_EXECUTION_ROLE_ARN,
            volumes=[
                {"name": "data", "host": {"sourcePath": "/srv/data"}},
                {"name": "settings", "host": {"sourcePath": "/etc/app"}},
            ],
            placementConstraints=[{"type": "memberOf", "expression": "attribute:ecs.instance-type =~ p3.*"}],
        )

    def assert_task_definition(self, name: str, mode: str, container: dict, **others: object) -> None:
        world = self.stage.world
        expected = {
            "name": name,
            "image": f"{world.REGISTRY}/{name}:{world.TAG}",
            "essential": True,
            "memory": 300,
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {"awslogs-group": "/ecs/everything", "awslogs-region": REGION},
            },
            **container,
        }
        expected["environment"] = [
            {"name": key, "value": value} for key, value in sorted(expected["environment"].items())
        ]
        actual = self.task_definition(f"{CLUSTER}-{name}:1")
        with self.subTest(service=name):
            self.assertEqual([expected], actual.pop("containerDefinitions"))
            self.assertEqual({"family": f"{CLUSTER}-{name}", "networkMode": mode, **others}, actual)
            arn = f"arn:aws:ecs:{REGION}:000000000000:task-definition/{CLUSTER}-{name}:1"
            self.assert_tags(name, self.ecs.list_tags_for_resource(resourceArn=arn)["tags"])

    def assert_tags(self, service: str, listed: list, *further: str) -> None:
        found = tags(listed)
        self.assertEqual(CLUSTER, found.get("ecs-compose:cluster"))
        self.assertEqual(service, found.get("ecs-compose:service"))
        for name in further:
            self.assertIn(name, found)

    def test_services(self) -> None:
        services = self.services(CLUSTER)
        self.assertEqual(SERVICES, set(services))
        for name, service in services.items():
            with self.subTest(service=name):
                self.assertEqual("ACTIVE", service["status"])
                self.assertTrue(service["taskDefinition"].endswith(f"/{CLUSTER}-{name}:1"))
                self.assertEqual("EC2", service["launchType"])
                self.assertEqual("DAEMON" if name == "agent" else "REPLICA", service["schedulingStrategy"])
                if name != "agent":
                    self.assertEqual(2 if name == "host" else 1, service["desiredCount"])
                configuration = service["deploymentConfiguration"]
                # A machine that a daemon is on has one task of it, or none while that is replaced.
                bounds = {"host": (150, 25), "agent": (100, 0)}.get(name, (200, 50))
                self.assertEqual(
                    bounds, (configuration["maximumPercent"], configuration["minimumHealthyPercent"])
                )
                self.assert_tags(name, service["tags"], "ecs-compose:digest", "ecs-compose:deployment")
                self.assertEqual(name in ("public", "secure", "private"), bool(service["loadBalancers"]))
                self.assertEqual(name in ("found", "private"), bool(service["serviceRegistries"]))
        world = self.stage.world
        for name in ("found", "private"):
            self.assertEqual(
                {
                    "awsvpcConfiguration": {
                        "subnets": sorted([world.PRIVATE_SUBNET_A, world.PRIVATE_SUBNET_B]),
                        "securityGroups": [world.PRIVATE_SECURITY_GROUP],
                    }
                },
                without(services[name]["networkConfiguration"], "assignPublicIp"),
            )

    def test_load_balancers(self) -> None:
        world = self.stage.world
        public = {world.PUBLIC_SUBNET_A, world.PUBLIC_SUBNET_B}, world.PUBLIC_SECURITY_GROUP
        private = {world.PRIVATE_SUBNET_A, world.PRIVATE_SUBNET_B}, world.PRIVATE_SECURITY_GROUP
        usual = ("HTTP", "traffic-port", "/", 30, 5, 2, 10)
        self.assert_load_balancer(
            "public", "public-lb", "internet-facing", public, 80, "HTTP", 8081, "instance", usual
        )
        self.assert_load_balancer(
            "secure", "secure-lb", "internet-facing", public, 443, "HTTPS", 8443, "instance",
            ("HTTP", "8444", "/health", 15, 4, 3, 4),
        )  # fmt: skip
        self.assert_load_balancer(
            "private", "private-inner-lb", "internal", private, 8000, "HTTP", 8082, "ip", usual
        )

    def assert_load_balancer(
        self, service, name, scheme, tier, port, protocol, container, target_type, health
    ) -> None:  # fmt: skip
        name = f"{CLUSTER}-{name}"
        subnets, security_group = tier
        with self.subTest(load_balancer=name):
            balancer = self.elb.describe_load_balancers(Names=[name])["LoadBalancers"][0]
            self.assertEqual("application", balancer["Type"])
            self.assertEqual(scheme, balancer["Scheme"])
            self.assertEqual(subnets, {zone["SubnetId"] for zone in balancer["AvailabilityZones"]})
            self.assertEqual([security_group], balancer["SecurityGroups"])

            group = self.elb.describe_target_groups(Names=[name])["TargetGroups"][0]
            self.assertEqual("HTTP", group["Protocol"])
            self.assertEqual(container, group["Port"])
            self.assertEqual(target_type, group["TargetType"])
            self.assertEqual(self.stage.world.VPC_ID, group["VpcId"])
            expected_protocol, expected_port, *others = health
            self.assertEqual(expected_protocol, group["HealthCheckProtocol"])
            # Without a port of its own the check goes to the container's.
            ports = {str(container), "traffic-port"} if expected_port == "traffic-port" else {expected_port}
            self.assertIn(group["HealthCheckPort"], ports)
            members = (
                "HealthCheckPath",
                "HealthCheckIntervalSeconds",
                "HealthCheckTimeoutSeconds",
                "HealthyThresholdCount",
                "UnhealthyThresholdCount",
            )
            self.assertEqual(others, [group[member] for member in members])

            listeners = self.elb.describe_listeners(LoadBalancerArn=balancer["LoadBalancerArn"])["Listeners"]
            self.assertEqual([(port, protocol)], [(each["Port"], each["Protocol"]) for each in listeners])
            action = listeners[0]["DefaultActions"][0]
            self.assertEqual(("forward", group["TargetGroupArn"]), (action["Type"], action["TargetGroupArn"]))
            certificates = [each["CertificateArn"] for each in listeners[0].get("Certificates", [])]
            wanted = [self.stage.world.CERTIFICATE_ARN] if protocol == "HTTPS" else []
            self.assertEqual(wanted, certificates)

            for arn in (balancer["LoadBalancerArn"], group["TargetGroupArn"], listeners[0]["ListenerArn"]):
                described = self.elb.describe_tags(ResourceArns=[arn])["TagDescriptions"][0]
                self.assert_tags(service, described["Tags"])

            attached = self.services(CLUSTER)[service]["loadBalancers"]
            self.assertEqual(
                [
                    {
                        "targetGroupArn": group["TargetGroupArn"],
                        "containerName": service,
                        "containerPort": container,
                    }
                ],
                attached,
            )

    def test_dns_record(self) -> None:
        world = self.stage.world
        name = f"everything.{world.DOMAIN}."
        zone = self.route53.list_resource_record_sets(HostedZoneId=world.HOSTED_ZONE_ID)
        records = [record for record in zone["ResourceRecordSets"] if record["Name"] == name]
        self.assertEqual(["A"], [record["Type"] for record in records])
        balancer = self.elb.describe_load_balancers(Names=[f"{CLUSTER}-public-lb"])["LoadBalancers"][0]
        alias = records[0]["AliasTarget"]
        self.assertEqual(balancer["DNSName"], alias["DNSName"].rstrip("."))
        self.assertEqual(balancer["CanonicalHostedZoneId"], alias["HostedZoneId"])

    def test_service_discovery(self) -> None:
        namespaces = {space["Name"]: space for space in self.discovery.list_namespaces()["Namespaces"]}
        namespace = namespaces["everything.internal"]
        self.assertEqual("DNS_PRIVATE", namespace["Type"])
        # The emulator filters no list of services, so the namespace is looked at here.
        listed = [
            self.discovery.get_service(Id=service["Id"])["Service"]
            for service in self.discovery.list_services()["Services"]
        ]
        found = {service["Name"]: service for service in listed if service["NamespaceId"] == namespace["Id"]}
        self.assertEqual({"found.staging", "private"}, set(found))
        services = self.services(CLUSTER)
        for name, service in (("found.staging", "found"), ("private", "private")):
            registry = self.discovery.get_service(Id=found[name]["Id"])["Service"]
            self.assertEqual([{"Type": "A", "TTL": 300}], registry["DnsConfig"]["DnsRecords"])
            self.assertEqual("WEIGHTED", registry["DnsConfig"].get("RoutingPolicy", "WEIGHTED"))
            registries = [pruned(each) for each in services[service]["serviceRegistries"]]
            self.assertEqual([{"registryArn": registry["Arn"]}], registries)

    def test_run_once_task(self) -> None:
        tasks = self.ecs.list_tasks(cluster=CLUSTER, family=f"{CLUSTER}-once", desiredStatus="STOPPED")
        described = self.ecs.describe_tasks(cluster=CLUSTER, tasks=tasks["taskArns"])["tasks"]
        self.assertEqual([[0]], [[each["exitCode"] for each in task["containers"]] for task in described])

    def test_records(self) -> None:
        row = self.deployment.row
        self.assertEqual("s3", row["trigger"]["kind"])
        self.assertEqual(f"stackfiles/{CLUSTER}.yml", row["stackfile"]["key"])
        self.assertEqual(self.stage.deployments.bucket, row["stackfile"]["bucket"])
        self.assertEqual(len(SERVICES | TASKS), sum(row["counts"].values()))
        self.assertLess(row["createdAt"], row["finishedAt"])
        self.assertEqual(SERVICES | TASKS, set(self.deployment.services))
        for name, service in self.deployment.services.items():
            with self.subTest(service=name):
                self.assertEqual("SUCCEEDED", service["state"])
                self.assertTrue(service["taskDefinition"].endswith(f"/{CLUSTER}-{name}:1"))
                self.assertIn("task/" if name in TASKS else "ecs-svc/", service["target"])

    def test_files(self) -> None:
        self.assertEqual(STACKFILE.encode(), self.file(self.deployment, "stackfile.yml"))
        stack = json.loads(self.file(self.deployment, "stack.json"))
        self.assertEqual(SERVICES | TASKS, {service["name"] for service in stack["services"]})
        json.loads(self.file(self.deployment, "plan.json"))
        self.assertEqual("SUCCEEDED", json.loads(self.file(self.deployment, "report.json"))["status"])

    def test_the_same_again_changes_nothing(self) -> None:
        before = self.state(CLUSTER)
        again = self.deploy(CLUSTER, STACKFILE, "UNCHANGED")
        self.assertEqual({}, self.stage.changes())
        self.assertEqual(before, self.state(CLUSTER))
        self.assertEqual("SUCCEEDED", self.execution(again)["status"])


def without(value: object, name: str) -> object:
    """A document without a member, at any depth."""
    if isinstance(value, dict):
        return {key: without(member, name) for key, member in value.items() if key != name}
    return value
