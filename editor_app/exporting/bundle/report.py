"""Say in French what preflight found when the bundle was made, for whoever opens ``controle/``."""

from __future__ import annotations

import datetime
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP
from editor_app.rendering.dates import day_in_words

STATES: Final = {
    "todo": "à rédiger",
    "draft": "en cours",
    "review": "à relire",
    "ready": "bon à tirer",
}
_WIDTH: Final = 76
_LONGEST_WORDS: Final = 80
GROUPS: Final = (
    ("error", "Ce qui devait arrêter l’export"),
    ("warning", "Ce qui demande une signature"),
    ("advice", "Conseils"),
)


def report_text(issue: Issue, report: Mapping[str, Any]) -> str:
    """The preflight ``report`` for people: its findings by what they ask for, who signed for them, the formats that
    were left out (``leftOut``), and who signed each section."""
    title = f"Contrôle de la lettre n°{NBSP}{issue.number}{NBSP}: {issue.title}"
    lines = [title, "=" * min(len(title), 72), "", *outcome(report)]
    findings: Sequence[Mapping[str, Any]] = report.get("findings", [])
    for severity, heading in GROUPS:
        found = [one for one in findings if one["severity"] == severity]
        if found:
            lines += ["", heading, "-" * len(heading), ""]
            lines += [line for one in found for line in _wrapped(*_finding(one))]
    left_out: Sequence[Mapping[str, str]] = report.get("leftOut", [])
    if left_out:
        lines += ["", "Formats laissés de côté", "-----------------------", ""]
        lines += [line for one in left_out for line in _wrapped(f"- {one['label']}{NBSP}: {one['reason']}")]
    sections: Sequence[Mapping[str, Any]] = report.get("sections", [])
    if sections:
        lines += ["", "Qui a signé les rubriques", "-------------------------", ""]
        lines += [line for one in sections for line in _wrapped(_section(one))]
    return "\n".join(lines) + "\n"


def outcome(report: Mapping[str, Any]) -> Iterator[str]:
    """In one or two sentences: whether the letter could go out, and who answers for what is left."""
    findings: Sequence[Mapping[str, Any]] = report.get("findings", [])
    errors = [one for one in findings if one["severity"] == "error"]
    warnings = [one for one in findings if one["severity"] == "warning"]
    waiting = [one for one in warnings if not one.get("signedBy")]
    if report.get("forced"):
        yield "L’export a été forcé malgré les fautes ci-dessous."
    elif not errors:
        yield "Aucune faute n’arrêtait l’export."
    if not findings:
        yield "Les vérifications n’ont rien trouvé."
    elif waiting and len(waiting) == len(warnings):
        yield (
            "Personne n’a signé pour l’avertissement ci-dessous."
            if len(waiting) == 1
            else f"Personne n’a signé pour les {len(waiting)} avertissements ci-dessous."
        )
    elif waiting:
        yield f"Personne n’a signé pour {len(waiting)} des {len(warnings)} avertissements ci-dessous."
    elif warnings:
        yield "Tous les avertissements sont signés."


def _finding(found: Mapping[str, Any]) -> Iterator[str]:
    words = shown_words(found)
    quoted = f"«{NBSP}{words}{NBSP}». " if words else ""
    said = f" {signed}" if (signed := signature(found)) else ""
    yield f"- {place(found)}{NBSP}: {quoted}{found['message']}{said}"


def place(found: Mapping[str, Any]) -> str:
    """Where a finding stands, in French."""
    return str(found.get("place") or found.get("file"))


def shown_words(found: Mapping[str, Any]) -> str:
    """The words that a finding is about, on one line; empty where its sentence says enough."""
    words = " ".join(str(found["text"]).split())[:_LONGEST_WORDS]
    about_a_value = found.get("file") == "issue.yaml" and found.get("category") == "structure"
    told = str(found["message"]).startswith(f"«{NBSP}{words}{NBSP}»")
    return "" if about_a_value or told else words


def signature(found: Mapping[str, Any]) -> str:
    """Who signed for a warning, in a sentence; empty for what is no warning."""
    if found["severity"] != "warning":
        return ""
    by, on = found.get("signedBy"), found.get("signedOn")
    return f"Signé par {by}, le {day(str(on))}." if by else "Personne n’a signé."


def day(iso: str) -> str:
    """A day as it is written in French."""
    return day_in_words(datetime.date.fromisoformat(iso))


def _section(section: Mapping[str, Any]) -> str:
    said = f"{NBSP}; ".join(map(sign_off, section["signatures"])) or "personne"
    return f"- {section['heading']} ({STATES.get(section['status'], section['status'])}){NBSP}: {said}"


def sign_off(given: Mapping[str, Any]) -> str:
    """Who said what of a section, and when."""
    since = "" if given["current"] else " (le texte a changé depuis)"
    return f"{given['by']}, «{NBSP}{given['verdict']}{NBSP}», le {day(given['on'])}{since}"


def _wrapped(*entries: str) -> Iterator[str]:
    """The lines of a list's entry; no-break spaces hold."""
    for entry in entries:
        yield from textwrap.wrap(entry, _WIDTH, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
