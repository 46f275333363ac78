"""What the window and its worker say to each other: one JSON object a line, UTF-8, ``type`` first.

To the worker:

``letter``   the whole letter: ``serial``, ``issue`` (the text of issue.yaml), ``texts`` and ``revisions`` by section,
             ``folder`` (of its theme and pictures)
``issue``    the issue's values changed: ``issue`` as above; with ``page`` true the whole page comes back in any case
``splice``   lines of a section changed: ``section``, ``revision``, ``first``, ``removed``, ``lines``
``text``     a section's whole text changed: ``section``, ``revision``, ``text``
``look``     a section was opened, its text under a new revision: ``section``, ``revision``
``view``     the page is wanted as readers of the web (``email`` false) or of the e-mail see it (``email`` true), with
             pictures from ``folder``; it comes whole at once
``suggest``  corrections for an unknown word: ``id``, ``word``

To the window:

``ready``        the checker is loaded; ``missing``: French sentences about layers that this machine lacks
``opened``       the letter of that ``serial`` was taken; what came before is about another one
``page``         the whole page: ``html``, ``revision`` (of the open section), ``starts`` by section (as in ``patch``)
``patch``        blocks of a section's body changed: ``section``, ``revision``, ``first``, ``removed``, ``blocks``, and
                 ``starts``, the line where each block of the section now starts
``email``        in the place of both while the e-mail is wanted: ``html``, a whole page, ``subject``, ``preheader``,
                 ``revision``
``findings``     diagnostics of a section by line, the lines whose diagnostics changed or that are new to the window:
                 ``section``, ``revision``, ``lines``; ``more`` when sentences, or what other sections say to it,
                 are still to be read
``letter``       diagnostics of the issue's own values (titles, descriptions): ``findings``
``suggestions``  ``id``, ``words``

A revision is the window's; an answer carries the one it was asked for. Lines count from 0; offsets are code points
from the start of the line.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity

Message = dict[str, Any]

LONGEST_LINE = 64 * 1024 * 1024
"""Bytes of one message; a longer one ends the conversation."""


def encode(message: Mapping[str, object]) -> bytes:
    """One message as a line of bytes, its line end included."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass") + b"\n"


def decode(line: bytes) -> Message:
    """The message in a line; raises ValueError when it is none."""
    message = json.loads(line.decode("utf-8", "surrogatepass"))
    if not isinstance(message, dict) or not isinstance(message.get("type"), str):
        raise ValueError("not a message")
    return message


def pack_lines(lines: Mapping[int, Sequence[Diagnostic]]) -> dict[str, list[dict[str, object]]]:
    """Diagnostics by line, ready for JSON."""
    return {str(number): [asdict(diagnostic) for diagnostic in found] for number, found in lines.items()}


def unpack_lines(packed: Mapping[str, Iterable[Mapping[str, Any]]]) -> dict[int, tuple[Diagnostic, ...]]:
    """The reverse of ``pack_lines``."""
    return {int(number): tuple(unpack_diagnostic(found) for found in row) for number, row in packed.items()}


def unpack_diagnostic(packed: Mapping[str, Any]) -> Diagnostic:
    """A diagnostic out of its JSON form."""
    return Diagnostic(
        **{
            **packed,
            "category": Category(packed["category"]),
            "severity": Severity(packed["severity"]),
            "suggestions": tuple(packed["suggestions"]),
        }
    )


def pack_findings(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Findings about the issue's own values, ready for JSON."""
    return [{"diagnostic": asdict(finding.diagnostic), "field": list(finding.field)} for finding in findings]


def unpack_findings(packed: Iterable[Mapping[str, Any]]) -> tuple[Finding, ...]:
    """The reverse of ``pack_findings``."""
    return tuple(Finding(unpack_diagnostic(row["diagnostic"]), None, tuple(row["field"])) for row in packed)
