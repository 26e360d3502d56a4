"""Starts, finds and stops the emulated AWS.

It listens on loopback only, on a free port unless the user asks for one, and keeps its state for as
long as it runs. Functions are its child processes: the whole process group ends with it. Each start
draws a root key of its own, without which nobody gets in (see guard.py).
"""

import base64
import functools
import http.client
import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

import boto3
import botocore.session
from botocore.config import Config
from botocore.credentials import Credentials

from local.guard import HEALTH, KEY_HEADER, proof, same
from local.paths import ROOT, WORK
from local.problem import Problem

REGION = "us-east-1"
# Of the root user the random key is what counts: MiniStack does not check its signature.
SECRET = "test"
# For tools that ask for credentials and call nothing with them.
NOBODY = {"AWS_ACCESS_KEY_ID": "nobody", "AWS_SECRET_ACCESS_KEY": "nobody"}
START_SECONDS = 60


@dataclass(frozen=True)
class Emulator:
    """A running emulator."""

    pid: int
    port: int
    folder: str
    # The root user's; everyone else's credentials are issued by it, and its IAM policies hold.
    key: str = field(default="", repr=False)

    @property
    def root(self) -> Credentials:
        return Credentials(self.key, SECRET)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return Path(self.folder) / "emulator.log"

    def environment(self) -> dict[str, str]:
        """What makes the AWS CLI, SAM and boto3 talk to this emulator and to nothing else."""
        return {
            **without_account(os.environ),
            "AWS_ACCESS_KEY_ID": self.key,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_PAGER": "",
        }

    def client(self, service: str, caller: Credentials | None = None):
        """A client of an AWS service, the root user's unless told otherwise."""
        credentials = caller or self.root
        return session().client(
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=credentials.access_key,
            aws_secret_access_key=credentials.secret_key,
            config=Config(
                ignore_configured_endpoint_urls=True,
                inject_host_prefix=False,
                s3={"addressing_style": "path"},
                max_pool_connections=50,
            ),
        )

    def calls(self, reset: bool = False) -> dict[str, dict[str, int]]:
        """How often each function made each call of AWS since the last reset."""
        request = urllib.request.Request(
            f"{self.url}/_ecs-compose/calls",
            headers={KEY_HEADER: self.key},
            method="DELETE" if reset else "GET",
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def healthy(self) -> bool:
        """Whether this very emulator answers: whoever else has its port cannot prove to know the key."""
        challenge = secrets.token_hex()
        try:
            with urllib.request.urlopen(f"{self.url}{HEALTH}?challenge={challenge}", timeout=5) as answer:
                return same(json.load(answer)["proof"], proof(self.key, challenge))
        except (OSError, http.client.HTTPException, ValueError, LookupError, TypeError, AttributeError):
            return False


@functools.cache
def session() -> boto3.Session:
    """A session that reads no profile and no file of the user's."""
    variables = {"profile": (None, None, None, None), "config_file": (None, None, os.devnull, None)}
    return boto3.Session(botocore_session=botocore.session.Session(session_vars=variables))


def without_account(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without the user's own AWS account: no profile, no session, no endpoint."""
    return {name: value for name, value in environment.items() if not name.startswith("AWS_")}


def free_port(wanted: str | None) -> int:
    """The port that the user asked for, or any that is free."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(wanted or 0)))
        except ValueError:
            raise Problem(f"PORT={wanted} is no port number.") from None
        except (OSError, OverflowError) as error:
            raise Problem(
                f"Port {wanted} cannot be used ({error.strerror or error}): choose another one, "
                "or leave PORT out to take any free one."
            ) from None
        return probe.getsockname()[1]


def start(folder: Path, port: str | None = None, detached: bool = False) -> Emulator:
    """Starts an emulator whose files go to a folder.

    A detached one is noted there, for a later run to find; any other ends with this process.
    """
    number = free_port(port)
    shutil.rmtree(folder / "tmp", ignore_errors=True)
    (folder / "tmp").mkdir(parents=True)
    key = "AKIA" + base64.b32encode(secrets.token_bytes(10)).decode()
    environment = {
        name: os.environ[name] for name in ("PATH", "HOME", "LANG", "DOCKER_HOST") if name in os.environ
    }
    environment.update(
        AWS_ACCESS_KEY_ID=key,
        AWS_SECRET_ACCESS_KEY=SECRET,
        AUTH="true",
        BIND_HOST="127.0.0.1",
        GATEWAY_PORT=str(number),
        MINISTACK_REGION=REGION,
        AWS_ENDPOINT_URL=f"http://127.0.0.1:{number}",
        IOT_MTLS_ENABLED="0",
        SFTP_ENABLED="0",
        LOG_LEVEL="WARNING",
        TMPDIR=str(folder / "tmp"),
        PYTHONPATH=str(ROOT),
    )
    command = [sys.executable, "-m", "local.gateway"]
    if not detached:
        command.append(str(os.getpid()))
    with open(folder / "emulator.log", "w") as log:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    emulator = Emulator(process.pid, number, str(folder), key)
    if detached:
        remember(emulator)
    deadline = time.monotonic() + START_SECONDS
    while not emulator.healthy():
        if process.poll() is not None or time.monotonic() > deadline:
            stop(emulator)
            forget(folder)
            last = emulator.log.read_text().strip().splitlines()[-1:] or ["it said nothing"]
            raise Problem(f"The emulator did not start ({last[0]}); its log is {emulator.log}.")
        time.sleep(0.1)
    return emulator


def processes(emulator: Emulator, part: str = "") -> list[int]:
    """The emulator's processes that still live: itself and the functions it started, or only those
    whose command contains a text.

    They are told by their process group and by their command, because a process id that an old file
    remembers may by now belong to a program of someone else.
    """
    listed = subprocess.run(
        ["ps", "-A", "-o", "pid=,pgid=,stat=,command="], stdout=subprocess.PIPE, text=True
    ).stdout
    found = []
    for line in listed.splitlines():
        pid, group, state, command = line.split(None, 3)
        ours = "local.gateway" in command or str(WORK) in command
        if int(group) == emulator.pid and ours and part in command and not state.startswith("Z"):
            found.append(int(pid))
    return found


def stop(emulator: Emulator) -> None:
    """Ends the emulator and every function that it runs."""
    for number, seconds in ((signal.SIGTERM, 5.0), (signal.SIGKILL, 5.0)):
        for pid in processes(emulator):
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                continue
        deadline = time.monotonic() + seconds
        while processes(emulator) and time.monotonic() < deadline:
            time.sleep(0.1)
    shutil.rmtree(Path(emulator.folder) / "tmp", ignore_errors=True)


def remember(emulator: Emulator) -> None:
    """Notes an emulator for a later run to find; the note holds its key, so only its user may read it."""
    file = note(Path(emulator.folder))
    file.unlink(missing_ok=True)
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as text:
        json.dump(asdict(emulator), text)


def recall(folder: Path) -> Emulator | None:
    """The detached emulator of a folder, if it was noted, alive or not.

    One of a version that drew no key is found too, and then stopped.
    """
    try:
        return Emulator(**json.loads(note(folder).read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def forget(folder: Path) -> None:
    note(folder).unlink(missing_ok=True)


def note(folder: Path) -> Path:
    return folder / "emulator.json"
