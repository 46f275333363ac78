"""Says what preflight found: to the bundle's report, to the window, to whoever is refused an export."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from editor_app.desk.preflight import Point, Preflight
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP
from editor_app.issue.waivers import Waiver
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity


def report(issue: Issue, done: Preflight, *, forced: bool) -> dict[str, object]:
    """The preflight as it goes into the bundle, ready for JSON: what was found, who signed for it, who signed which
    section. No clock but the letter's, no folder of this machine, no word of a remark."""
    return {
        "version": 2,
        "letter": {"id": issue.id, "number": issue.number, "title": issue.title},
        "forced": forced,
        "findings": [_described(point) for point in done.points],
        "sections": [
            {
                "id": section.id,
                "heading": issue.outline.heading(section.id),
                "status": section.status.value,
                "signatures": [
                    {
                        "by": one.author,
                        "verdict": one.verdict.value,
                        "on": one.when.date().isoformat(),
                        "current": one.current,
                    }
                    for one in done.signed.of(section.id)
                ],
            }
            for section in issue.outline.walk()
            if section.id in done.signed.sections
        ],
        "openRemarks": len(done.signed.open_remarks),
    }


def to_json(points: Iterable[Point]) -> str:
    """``points`` on one line, with all that is needed to go to each."""
    values = [{**_described(point), "inText": point.in_text, **_range(point.diagnostic)} for point in points]
    return json.dumps({"version": 1, "points": values}, ensure_ascii=False)


def from_json(source: str) -> tuple[Point, ...]:
    """The reverse of ``to_json``. Raises ValueError or KeyError for anything else."""
    return tuple(map(_point, json.loads(source)["points"]))


def _described(point: Point) -> dict[str, object]:
    found = point.diagnostic
    return {
        "file": point.file,
        "section": point.section,
        "place": point.place,
        "line": point.line,
        "column": point.column,
        "rule": found.rule,
        "category": found.category.value,
        "severity": found.severity.value,
        "text": found.text,
        "message": found.message,
        "mark": point.mark,
        "signedBy": point.waiver.by if point.waiver else None,
        "signedOn": point.waiver.on.isoformat() if point.waiver else None,
    }


def _range(found: Diagnostic) -> dict[str, object]:
    return {"start": found.start, "end": found.end, "suggestions": list(found.suggestions)}


def _point(values: Mapping[str, Any]) -> Point:
    found = Diagnostic(
        values["rule"],
        Category(values["category"]),
        Severity(values["severity"]),
        values["start"],
        values["end"],
        values["text"],
        values["message"],
        tuple(values["suggestions"]),
    )
    by, on = values["signedBy"], values["signedOn"]
    waiver = Waiver(values["mark"], found.rule, by, datetime.date.fromisoformat(on)) if by else None
    return Point(
        found,
        values["file"],
        values["section"],
        values["inText"],
        values["place"],
        values["line"],
        values["column"],
        values["mark"],
        waiver,
    )


def refusal(name: str, errors: Sequence[Point]) -> str:
    """The French sentence that tells why the letter ``name`` does not go out, and where to begin."""
    first = errors[0]
    faults = "1 faute arrête l’export" if len(errors) == 1 else f"{len(errors)} fautes arrêtent l’export"
    which = f"{first.place}{NBSP}: {first.diagnostic.message.rstrip('.')}"
    begin = which if len(errors) == 1 else f"d’abord {which}"
    return f"{name}{NBSP}: {faults} ({begin}){NBSP}; corrigez, ou exportez tout de même (--force)."
