"""Chooses the command line or the window."""

from __future__ import annotations

import gc
import io
import os
import sys
from importlib import import_module


def main() -> int:
    """Entry point of the ``lettrine`` command; returns its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", newline="\n")
    argv = sys.argv[1:]
    if argv and argv[0] != "open":
        from editor_app import cli  # noqa: PLC0415  (the window must not wait for the command line's imports)

        try:
            return cli.run(argv)
        except BrokenPipeError:  # the reader of our output left, as `head` does
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 0
    gc.disable()  # nothing is thrown away while the window opens; app.py turns it on again
    import_module("editor_app.gui")  # first, for the sake of what it does to imports
    from editor_app import app  # noqa: PLC0415  (the command line must not load Qt)

    return app.run(argv[1:])


if __name__ == "__main__":
    sys.exit(main())
