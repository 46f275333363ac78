"""Errors that people can act on; everything else is a defect of the program."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line answers to the shell (a contract: scripts depend on it)."""

    DONE = 0
    FOUND = 1
    IMPOSSIBLE = 2


class LettrineError(Exception):
    """Something could not be done; nothing of the person's was changed.

    The message is one French sentence that names the file, the place and the way out.
    """

    exit_code = ExitCode.IMPOSSIBLE


class RefusedError(LettrineError):
    """Something could have been done but must not be, such as an export behind a failed preflight."""

    exit_code = ExitCode.FOUND
