"""Checks that a number follows the one before it: its number, its day, and the pattern of its title."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from editor_app.issue.model import Issue
from editor_app.issue.new import next_title
from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity

UNDATED = "structure/undated"
NUMBER_TAKEN = "structure/number-taken"
NUMBER_MISSING = "structure/earlier-number-missing"
DATE = "structure/date-before-earlier"
TITLE_NUMBER = "structure/number-in-title"
TITLE = "structure/title-pattern"

_NUMBERED = re.compile(
    r"(?<!\w)(?:n[°º]|num[ée]ro)[ \u00a0\u202f]?(?P<after>\d{1,5})(?![\w/.-])"
    r"|(?<!\w)(?P<before>\d{1,5})(?:e|è|ème|ième|re|ère)[ \u00a0](?:lettre|bulletin|num[ée]ro)\b",
    re.IGNORECASE,
)


def check_against_others(issue: Issue, others: Iterable[Issue]) -> Iterator[Finding]:
    """What does not follow from the other letters of the same library, those of the same newsletter. Where there is no
    other, only what the letter says of itself can be wrong."""
    if issue.date is None:
        words = "La lettre n’a pas de date de parution : donnez-la dans la fiche de la lettre."
        yield _about(UNDATED, Severity.WARNING, ("number",), str(issue.number), words)
    said = _NUMBERED.search(issue.title)
    number = int(said["after"] or said["before"]) if said else issue.number
    if number != issue.number:
        words = f"Le titre parle du numéro {number}, et la fiche de la lettre du numéro {issue.number}."
        yield _about(TITLE_NUMBER, Severity.WARNING, ("title",), issue.title, words)
    known = [one for one in others if _bare(one.name) == _bare(issue.name) and one.id != issue.id]
    if any(one.number == issue.number for one in known):
        words = f"Une autre lettre porte déjà le numéro {issue.number}."
        yield _about(NUMBER_TAKEN, Severity.WARNING, ("number",), str(issue.number), words)
    before = [one for one in known if one.number < issue.number]
    earlier = next((one for one in before if one.number == issue.number - 1), None)
    if earlier is None:
        if before:
            last = max(one.number for one in before)
            words = f"Le numéro {issue.number - 1} n’est pas à côté de celui-ci : le dernier est le numéro {last}."
            yield _about(NUMBER_MISSING, Severity.WARNING, ("number",), str(issue.number), words)
        return
    if issue.date is not None and earlier.date is not None and issue.date <= earlier.date:
        words = (
            f"La lettre paraîtrait le {issue.date:%d/%m/%Y}, pas après le numéro {earlier.number} "
            f"({earlier.date:%d/%m/%Y})."
        )
        yield _about(DATE, Severity.WARNING, ("date",), issue.date.isoformat(), words)
    expected = next_title(earlier.title, earlier.number, issue.number)
    if expected != earlier.title and _bare(expected) != _bare(issue.title):
        words = f"Le titre n’est pas fait comme celui du numéro {earlier.number}, qui donnerait « {expected} »."
        yield _about(TITLE, Severity.ADVICE, ("title",), issue.title, words)


def _about(rule: str, severity: Severity, field: tuple[str | int, ...], value: str, words: str) -> Finding:
    return Finding(Diagnostic(rule, Category.STRUCTURE, severity, 0, len(value), value, words), field=field)


def _bare(title: str) -> str:
    return " ".join(title.replace("'", "’").split()).casefold()
