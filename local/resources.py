"""On which resource AWS authorises a call, where MiniStack takes another one.

With AUTH the emulator enforces the functions' roles, which is the test that they suffice and do no
more than they must. For these calls it would ask for rights on the ECS cluster, or on "*", where
AWS's Service Authorization Reference names the service, the task definition, the parameter …
"""

import json
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qs

Request = Mapping[str, Any]

# For a call that AWS authorises on no resource, a policy has to allow all of them.
EVERYTHING = "*"


def first(value: Any) -> str:
    return str(value[0] if isinstance(value, list) and value else value or "")


def last_part(name: Any) -> str:
    return first(name).rsplit("/", 1)[-1]


def arn_or(name: Any, path: str) -> str:
    return first(name) if first(name).startswith("arn:") else path + last_part(name)


def service(request: Request) -> str:
    name = request.get("services") or request.get("service") or request.get("serviceName")
    return arn_or(name, f"service/{last_part(request.get('cluster') or 'default')}/")


def task(request: Request) -> str:
    name = request.get("tasks") or request.get("task")
    return arn_or(name, f"task/{last_part(request.get('cluster') or 'default')}/")


def schedule(request: Request) -> str:
    """The group stands in the body or in the query, the name in the path."""
    group = first(request.get("GroupName") or request.get("groupName")) or "default"
    return f"schedule/{group}/{last_part(request['path'])}"


RESOURCES: dict[str, Callable[[Request], str]] = {
    "application-autoscaling:DescribeScalableTargets": lambda _: EVERYTHING,
    "ecs:CreateService": service,
    "ecs:DescribeServices": service,
    "ecs:UpdateService": service,
    "ecs:DeleteService": service,
    "ecs:DescribeTasks": task,
    "ecs:ListTasks": lambda _: EVERYTHING,
    "ecs:StopTask": task,
    "ecs:RunTask": lambda request: arn_or(request.get("taskDefinition"), "task-definition/"),
    "ecs:RegisterTaskDefinition": lambda request: f"task-definition/{request.get('family')}:*",
    "ecs:DescribeClusters": lambda request: arn_or(request.get("clusters"), "cluster/"),
    "ecs:DescribeTaskDefinition": lambda _: EVERYTHING,
    "ecs:ListTaskDefinitions": lambda _: EVERYTHING,
    "ecs:DeregisterTaskDefinition": lambda _: EVERYTHING,
    "ecs:DeleteCluster": lambda request: arn_or(request.get("cluster"), "cluster/"),
    "ecs:TagResource": lambda request: first(request.get("resourceArn")),
    "ecs:UntagResource": lambda request: first(request.get("resourceArn")),
    "scheduler:GetSchedule": schedule,
    "scheduler:CreateSchedule": schedule,
    "scheduler:UpdateSchedule": schedule,
    "scheduler:DeleteSchedule": schedule,
    "servicediscovery:GetNamespace": lambda request: f"namespace/{first(request.get('Id'))}",
    "servicediscovery:DeleteNamespace": lambda request: f"namespace/{first(request.get('Id'))}",
    "servicediscovery:GetOperation": lambda _: "namespace/0",
    "ssm:GetParametersByPath": lambda request: f"parameter{first(request.get('Path')).rstrip('/')}",
    "elasticloadbalancing:CreateLoadBalancer": lambda request: f"loadbalancer/app/{first(request['Name'])}/0",
    "elasticloadbalancing:CreateTargetGroup": lambda request: f"targetgroup/{first(request['Name'])}/0",
    "elasticloadbalancing:AddTags": lambda request: first(request.get("ResourceArns.member.1")),
}


def resource(
    action: str | None, path: str, query: Request, body: bytes, region: str, account: str
) -> str | None:
    """The ARN on which AWS authorises the action; None where MiniStack is right already."""
    find = RESOURCES.get(action or "")
    if find is None:
        return None
    members = json.loads(body) if body.startswith(b"{") else parse_qs(body.decode())
    found = find({"path": path, **query, **members})
    if found == EVERYTHING or found.startswith("arn:"):
        return found
    return f"arn:aws:{str(action).split(':')[0]}:{region}:{account}:{found}"
