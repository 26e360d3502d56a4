"""Calls the API as its users do: over HTTP, signed with Signature Version 4."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.emulator import REGION


@dataclass(frozen=True)
class Answer:
    """What the API answered; header names are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


def call(
    method: str,
    url: str,
    caller: Credentials | None,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> Answer:
    """Makes a call, unsigned if there is no caller; an answer of any status is an answer."""
    request = AWSRequest(method=method, url=url, data=body, headers=dict(headers or {}))
    if caller:
        SigV4Auth(caller, "execute-api", REGION).add_auth(request)
    outgoing = urllib.request.Request(url, data=body or None, headers=dict(request.headers), method=method)
    try:
        with urllib.request.urlopen(outgoing, timeout=60) as answer:
            return read(answer)
    except urllib.error.HTTPError as answer:
        return read(answer)


def read(answer: Any) -> Answer:
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status, headers, answer.read())
