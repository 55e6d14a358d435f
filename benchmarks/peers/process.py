"""A peer in a process of its own: what is asked goes to its standard input, and it answers on standard output."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GRACE_S = 20.0
"""A peer that overruns twice its budget by so much is stopped, and the table says so."""


class UnansweredError(Exception):
    """The peer failed or took too long; says how."""


def ask(module: str, question: bytes, seconds: float) -> bytes:
    """What the peer answers; it was told to search for so many seconds.

    Raises:
        UnansweredError: it did not answer.
    """
    patience_s = 2 * seconds + GRACE_S
    command = [sys.executable, "-m", module]
    try:
        finished = subprocess.run(  # noqa: S603
            command, input=question, capture_output=True, check=False, cwd=ROOT, timeout=patience_s
        )
    except subprocess.TimeoutExpired:
        raise UnansweredError(f"stopped: no answer after {patience_s:g} s") from None
    if finished.returncode:
        said = finished.stderr.decode(errors="replace").strip().splitlines()
        raise UnansweredError(f"failed: {said[-1] if said else finished.returncode}")
    return finished.stdout
