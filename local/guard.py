"""Who may talk to the emulator.

MiniStack takes `test`, or any twelve digits, for its root user, lets web pages of every origin in, and
runs the functions that it is given as processes of whoever started it. Behind this door only the
root key that this start drew and the keys that the emulator itself issued count, and no browser's
request does: neither another user of the machine nor a web page that tries its ports gets in.
"""

import hmac
import re
import sys
from collections.abc import Callable, Iterable
from urllib.parse import parse_qs

# Tells that the emulator is the one that was started, by what it makes of a challenge.
HEALTH = "/_ecs-compose/health"
KEY_HEADER = "x-ecs-compose-key"
# MiniStack's switches and ours: they know no policies, so they are for root alone.
INTERNAL = ("/_ecs-compose/", "/_ministack/")
# An API decides itself who may call it; ours wants a signature for every method.
API = re.compile(r"/_aws/execute-api/[^/]+/.")
SIGNED_BY_HEADER = re.compile(r"AWS4-HMAC-SHA256 Credential=([^/,\s]+)/")
QUERY_CREDENTIALS = {"x-amz-credential", "x-amz-algorithm", "x-amz-signature", "awsaccesskeyid", "signature"}
# Where Docker runs the functions, in a virtual machine, they call its host by that name.
HOSTS = {"127.0.0.1", "localhost"} | (set() if sys.platform == "linux" else {"host.docker.internal"})

Headers = Iterable[tuple[bytes, bytes]]


def proof(key: str, challenge: str) -> str:
    """What only one who knows the key can make of a challenge, and what gives nothing of it away."""
    return hmac.new(key.encode(), f"ecs-compose emulator {challenge}".encode(), "sha256").hexdigest()


def same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def refusal(path: str, query: str, headers: Headers, root: str, issued: Callable[[str], bool]) -> str:
    """Why a request may not come in; empty if it may.

    `issued` tells whether the emulator gave a key to a user or to a role's session. Whether the key
    is still valid, the signature right and the call allowed is for MiniStack to say.
    """
    fields: dict[str, list[str]] = {}
    for name, value in headers:
        fields.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    if "origin" in fields:
        return "Requests of web pages are refused."
    hosts = fields.get("host", [])
    if len(hosts) != 1 or re.sub(r":\d+$", "", hosts[0]).lower() not in HOSTS:
        return f"Only requests to {' or '.join(sorted(HOSTS))} are answered."
    if path == HEALTH:
        return ""
    if path.startswith(INTERNAL) and any(same(key, root) for key in fields.get(KEY_HEADER, [])):
        return ""
    authorizations = fields.get("authorization", [])
    parameters = {
        name: values
        for name, values in parse_qs(query, keep_blank_values=True).items()
        if name.lower() in QUERY_CREDENTIALS
    }
    if not authorizations and not parameters:
        return "" if API.match(path) else "The request is not signed."
    keys = claimed(authorizations, parameters)
    if len(keys) != 1 or not keys[0]:
        return "The request has to be signed, by one key."
    if same(keys[0], root):
        return ""
    if path.startswith(INTERNAL) or not issued(keys[0]):
        return "The access key is not of this start of the emulator; `make demo` prints the one that is."
    return ""


def claimed(authorizations: list[str], parameters: dict[str, list[str]]) -> list[str]:
    """The keys that a request claims to be signed with, an empty one for what is not understood.

    With two of them, MiniStack might check one and go by the other.
    """
    keys = []
    for authorization in authorizations:
        match = SIGNED_BY_HEADER.match(authorization)
        keys.append(match.group(1) if match and authorization.count("Credential=") == 1 else "")
    for name, values in parameters.items():
        if name.lower() in ("x-amz-credential", "awsaccesskeyid"):
            understood = name in ("X-Amz-Credential", "AWSAccessKeyId")
            keys += [value.split("/")[0] if understood else "" for value in values]
    return keys
