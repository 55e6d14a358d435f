"""The command line: one verb, one file; bad input ends in one clear message and exit code 2, never in a traceback."""

import sys


def main() -> None:
    """Load the verbs and run the command line; Ctrl-C is quiet from the first moment."""
    try:
        from safepassage.cli.app import run
    except KeyboardInterrupt:
        sys.exit(130)
    run()
