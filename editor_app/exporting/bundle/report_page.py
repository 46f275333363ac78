"""Show what preflight found when the bundle was made, as a page that opens by itself in any browser."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from string import Template
from typing import Any, Final

from editor_app.assets import asset
from editor_app.exporting.bundle.report import GROUPS, STATES, outcome, place, shown_words, sign_off, signature
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP
from editor_app.rendering.lines import clean
from editor_app.rendering.ordinals import raised

_COUNTED: Final = {
    "error": ("faute", "fautes"),
    "warning": ("avertissement", "avertissements"),
    "advice": ("conseil", "conseils"),
}


def report_page(issue: Issue, report: Mapping[str, Any]) -> str:
    """The preflight ``report`` as an HTML document: no script, nothing fetched, its style within it, the same every
    time. It says what `report.report_text` says."""
    style = asset("bundle", "rapport.css").read_text(encoding="utf-8")
    findings: Sequence[Mapping[str, Any]] = report.get("findings", [])
    parts = [_findings(severity, heading, findings) for severity, heading in GROUPS]
    parts += [_left_out(report.get("leftOut", [])), _sections(report.get("sections", []))]
    return Template(asset("bundle", "rapport.html").read_text(encoding="utf-8")).substitute(
        language=escape(issue.language),
        policy=f"default-src 'none'; style-src 'sha256-{_digest(style)}'; base-uri 'none'; form-action 'none'",
        style=style,
        name=_text(issue.name),
        number=issue.number,
        window_title=_text(f"Contrôle de la lettre n°{NBSP}{issue.number} – {issue.title}"),
        title=raised(clean(" ".join(issue.title.split()))),
        outcome="\n".join(f"<p>{_text(sentence)}</p>" for sentence in outcome(report)),
        counts="\n".join(_count(severity, findings) for severity, _ in GROUPS),
        content="\n".join(filter(None, parts)),
    )


def _count(severity: str, findings: Iterable[Mapping[str, Any]]) -> str:
    count = sum(one["severity"] == severity for one in findings)
    one, several = _COUNTED[severity]
    return f'<li class="{severity}"><strong>{count}</strong> {several if count > 1 else one}</li>'


def _findings(severity: str, heading: str, findings: Iterable[Mapping[str, Any]]) -> str:
    found = [one for one in findings if one["severity"] == severity]
    if not found:
        return ""
    return _section(heading, f'<ul class="findings {severity}">\n{"".join(map(_finding, found))}</ul>')


def _finding(found: Mapping[str, Any]) -> str:
    words = shown_words(found)
    quoted = f'<span class="words">«{NBSP}{_text(words)}{NBSP}»</span> ' if words else ""
    said = signature(found)
    waits = " waits" if said and not found.get("signedBy") else ""
    signed = f'<p class="signed{waits}">{_text(said)}</p>' if said else ""
    return (
        f'<li><p class="place">{_text(place(found))}</p>'
        f'<p class="said">{quoted}{_text(str(found["message"]))}</p>{signed}</li>\n'
    )


def _left_out(formats: Iterable[Mapping[str, Any]]) -> str:
    rows = "".join(
        f'<li><p class="place">{_text(one["label"])}</p><p class="said">{_text(one["reason"])}</p></li>\n'
        for one in formats
    )
    return _section("Formats laissés de côté", f'<ul class="findings">\n{rows}</ul>') if rows else ""


def _sections(sections: Sequence[Mapping[str, Any]]) -> str:
    if not sections:
        return ""
    rows = "".join(
        f'<tr><th scope="row">{_text(one["heading"])}</th>'
        f'<td class="state {escape(one["status"])}">{_text(STATES.get(one["status"], one["status"]))}</td>'
        f"<td>{'<br>'.join(_text(sign_off(given)) for given in one['signatures']) or 'Personne'}</td></tr>\n"
        for one in sections
    )
    columns = "".join(f'<th scope="col">{name}</th>' for name in ("Rubrique", "État", "Signatures"))
    table = f"<table>\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>"
    return _section("Qui a signé les rubriques", table)


def _section(heading: str, content: str) -> str:
    return f"<section>\n<h2>{heading}</h2>\n{content}\n</section>"


def _text(words: str) -> str:
    return escape(clean(words), quote=True)


def _digest(style: str) -> str:
    return base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
