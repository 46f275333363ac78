"""Say in French what the checks had found when the bundle was made."""

from __future__ import annotations

from collections.abc import Mapping

from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP

_SEVERITIES = {"error": "faute", "warning": "avertissement", "advice": "conseil"}


def report_text(issue: Issue, report: Mapping[str, object]) -> str:
    """The preflight ``report`` (``forced``, ``findings``: file, line, column, severity, text, message) for people."""
    findings = report.get("findings")
    known = [found for found in findings if isinstance(found, Mapping)] if isinstance(findings, list) else []
    lines = [f"Contrôle de la lettre n°{NBSP}{issue.number}{NBSP}: {issue.title}", ""]
    if report.get("forced"):
        lines += ["L’export a été forcé : personne n’a validé les fautes ci-dessous.", ""]
    if not known:
        lines.append("Les vérifications n’ont rien trouvé.")
    for found in known:
        severity = _SEVERITIES.get(str(found.get("severity")), str(found.get("severity")))
        place = f"{found.get('file')}, ligne{NBSP}{found.get('line')}"
        lines.append(f"- {place}{NBSP}: {severity}, «{NBSP}{found.get('text')}{NBSP}». {found.get('message')}")
    if known:
        lines += ["", f"Personne n’a validé ces remarques{NBSP}: {len(known)} en tout."]
    return "\n".join(lines) + "\n"
