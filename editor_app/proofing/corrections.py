"""Puts the corrections of a check into the text."""

from __future__ import annotations

from collections.abc import Iterable

from editor_app.proofing.diagnostic import Diagnostic


def apply(text: str, diagnostics: Iterable[Diagnostic]) -> str:
    """``text`` with the first suggestion of each diagnostic in its place; those without one change nothing.

    Of two that overlap, the one that starts first is applied. Raises ValueError when a diagnostic is not of this text.
    """
    parts: list[str] = []
    done = 0
    for diagnostic in sorted(diagnostics, key=lambda one: (one.start, one.end)):
        if not diagnostic.suggestions or diagnostic.start < done:
            continue
        if text[diagnostic.start : diagnostic.end] != diagnostic.text:
            raise ValueError(f"not of this text: {diagnostic.rule} at {diagnostic.start}")
        parts += text[done : diagnostic.start], diagnostic.suggestions[0]
        done = diagnostic.end
    return "".join(parts) + text[done:]
