"""Cloud Map, where MiniStack forgets which request made a namespace.

Rolling back tells by that whether a namespace is the deployment's own.
"""

from typing import Any

from ministack.services import servicediscovery

create_of_ministack = servicediscovery._create_namespace


def install() -> None:
    """Has MiniStack remember it."""
    servicediscovery._create_namespace = create


async def create(request: dict[str, Any]) -> tuple:
    answer = await create_of_ministack(request)
    if answer[0] == 200 and "CreatorRequestId" in request:
        for namespace in servicediscovery._namespaces.values():
            if namespace["Name"] == request["Name"]:
                namespace["CreatorRequestId"] = request["CreatorRequestId"]
    return answer
