"""What goes wrong on the user's side is told in one sentence, not in a stack trace."""

import os
import signal
import sys
from collections.abc import Callable


class Problem(Exception):
    """Something that the user has to act on: what was found, and what to do."""


def run(main: Callable[[], None]) -> None:
    """Runs a program of this package and ends the process with its exit code."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        # A shell's background job ignores Ctrl-C, and so would all that it starts: the tests of what
        # Ctrl-C does among them.
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main()
    except Problem as problem:
        print(f"\n{problem}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        # Whoever read the output has enough of it; Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        print("\nInterrupted.", file=sys.stderr)
        sys.exit(130)
