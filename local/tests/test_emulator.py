"""The emulator's start, and what of the user's own AWS account its tools see: nothing."""

import http.server
import os
import stat
import tempfile
import threading
import unittest
from pathlib import Path
from unittest import mock

from local import emulator as emulators
from local.build import sam_environment
from local.emulator import Emulator
from local.install import environment
from local.problem import Problem
from local.tests.stage import EndToEnd

ACCOUNT = {
    "AWS_PROFILE": "no-such-profile",
    "AWS_DEFAULT_PROFILE": "no-such-profile",
    "AWS_ACCESS_KEY_ID": "mine",
    "AWS_SECRET_ACCESS_KEY": "mine",
    "AWS_SESSION_TOKEN": "mine",
    "AWS_ENDPOINT_URL_S3": "https://s3.example.com",
    "AWS_ENDPOINT_URL": "https://example.com",
    "AWS_CONFIG_FILE": "/no/such/file",
    "AWS_REGION": "mars-north-1",
}


class Impostor(http.server.BaseHTTPRequestHandler):
    """Answers everything as if it were healthy."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"proof": "none", "services": {}}')

    def log_message(self, format: str, *arguments: object) -> None:
        """Nothing to tell."""


class AccountTest(EndToEnd):
    """The stage's emulator, asked with somebody's account in the environment."""

    @mock.patch.dict(os.environ, ACCOUNT)
    def test_sam_sees_the_emulator_alone(self) -> None:
        emulator = self.stage.emulator
        seen = {name: value for name, value in environment(emulator).items() if name.startswith("AWS_")}
        self.assertEqual(
            {
                "AWS_ACCESS_KEY_ID": emulator.key,
                "AWS_SECRET_ACCESS_KEY": emulators.SECRET,
                "AWS_ENDPOINT_URL": emulator.url,
                "AWS_REGION": emulators.REGION,
                "AWS_DEFAULT_REGION": emulators.REGION,
                "AWS_CONFIG_FILE": os.devnull,
                "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
                "AWS_EC2_METADATA_DISABLED": "true",
                "AWS_PAGER": "",
            },
            seen,
        )
        self.assertEqual("0", environment(emulator)["SAM_CLI_TELEMETRY"])

    @mock.patch.dict(os.environ, ACCOUNT)
    def test_builds_see_no_account(self) -> None:
        seen = sam_environment()
        for name in ACCOUNT:
            self.assertNotEqual(ACCOUNT[name], seen.get(name), name)

    @mock.patch.dict(os.environ, ACCOUNT)
    def test_clients_reach_the_emulator(self) -> None:
        emulators.session.cache_clear()
        identity = self.stage.emulator.client("sts").get_caller_identity()
        self.assertEqual("arn:aws:iam::000000000000:root", identity["Arn"])
        self.stage.emulator.client("s3").head_bucket(Bucket=self.stage.deployments.bucket)


class StartTest(unittest.TestCase):
    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def test_the_note_with_the_key_is_for_its_user_alone(self) -> None:
        file = emulators.note(self.folder)
        file.write_text("left by an older one")
        file.chmod(0o644)
        noted = Emulator(1, 2, str(self.folder), "key")
        emulators.remember(noted)
        self.assertEqual(0o600, stat.S_IMODE(file.stat().st_mode))
        self.assertEqual(noted, emulators.recall(self.folder))
        self.assertNotIn("'key'", repr(noted))

    def test_whoever_has_the_port_is_not_taken_for_the_emulator(self) -> None:
        with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Impostor) as impostor:
            threading.Thread(target=impostor.serve_forever, daemon=True).start()
            port = impostor.server_address[1]
            self.assertFalse(Emulator(os.getpid(), port, str(self.folder), "key").healthy())
            with (
                mock.patch.object(emulators, "free_port", return_value=port),
                self.assertRaisesRegex(Problem, "did not start"),
            ):
                emulators.start(self.folder)
            impostor.shutdown()
