"""What a team's account holds before ecs-compose comes: a network, a DNS zone, clusters, a role.

Everything is looked for before it is made, so that any number of runs lead to one world.
"""

from dataclasses import asdict, dataclass

from botocore.exceptions import ClientError

from local.emulator import REGION, Emulator

NAME = "ecs-compose-demo"
DOMAIN = "example.com"
EXECUTION_ROLE = "ecsTaskExecutionRole"


@dataclass(frozen=True)
class World:
    """The identifiers of what is there; the fields' names are those of the stackfiles' variables."""

    VPC_ID: str
    PUBLIC_SUBNET_A: str
    PUBLIC_SUBNET_B: str
    PRIVATE_SUBNET_A: str
    PRIVATE_SUBNET_B: str
    PUBLIC_SECURITY_GROUP: str
    PRIVATE_SECURITY_GROUP: str
    HOSTED_ZONE_ID: str
    CERTIFICATE_ARN: str
    TASK_EXECUTION_ROLE_ARN: str
    TASK_ROLE_ARN: str
    DOMAIN: str = DOMAIN
    REGISTRY: str = f"000000000000.dkr.ecr.{REGION}.amazonaws.com"
    TAG: str = "1.0"


def create(emulator: Emulator) -> World:
    """The world, made where it lacks."""
    vpc = network(emulator)
    role_arn = role(emulator)
    return World(
        VPC_ID=vpc,
        PUBLIC_SUBNET_A=subnet(emulator, vpc, "public-a", "10.0.0.0/24", "a"),
        PUBLIC_SUBNET_B=subnet(emulator, vpc, "public-b", "10.0.1.0/24", "b"),
        PRIVATE_SUBNET_A=subnet(emulator, vpc, "private-a", "10.0.2.0/24", "a"),
        PRIVATE_SUBNET_B=subnet(emulator, vpc, "private-b", "10.0.3.0/24", "b"),
        PUBLIC_SECURITY_GROUP=security_group(emulator, vpc, "public"),
        PRIVATE_SECURITY_GROUP=security_group(emulator, vpc, "private"),
        HOSTED_ZONE_ID=hosted_zone(emulator),
        CERTIFICATE_ARN=certificate(emulator),
        TASK_EXECUTION_ROLE_ARN=role_arn,
        # A team would have another one; this is what the template lets tasks have by default.
        TASK_ROLE_ARN=role_arn,
    )


def cluster(emulator: Emulator, world: World, name: str) -> None:
    """An ECS cluster, and the variables of its stackfile as parameters of SSM."""
    emulator.client("ecs").create_cluster(clusterName=name)
    parameters = emulator.client("ssm")
    for variable, value in asdict(world).items():
        parameters.put_parameter(
            Name=f"/ecs-compose/{name}/{variable}", Value=value, Type="String", Overwrite=True
        )


def tag(kind: str, name: str) -> list[dict]:
    return [{"ResourceType": kind, "Tags": [{"Key": "Name", "Value": name}]}]


def named(name: str) -> list[dict]:
    return [{"Name": "tag:Name", "Values": [name]}]


def network(emulator: Emulator) -> str:
    ec2 = emulator.client("ec2")
    found = ec2.describe_vpcs(Filters=named(NAME))["Vpcs"]
    made = found or [ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=tag("vpc", NAME))["Vpc"]]
    return made[0]["VpcId"]


def subnet(emulator: Emulator, vpc: str, name: str, block: str, zone: str) -> str:
    ec2 = emulator.client("ec2")
    name = f"{NAME}-{name}"
    found = ec2.describe_subnets(Filters=named(name))["Subnets"] or [
        ec2.create_subnet(
            VpcId=vpc,
            CidrBlock=block,
            AvailabilityZone=f"{REGION}{zone}",
            TagSpecifications=tag("subnet", name),
        )["Subnet"]
    ]
    return found[0]["SubnetId"]


def security_group(emulator: Emulator, vpc: str, name: str) -> str:
    ec2 = emulator.client("ec2")
    filters = [{"Name": "group-name", "Values": [f"{NAME}-{name}"]}, {"Name": "vpc-id", "Values": [vpc]}]
    found = ec2.describe_security_groups(Filters=filters)["SecurityGroups"] or [
        ec2.create_security_group(VpcId=vpc, GroupName=f"{NAME}-{name}", Description=f"{name} load balancers")
    ]
    return found[0]["GroupId"]


def hosted_zone(emulator: Emulator) -> str:
    route53 = emulator.client("route53")
    found = route53.list_hosted_zones_by_name(DNSName=DOMAIN)["HostedZones"]
    zone = next((zone for zone in found if zone["Name"] == f"{DOMAIN}."), None)
    if zone is None:
        zone = route53.create_hosted_zone(Name=DOMAIN, CallerReference=NAME)["HostedZone"]
    return zone["Id"].rsplit("/", 1)[-1]


def certificate(emulator: Emulator) -> str:
    acm = emulator.client("acm")
    name = f"*.{DOMAIN}"
    for found in acm.list_certificates()["CertificateSummaryList"]:
        if found["DomainName"] == name:
            return found["CertificateArn"]
    return acm.request_certificate(DomainName=name, ValidationMethod="DNS")["CertificateArn"]


def role(emulator: Emulator) -> str:
    """The role that the ECS console makes."""
    iam = emulator.client("iam")
    try:
        return iam.get_role(RoleName=EXECUTION_ROLE)["Role"]["Arn"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "NoSuchEntity":
            raise
    trust = (
        '{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",'
        ' "Principal": {"Service": "ecs-tasks.amazonaws.com"}}]}'
    )
    return iam.create_role(RoleName=EXECUTION_ROLE, AssumeRolePolicyDocument=trust)["Role"]["Arn"]
