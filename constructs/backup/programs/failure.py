"""How the programs of the backups end: exit code 0, or one line on standard error that names what went wrong, and exit code 1."""

import signal
import sys


class Failure(Exception):
    """Something that a person has to read: its text is one line."""


def one_line(text):
    """The last line of what a program said, which is the one that names its error."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no message"


def log(text):
    print(text, flush=True)


def _stopped(number, _frame):
    raise Failure(f"stopped by {signal.Signals(number).name}")


def run(what, main):
    """Runs a program to its end. A signal to stop is a failure like any other, so that the end of the attempt is still recorded."""
    signal.signal(signal.SIGTERM, _stopped)
    signal.signal(signal.SIGINT, _stopped)
    try:
        main()
    except Failure as failure:
        print(f"{what} failed: {failure}", file=sys.stderr)
        sys.exit(1)
    except Exception as error:  # an error that nobody thought of is one line as well
        print(f"{what} failed: {type(error).__name__}: {one_line(str(error))}", file=sys.stderr)
        sys.exit(1)
