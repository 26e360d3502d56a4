"""Holds back the answer to a chosen call of a chosen function.

So a test finds the function in the middle of its work, with the call done and the answer not there,
and can end its process at the worst moment.

    POST   /_ecs-compose/hold?function=…&call=service:Action   holds the answer to the next such call
    GET    /_ecs-compose/hold                                  {"holding": …} whether one is held
    DELETE /_ecs-compose/hold                                  lets go, and holds no more
"""

import asyncio
import contextlib
import json
import os
import signal
import time
import urllib.request
from collections.abc import Iterator
from urllib.parse import parse_qs, urlencode

from local import emulator as emulators
from local.emulator import Emulator
from local.guard import KEY_HEADER

HOLD = "/_ecs-compose/hold"
SECONDS = 60


class Holder:
    """The emulator's side: one call is held at a time."""

    def __init__(self) -> None:
        self.wanted: tuple[str, str] | None = None
        self.let_go: asyncio.Event | None = None

    async def answered(self, function: str, call: str) -> None:
        """Called with each call that a function made, before it gets its answer."""
        if self.wanted is None or call != self.wanted[1] or f"-{self.wanted[0]}-" not in function:
            return
        self.wanted = None
        self.let_go = asyncio.Event()
        await self.let_go.wait()

    def serve(self, method: str, query: str) -> dict[str, bool]:
        if method == "POST":
            parameters = parse_qs(query)
            self.wanted = (parameters["function"][0], parameters["call"][0])
        if method == "DELETE":
            self.wanted = None
            if self.let_go:
                self.let_go.set()
            self.let_go = None
        return {"holding": self.let_go is not None}


class Hold:
    """The test's side."""

    def __init__(self, emulator: Emulator, function: str, call: str) -> None:
        self.emulator = emulator
        self.function = function
        self.call = call

    def ask(self, method: str, **parameters: str) -> bool:
        request = urllib.request.Request(
            f"{self.emulator.url}{HOLD}?{urlencode(parameters)}",
            headers={KEY_HEADER: self.emulator.key},
            method=method,
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["holding"]

    def await_call(self) -> None:
        """Waits until the answer is held."""
        deadline = time.monotonic() + SECONDS
        while not self.ask("GET"):
            if time.monotonic() > deadline:
                raise AssertionError(f"{self.function} made no call {self.call} in {SECONDS} s.")
            time.sleep(0.05)

    def kill(self) -> int:
        """Waits until the answer is held, ends the function's processes, and returns how many."""
        self.await_call()
        # One that is idle may go too: the emulator starts another one when it needs it.
        found = emulators.processes(self.emulator, f".{self.function.removesuffix('Function')}Handler")
        for pid in found:
            os.kill(pid, signal.SIGKILL)
        return len(found)


@contextlib.contextmanager
def hold(emulator: Emulator, function: str, call: str) -> Iterator[Hold]:
    """Holds the answer to a function's next call of a kind until the end of the block."""
    held = Hold(emulator, function, call)
    held.ask("POST", function=function, call=call)
    try:
        yield held
    finally:
        held.ask("DELETE")
