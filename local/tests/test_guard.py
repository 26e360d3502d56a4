"""Nobody but who started the emulator gets in, and the functions and users to whom it gave keys."""

import json
import unittest
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.exceptions import ClientError

from local.emulator import REGION, SECRET
from local.guard import HEALTH, KEY_HEADER, refusal
from local.tests.stage import EndToEnd

ROOT = "AKIAROOT"
API = "/_aws/execute-api/abc/v1/api/clusters/web"


class RulesTest(unittest.TestCase):
    """The rules as such: a row for each request, and whether it comes in."""

    def test_requests(self) -> None:
        root, user, test, account = (
            {"authorization": f"AWS4-HMAC-SHA256 Credential={key}/20260101/us-east-1/s3/aws4_request, Signed"}
            for key in (ROOT, "AKIAUSER", "test", "000000000000")
        )
        presigned = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}%2F20260101%2Fus-east-1%2Fs3"
        double = root["authorization"] + " " + user["authorization"]
        for comes_in, path, query, headers in (
            (True, "/", "", root),
            (True, "/", "", user),
            (False, "/", "", {}),
            (False, "/", "", test),
            (False, "/", "", account),
            (False, "/", "", {"authorization": "AWS4-HMAC-SHA256 Credential=/20260101/"}),
            (False, "/", "", {"authorization": "AWS4-HMAC-SHA256"}),
            (False, "/", "", {"authorization": f"AWS {ROOT}:signature"}),
            (False, "/", "", {"authorization": double}),
            (True, "/b/k", presigned.format(ROOT), {}),
            (True, "/b/k", presigned.format("AKIAUSER"), {}),
            (False, "/b/k", presigned.format("test"), {}),
            (False, "/b/k", presigned.format("test"), root),
            (False, "/b/k", presigned.format(ROOT) + "&x-amz-credential=test", {}),
            (True, "/b/k", f"AWSAccessKeyId={ROOT}&Signature=s", {}),
            (False, "/b/k", "AWSAccessKeyId=test&Signature=s", {}),
            (False, "/b/k", f"awsaccesskeyid={ROOT}&Signature=s", {}),
            (False, "/b/k", f"AWSAccessKeyId={ROOT}", root),
            (True, API, "", {}),
            (True, API, "", user),
            (False, API, "", test),
            (False, API, presigned.format("test"), {}),
            (False, "/_aws/execute-api/", "", {}),
            (True, HEALTH, "challenge=1", {}),
            (True, "/_ecs-compose/calls", "", {KEY_HEADER: ROOT}),
            (False, "/_ecs-compose/calls", "", {KEY_HEADER: "test"}),
            (False, "/_ecs-compose/calls", "", {}),
            (False, "/_ministack/reset", "", {}),
            (False, "/_ministack/reset", "", user),
            (True, "/_ministack/reset", "", root),
            (False, "/", "", {KEY_HEADER: ROOT}),
            (False, "/", "", {**root, "origin": "http://127.0.0.1:8080"}),
            (False, HEALTH, "", {"origin": "null"}),
            (True, "/", "", {**root, "host": "localhost"}),
            (False, "/", "", {**root, "host": "rebound.example:4566"}),
            (False, HEALTH, "", {"host": "127.0.0.1.rebound.example"}),
            (False, API, "", {"host": "abc.execute-api.localhost:4566"}),
        ):
            with self.subTest(path=path, query=query, headers=headers):
                sent = {"host": "127.0.0.1:4566", **headers}
                raw = [(name.encode(), value.encode()) for name, value in sent.items()]
                refused = refusal(path, query, raw, ROOT, lambda key: key == "AKIAUSER")
                self.assertEqual(comes_in, not refused, refused)

    def test_headers_that_come_twice(self) -> None:
        signed = f"AWS4-HMAC-SHA256 Credential={ROOT}/x".encode()
        host = (b"host", b"localhost")
        for headers in (
            [host, (b"Authorization", signed), (b"authorization", signed)],
            [host, host, (b"authorization", signed)],
            [(b"authorization", signed)],
        ):
            self.assertTrue(refusal("/", "", headers, ROOT, lambda _: False))


class GuardTest(EndToEnd):
    """The same at the door itself."""

    def request(self, path: str = "/", method: str = "POST", key: str = "", **headers: str):
        """The status and the headers of the answer to a call of Lambda's API, signed if there is a key."""
        url = self.stage.emulator.url + path
        request = AWSRequest(method=method, url=url, headers=headers)
        if key:
            SigV4Auth(Credentials(key, SECRET), "lambda", REGION).add_auth(request)
        sent = urllib.request.Request(url, headers=dict(request.headers), method=method)
        try:
            with urllib.request.urlopen(sent, timeout=10) as answer:
                return answer.status, answer.headers
        except urllib.error.HTTPError as answer:
            return answer.status, answer.headers

    def test_only_the_key_of_this_start_is_root(self) -> None:
        functions = "/2015-03-31/functions/"
        self.assertEqual(200, self.request(functions, "GET", self.stage.emulator.key)[0])
        for key in ("", "test", "000000000000", "123456789012", "AKIAIOSFODNN7EXAMPLE"):
            with self.subTest(key=key):
                self.assertEqual(403, self.request(functions, "GET", key)[0])

    def test_a_web_page_learns_nothing(self) -> None:
        for key in ("", self.stage.emulator.key):
            status, headers = self.request("/", "OPTIONS", key, Origin="https://example.com")
            self.assertEqual(403, status)
            self.assertNotIn("access-control-allow-origin", headers)

    def test_switches_need_the_key(self) -> None:
        for path in ("/_ministack/reset", "/_ministack/config", "/_ecs-compose/calls", "/_ministack/health"):
            with self.subTest(path=path):
                self.assertEqual(403, self.request(path)[0])
        self.assertEqual(200, self.request("/_ministack/health", "GET", self.stage.emulator.key)[0])

    def test_another_name_for_this_host(self) -> None:
        port = urlsplit(self.stage.emulator.url).port
        self.assertEqual(403, self.request(HEALTH, "GET", Host=f"rebound.example:{port}")[0])

    def test_a_user_has_the_rights_of_its_policy_until_its_key_is_deleted(self) -> None:
        iam = self.stage.emulator.client("iam")
        iam.create_user(UserName="reader")
        statement = {"Effect": "Allow", "Action": "lambda:ListFunctions", "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
        iam.put_user_policy(UserName="reader", PolicyName="read", PolicyDocument=policy)
        key = iam.create_access_key(UserName="reader")["AccessKey"]
        reader = self.stage.emulator.client("lambda", Credentials(key["AccessKeyId"], key["SecretAccessKey"]))
        reader.list_functions()
        with self.assertRaisesRegex(ClientError, "AccessDenied"):
            reader.delete_function(FunctionName="any")
        iam.delete_access_key(UserName="reader", AccessKeyId=key["AccessKeyId"])
        with self.assertRaisesRegex(ClientError, "not of this start"):
            reader.list_functions()

    def test_a_presigned_url(self) -> None:
        bucket, key = self.stage.deployments.bucket, "guard.txt"
        self.s3.put_object(Bucket=bucket, Key=key, Body=b"guarded")
        url = self.s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key})
        with urllib.request.urlopen(url, timeout=10) as answer:
            self.assertEqual(b"guarded", answer.read())
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(url.replace(self.stage.emulator.key, "test"), timeout=10)
        self.assertEqual(403, refused.exception.code)
        self.s3.delete_object(Bucket=bucket, Key=key)
