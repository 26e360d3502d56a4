"""Application Auto Scaling, which MiniStack lacks: which services of ECS have a count of its own.

It remembers what was registered and scales nothing; what somebody scales they scale by hand.
"""

import json
from typing import Any

from ministack.app import SERVICE_HANDLERS
from ministack.core.iam_actions import SERVICE_TO_IAM_NAMESPACE
from ministack.core.responses import AccountRegionScopedDict, error_response_json, json_response
from ministack.core.router import SERVICE_PATTERNS

NAME = "application-autoscaling"
# As of the service's model: the operations' prefix, and the resource ids of one call.
TARGET = "AnyScaleFrontendService"
MAXIMUM_IDS = 50

targets = AccountRegionScopedDict()


def install() -> None:
    """Has MiniStack route its calls here, and authorise them like all others."""
    SERVICE_PATTERNS[NAME] = {"target_prefixes": [TARGET], "credential_scope": NAME}
    SERVICE_TO_IAM_NAMESPACE[NAME] = NAME
    SERVICE_HANDLERS[NAME] = handle


async def handle(method: str, path: str, headers: dict, body: bytes, query: dict) -> tuple:
    operation = headers.get("x-amz-target", "").rsplit(".", 1)[-1]
    answer = {
        "RegisterScalableTarget": register,
        "DeregisterScalableTarget": deregister,
        "DescribeScalableTargets": describe,
    }.get(operation)
    if answer is None:
        return error_response_json("UnknownOperationException", f"{operation} is not emulated.")
    return answer(json.loads(body or b"{}"))


def key(request: dict[str, Any]) -> str:
    return "|".join(request[name] for name in ("ServiceNamespace", "ResourceId", "ScalableDimension"))


def register(request: dict[str, Any]) -> tuple:
    members = ("ServiceNamespace", "ResourceId", "ScalableDimension", "MinCapacity", "MaxCapacity")
    known = targets.get(key(request), {})
    targets[key(request)] = {**known, **{name: request[name] for name in members if name in request}}
    return json_response({})


def deregister(request: dict[str, Any]) -> tuple:
    if key(request) not in targets:
        return error_response_json("ObjectNotFoundException", f"No scalable target {key(request)}.")
    del targets[key(request)]
    return json_response({})


def describe(request: dict[str, Any]) -> tuple:
    ids = request.get("ResourceIds", [])
    if len(ids) > MAXIMUM_IDS:
        return error_response_json("ValidationException", f"At most {MAXIMUM_IDS} resource ids.")
    found = [
        target
        for target in targets.values()
        if target["ServiceNamespace"] == request["ServiceNamespace"]
        and request.get("ScalableDimension") in (None, target["ScalableDimension"])
        and (not ids or target["ResourceId"] in ids)
    ]
    return json_response({"ScalableTargets": found})
