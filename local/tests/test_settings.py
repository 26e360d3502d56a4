"""What a stackfile says of machines, networks, sidecars and tags comes about, and stays as it is."""

from local.tests.stage import EndToEnd

STACKFILE = """\
cluster: settings
tags: {team: shop}
deploy: {timeout: 10m}
vpc:
  id: $VPC_ID
  subnets:
    public: [$PUBLIC_SUBNET_A, $PUBLIC_SUBNET_B]
    private: [$PRIVATE_SUBNET_A, $PRIVATE_SUBNET_B]
  security_groups: {public: [$PUBLIC_SECURITY_GROUP], private: [$PRIVATE_SECURITY_GROUP]}
service_discovery: {namespace: settings.internal}
defaults:
  circuit_breaker: {rollback: false}
services:
  fargate:
    image: example/fargate:1
    launch_type: FARGATE
    cpu: 512
    memory: 1g
    platform: linux/arm64
    ephemeral_storage: 50g
    subnets: public
    assign_public_ip: true
    task_role_arn: $TASK_EXECUTION_ROLE_ARN
    enable_execute_command: true
    dns_discovery: {name: fargate}
    tags: {stage: test}
    volumes: ["scratch:/scratch"]
    sidecars:
      proxy:
        image: example/proxy:1
        ports: ["8080"]
        memory: 128
        volumes: ["scratch:/in:ro"]
      migrate:
        image: example/migrate:1
        essential: false
  spot:
    image: example/spot:1
    capacity_providers: [FARGATE_SPOT, {name: FARGATE, base: 1}]
  bridge:
    image: example/bridge:1
    network: bridge
    launch_type: EC2
    ports: ["80", {target: 81, published: 9081}]
    volumes: [/var/log:/logs:ro, /scratch]
    placement_strategy: [{type: spread, field: "attribute:ecs.availability-zone"}]
    circuit_breaker: false
    depends_on: [fargate]
    elb: {ports: {public: 80, container: 80}}
"""


class SettingsTest(EndToEnd):
    def test_settings_of_machines_and_networks(self) -> None:
        cluster = self.cluster("settings")
        self.deploy(cluster, STACKFILE)
        described = self.ecs.describe_services(
            cluster=cluster, services=["fargate", "spot", "bridge"], include=["TAGS"]
        )
        services = {service["serviceName"]: service for service in described["services"]}

        self.assert_fargate(services["fargate"])
        spot = services["spot"]["capacityProviderStrategy"]
        self.assertEqual(
            {("FARGATE", 1, 1), ("FARGATE_SPOT", 1, 0)},
            {(each["capacityProvider"], each["weight"], each["base"]) for each in spot},
        )
        self.assert_bridge(services["bridge"])

        self.deploy(cluster, STACKFILE, "UNCHANGED")
        self.assertEqual({}, self.stage.changes())

    def assert_fargate(self, service: dict) -> None:
        world = self.stage.world
        self.assertEqual("FARGATE", service["launchType"])
        self.assertTrue(service["enableExecuteCommand"])
        network = service["networkConfiguration"]["awsvpcConfiguration"]
        self.assertEqual("ENABLED", network["assignPublicIp"])
        self.assertEqual({world.PUBLIC_SUBNET_A, world.PUBLIC_SUBNET_B}, set(network["subnets"]))
        self.assertEqual([world.PUBLIC_SECURITY_GROUP], network["securityGroups"])
        breaker = service["deploymentConfiguration"]["deploymentCircuitBreaker"]
        self.assertEqual({"enable": True, "rollback": False}, breaker)
        tags = {tag["key"]: tag["value"] for tag in service["tags"]}
        self.assertEqual(("shop", "test"), (tags["team"], tags["stage"]))
        definition = self.task_definition(service)
        self.assertEqual(("512", "1024"), (definition["cpu"], definition["memory"]))
        self.assertEqual("ARM64", definition["runtimePlatform"]["cpuArchitecture"])
        self.assertEqual(50, definition["ephemeralStorage"]["sizeInGiB"])
        self.assertEqual(
            [("fargate", True), ("migrate", False), ("proxy", True)],
            [(each["name"], each["essential"]) for each in definition["containerDefinitions"]],
        )
        self.assertEqual(["scratch"], [volume["name"] for volume in definition["volumes"]])

    def assert_bridge(self, service: dict) -> None:
        self.assertEqual("EC2", service["launchType"])
        definition = self.task_definition(service)
        self.assertEqual("bridge", definition["networkMode"])
        ports = definition["containerDefinitions"][0]["portMappings"]
        self.assertEqual({80: 0, 81: 9081}, {each["containerPort"]: each["hostPort"] for each in ports})
        group = self.elb.describe_target_groups(Names=["settings-bridge-lb"])["TargetGroups"][0]
        self.assertEqual("traffic-port", group["HealthCheckPort"])
        self.assertEqual("instance", group["TargetType"])

    def task_definition(self, service: dict) -> dict:
        arn = service["taskDefinition"]
        return self.ecs.describe_task_definition(taskDefinition=arn)["taskDefinition"]
