"""Whatever is sent to the API, it answers as api/openapi.yaml says, and with no error of its own."""

import warnings
from typing import Any

import schemathesis
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import HealthCheck, Phase, given, settings
from requests import PreparedRequest, Response
from requests.auth import AuthBase
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from local.emulator import REGION
from local.paths import ROOT
from local.tests.stage import EndToEnd

# Of each operation, once with any names and once with those of a cluster that there is.
EXAMPLES = 12
STACKFILE = "services: {worker: {image: 'worker:1', memory: 64, desired_count: 0}}"


class Signature(AuthBase):
    """Signs requests with Signature Version 4."""

    def __init__(self, caller: Credentials) -> None:
        self.caller = caller

    def __call__(self, request: PreparedRequest) -> PreparedRequest:
        signed = AWSRequest(method=request.method, url=request.url, data=request.body)
        SigV4Auth(self.caller, "execute-api", REGION).add_auth(signed)
        request.headers.update(dict(signed.headers))
        return request


class ContractTest(EndToEnd):
    known: dict[str, str]

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        test = cls()
        test.cluster("contract")
        cls.known = {"cluster": "contract", "service": "worker"}
        cls.known["id"] = test.deploy("contract", STACKFILE).id

    def check(self, case: Any) -> None:
        response = case.call(
            base_url=self.stage.outputs["ApiUrl"], auth=Signature(self.stage.emulator.root), timeout=60
        )
        checks = [not_a_server_error, status_code_conformance]
        if is_checked(response):
            checks.append(response_schema_conformance)
        case.validate_response(response, checks=checks)

    def test_any_call_is_answered_as_documented(self) -> None:
        schema = schemathesis.openapi.from_path(ROOT / "api" / "openapi.yaml")
        operations = [result.ok() for result in schema.get_all_operations()]
        self.assertGreater(len(operations), 5)
        for operation in operations:
            with self.subTest(operation=operation.label):
                self.explore(operation, {})
            with self.subTest(operation=operation.label, of="a cluster that there is"):
                self.explore(operation, self.known)

    def explore(self, operation: Any, known: dict[str, str]) -> None:
        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            # The same calls in each run, and nothing left in the checkout.
            derandomize=True,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy())
        def answers(case: Any) -> None:
            for name in set(case.path_parameters or {}) & set(known):
                case.path_parameters[name] = known[name]
            self.check(case)

        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answers()


def is_checked(response: Response) -> bool:
    """Whether an answer's body can be held against its schema.

    Of YAML the document says that it is text, where schemathesis looks at what it means; and a few
    calls the emulator answers in API Gateway's place, and not as the document asks.
    """
    if "json" not in response.headers.get("Content-Type", ""):
        return False
    return response.status_code != 403 or "message" not in response.json()
