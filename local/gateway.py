"""The emulator's process: MiniStack, which also counts the calls that functions make to AWS,
authorises them as AWS does (see resources.py), and answers nobody else (see guard.py).

How many calls of which kind a deployment makes is a promise of the product, so tests and
measurements have to see it. With AUTH each function calls under its own role's session, which tells
them apart; nothing stands between the functions and the emulator.

    GET    /_ecs-compose/calls                {"function": {"service:Action": count}}
    DELETE /_ecs-compose/calls                starts from nothing
           /_ecs-compose/hold                 see holding.py
    GET    /_ecs-compose/health?challenge=…   {"proof": …} that this emulator knows the root key
"""

import collections
import json
import os
import signal
import sys
import threading
import time
from urllib.parse import parse_qs

import ministack.app as ministack
from ministack.core import iam_actions, iam_evaluator, lambda_runtime
from ministack.core.iam_actions import extract_iam_action
from ministack.core.router import detect_service, extract_access_key_id
from ministack.services import lambda_svc, sts

from local import autoscaling, cloudmap
from local.guard import HEALTH, proof, refusal
from local.holding import HOLD, Holder
from local.resources import resource

CALLS = "/_ecs-compose/calls"
# MiniStack takes what these name for its root user too.
ROOT_KEY = os.environ["AWS_ACCESS_KEY_ID"]

calls: "collections.Counter" = collections.Counter()
holder = Holder()
dispatch = ministack._dispatch_service_request
serve = ministack.app
resource_of_ministack = iam_actions.extract_resource_arn
credentials_of_ministack = lambda_runtime.execution_credentials
one_at_a_time = threading.Lock()


async def counting_dispatch(method, path, headers, body, query_params, request_id):
    caller = function_of(extract_access_key_id(headers, query_params))
    if caller:
        parameters = ministack._routing_params(method, path, headers, body, query_params)
        service = detect_service(method, path, headers, parameters)
        action = extract_iam_action(service, method, path, headers, body, parameters)
        call = action or f"{service}:{method}"
        calls[caller, call] += 1
        answer = await dispatch(method, path, headers, body, query_params, request_id)
        await holder.answered(caller, call)
        return answer
    return await dispatch(method, path, headers, body, query_params, request_id)


def resource_of_aws(service, method, path, headers, body, query_params, region, account_id):
    action = extract_iam_action(service, method, path, headers, body, query_params)
    return resource(action, path, query_params, body, region, account_id) or resource_of_ministack(
        service, method, path, headers, body, query_params, region, account_id
    )


def function_of(access_key):
    """The function to whose session a key belongs; empty for everyone else."""
    session = sts._sessions.get(access_key) or {}
    arn = session.get("Arn", "")
    return arn.rsplit("/", 1)[-1] if ":assumed-role/" in arn else ""


def execution_credentials(config):
    """A function's session, whose keys depend on the root key: MiniStack's follow from names alone."""
    with one_at_a_time:
        known = credentials_of_ministack(config)
        session = sts._sessions.pop(known["AWS_ACCESS_KEY_ID"])
        own = {name: proof(ROOT_KEY, value) for name, value in known.items()}
        own["AWS_ACCESS_KEY_ID"] = "ASIA" + own["AWS_ACCESS_KEY_ID"][:16].upper()
        secret, token = own["AWS_SECRET_ACCESS_KEY"], own["AWS_SESSION_TOKEN"]
        sts.register_session(
            own["AWS_ACCESS_KEY_ID"], {**session, "SecretAccessKey": secret, "SessionToken": token}
        )
    return own


def issued(access_key):
    """Whether the key belongs to a session or to a user."""
    try:
        return access_key in sts._sessions or bool(iam_evaluator.find_iam_access_key_account(access_key))
    except iam_evaluator.AmbiguousAccessKeyError:
        return False


async def app(scope, receive, send):
    if scope["type"] == "lifespan":
        return await serve(scope, receive, send)
    if scope["type"] != "http":
        # A WebSocket that is closed before it is accepted is refused; nothing here needs one.
        return await send({"type": "websocket.close", "code": 1008})
    path, query = scope["path"], scope.get("query_string", b"").decode("latin-1")
    refused = refusal(path, query, scope["headers"], ROOT_KEY, issued)
    if refused:
        print(f"Refused {scope['method']} {path!r}: {refused}", file=sys.stderr, flush=True)
        return await answer(send, 403, {"__type": "AccessDeniedException", "message": refused})
    if path == HEALTH:
        challenge = parse_qs(query).get("challenge", [""])[0]
        return await answer(send, 200, {"proof": proof(ROOT_KEY, challenge)})
    if path == HOLD:
        return await answer(send, 200, holder.serve(scope["method"], query))
    if path == CALLS:
        return await answer(send, 200, count(reset=scope["method"] == "DELETE"))
    return await serve(scope, receive, send)


def count(reset):
    counted = collections.defaultdict(dict)
    for (function, action), number in sorted(calls.items()):
        counted[function][action] = number
    if reset:
        calls.clear()
    return counted


async def answer(send, status, document):
    body = json.dumps(document).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
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
    autoscaling.install()
    cloudmap.install()
    lambda_svc.execution_credentials = lambda_runtime.execution_credentials = execution_credentials
    ministack.main()
