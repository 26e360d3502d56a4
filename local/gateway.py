"""The emulator's process: MiniStack, which also counts the calls that functions make to AWS, and
authorises them as AWS does (see resources.py).

How many calls of which kind a deployment makes is a promise of the product, so tests and
measurements have to see it. With AUTH each function calls under its own role's session, which tells
them apart; nothing stands between the functions and the emulator.

    GET    /_ecs-compose/calls   {"function": {"service:Action": count}}
    DELETE /_ecs-compose/calls   starts from nothing
"""

import collections
import json
import os
import signal
import sys
import threading
import time

import ministack.app as ministack
from ministack.core import iam_actions
from ministack.core.iam_actions import extract_iam_action
from ministack.core.router import detect_service, extract_access_key_id

from local.resources import resource

PATH = "/_ecs-compose/calls"

calls: "collections.Counter" = collections.Counter()
dispatch = ministack._dispatch_service_request
serve = ministack.app
resource_of_ministack = iam_actions.extract_resource_arn


async def counting_dispatch(method, path, headers, body, query_params, request_id):
    caller = function_of(extract_access_key_id(headers, query_params))
    if caller:
        parameters = ministack._routing_params(method, path, headers, body, query_params)
        service = detect_service(method, path, headers, parameters)
        action = extract_iam_action(service, method, path, headers, body, parameters)
        calls[caller, action or f"{service}:{method}"] += 1
    return await dispatch(method, path, headers, body, query_params, request_id)


def resource_of_aws(service, method, path, headers, body, query_params, region, account_id):
    action = extract_iam_action(service, method, path, headers, body, query_params)
    return resource(action, body, region, account_id) or resource_of_ministack(
        service, method, path, headers, body, query_params, region, account_id
    )


def function_of(access_key):
    """The function to whose session a key belongs; empty for everyone else."""
    from ministack.services import sts

    session = sts._sessions.get(access_key) or {}
    arn = session.get("Arn", "")
    return arn.rsplit("/", 1)[-1] if ":assumed-role/" in arn else ""


async def app(scope, receive, send):
    if scope["type"] != "http" or scope["path"] != PATH:
        return await serve(scope, receive, send)
    answer = collections.defaultdict(dict)
    for (function, action), count in sorted(calls.items()):
        answer[function][action] = count
    if scope["method"] == "DELETE":
        calls.clear()
    body = json.dumps(answer).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def end_with(parent: int) -> None:
    """Ends this process and its functions' when the parent is gone, however it went."""
    while os.getppid() == parent:
        time.sleep(1)
    os.killpg(os.getpgid(0), signal.SIGKILL)


if __name__ == "__main__":
    if len(sys.argv) > 1:
        watched = int(sys.argv.pop())
        threading.Thread(target=end_with, args=(watched,), daemon=True).start()
    ministack._dispatch_service_request = counting_dispatch
    ministack.app = app
    iam_actions.extract_resource_arn = resource_of_aws
    ministack.main()
