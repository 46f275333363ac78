"""What stands between a draft and its bundle: everything that is checked once more before a letter goes out.

Errors stop an export; warnings are signed for, by name, and a signature holds for the words it was given on; advice is
only said. Nothing here changes the letter.
"""

from __future__ import annotations

import dataclasses
import datetime
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from editor_app import assets
from editor_app.desk.checking import placed_in_source
from editor_app.desk.themes import theme_findings
from editor_app.errors import LettrineError
from editor_app.issue.blocks import blocks
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP, Status
from editor_app.issue.waivers import Waiver, mark_of
from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity
from editor_app.review.annotation import Annotation, text_digest
from editor_app.review.sign_off import SignOff, Verdict, sign_off
from editor_app.storage import library
from editor_app.storage.folder import ISSUE_FILE, IssueFolder

if TYPE_CHECKING:
    from editor_app.exporting.format import Letter
    from editor_app.proofing.pipeline import Checker

EMAIL: Final = "email"
UNSIGNED: Final = "structure/unsigned-section"
OPEN_REMARKS: Final = "structure/open-remarks"
BESIDE_UNREADABLE: Final = "structure/earlier-numbers-unreadable"
EMAIL_WEIGHT: Final = "structure/email-weight"

_ORDER: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.ADVICE: 2}


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that preflight found, and where.

    ``diagnostic`` counts in ``file`` (relative to the issue's folder, LF line ends), ``line`` and ``column`` from 1.
    ``section`` is the id of the section to go to, None for the letter itself; ``in_text`` tells whether the place is
    in its text or in its title. ``place`` is the place in French. ``mark`` names a warning for those who sign;
    ``waiver`` is their signature, None where nobody signed.
    """

    diagnostic: Diagnostic
    file: str
    section: str | None
    in_text: bool
    place: str
    line: int
    column: int
    mark: str
    waiver: Waiver | None = None

    def signed(self, waiver: Waiver | None) -> Point:
        """The same point with that signature; what is no warning cannot be signed for."""
        if self.waiver == waiver or self.diagnostic.severity is not Severity.WARNING:
            return self
        return dataclasses.replace(self, waiver=waiver)

    @property
    def stops(self) -> bool:
        """Whether it keeps the letter from going out."""
        return self.diagnostic.severity is Severity.ERROR

    @property
    def waits(self) -> bool:
        """Whether somebody should sign for it who has not."""
        return self.diagnostic.severity is Severity.WARNING and self.waiver is None


@dataclass(frozen=True, slots=True)
class Preflight:
    """The points of a letter: what stops first, then what is to be signed for, then advice, each in reading order.
    ``signed`` says who signed which section."""

    points: tuple[Point, ...]
    signed: SignOff

    def of(self, severity: Severity) -> tuple[Point, ...]:
        """The points of one severity."""
        return tuple(point for point in self.points if point.diagnostic.severity is severity)

    def signed_as(self, issue: Issue) -> Preflight:
        """The same points with the signatures that ``issue`` holds."""
        signatures = {waiver.mark: waiver for waiver in issue.waivers}
        points = tuple(point.signed(signatures.get(point.mark)) for point in self.points)
        return dataclasses.replace(self, points=points)

    @property
    def errors(self) -> tuple[Point, ...]:
        """What stops the export."""
        return self.of(Severity.ERROR)

    @property
    def unsigned(self) -> tuple[Point, ...]:
        """The warnings that nobody signed for."""
        return tuple(point for point in self.points if point.waits)


def preflight(
    folder: IssueFolder,
    *,
    formats: Collection[str] | None = None,
    checker: Checker | None = None,
    stop: Callable[[], None] = lambda: None,
) -> Preflight:
    """Check the letter in ``folder`` for the ``formats`` it is to go out in (None: all). ``stop`` is called between two
    pieces of work and raises what ends it. Raises LettrineError for a picture that cannot be read."""
    from editor_app.desk.checking import new_checker
    from editor_app.exporting.format import Letter
    from editor_app.proofing.letter import check_letter, sources

    issue, texts = folder.issue, folder.texts
    words = frozenset(issue.words)
    read = sources(issue, texts)
    checker = checker or new_checker()
    checker.foresee(read, words)
    stop()
    letter = Letter(issue, texts, folder.files())
    signed = sign_off(issue, folder.annotations, texts)
    faulty = tuple(theme_findings(letter))
    found = [
        *faulty,
        *_files_and_acronyms(letter),
        *_signatures(issue, signed),
        *_remarks(issue, texts, signed.open_remarks),
        *_beside(folder),
    ]
    if not faulty and (formats is None or EMAIL in formats):
        stop()
        found += _email(letter)
    # Last, for by then much of it has been read: see `Checker.foresee`.
    for source in read:
        stop()
        checker.check_block(source, words)
    stop()
    return Preflight(_points(folder, [*check_letter(checker, issue, texts), *found]), signed)


def waived(issue: Issue, points: Iterable[Point], known: Iterable[Point], by: str, on: datetime.date) -> Issue:
    """The issue with the signature of ``by`` under the warnings among ``points``. Of those under what is not among the
    ``known`` points any more, none is kept."""
    fresh = {point.mark: Waiver(point.mark, point.diagnostic.rule, by.strip(), on) for point in points if point.waits}
    found = {point.mark for point in known}
    kept = {one.mark: one for one in issue.waivers if one.mark in found} | fresh
    return dataclasses.replace(issue, waivers=tuple(kept[mark] for mark in sorted(kept)))


# What is checked


def _files_and_acronyms(letter: Letter) -> Iterator[Finding]:
    from editor_app.proofing.acronyms import unexplained
    from editor_app.proofing.picture_files import check_pictures
    from editor_app.proofing.vocabulary import vocabulary

    yield from check_pictures(letter.issue, letter.texts, {path: len(data) for path, data in letter.files.items()})
    yield from unexplained(letter.issue, letter.texts, vocabulary())


def _signatures(issue: Issue, signed: SignOff) -> Iterator[Finding]:
    """Sections that are not *bon à tirer* by their status, nor signed by anybody as they stand; and those that somebody
    wants revised."""
    from editor_app.proofing.structure import section_fields

    for place, section in section_fields(issue.outline):
        if section.id not in signed.sections:
            continue
        given = signed.of(section.id)
        revise = [one.author for one in given if one.verdict is Verdict.TO_REVISE]
        if revise:
            sentence = f"{_people(revise)} demande à revoir cette rubrique."
        elif section.id not in signed.unsigned:
            continue
        elif given:
            sentence = f"La rubrique a changé depuis la signature de {_people([one.author for one in given])}."
        elif section.status is Status.READY:
            continue
        else:
            sentence = "La rubrique n’est ni signée, ni marquée bon à tirer."
        yield _about(UNSIGNED, Severity.WARNING, (*place, "title"), section.title, sentence)


def _remarks(issue: Issue, texts: Mapping[str, str], remarks: Sequence[Annotation]) -> Iterator[Finding]:
    """How many remarks wait for an answer in each section, at the words of the first; what they say stays at home."""
    from editor_app.proofing.structure import section_fields

    waiting: dict[str, list[Annotation]] = defaultdict(list)
    for remark in remarks:
        waiting[remark.target.section].append(remark)
    for place, section in section_fields(issue.outline):
        found = waiting.get(section.id, [])
        if not found:
            continue
        sentence = "1 remarque attend" if len(found) == 1 else f"{len(found)} remarques attendent"
        text = texts.get(section.id, "")
        digest = text_digest(text)
        placed = [one.target for one in found if one.target.digest == digest and one.target.start < one.target.end]
        about = _about(OPEN_REMARKS, Severity.WARNING, (*place, "title"), section.title, f"{sentence} une réponse.")
        if placed:
            first = min(placed, key=lambda target: target.start)
            words = text[first.start : first.end]
            there = dataclasses.replace(about.diagnostic, start=first.start, end=first.end, text=words)
            about = Finding(there, section.id)
        yield about


def _beside(folder: IssueFolder) -> Iterator[Finding]:
    """How the number follows those of the same library: the letters in the same folder as this one."""
    from editor_app.proofing.earlier_issue import check_against_others

    here = folder.path.absolute()
    try:
        beside = library.letters(here.parent)
    except LettrineError:
        beside = []
        sentence = "Les numéros précédents ne peuvent pas être lus : comparez vous-même numéro, date et titre."
        yield _about(BESIDE_UNREADABLE, Severity.ADVICE, ("number",), str(folder.issue.number), sentence)
    others = [
        entry.issue
        for entry in beside
        if entry.issue is not None and entry.path.name not in (here.name, assets.SAMPLE_LETTER)
    ]
    yield from check_against_others(folder.issue, others)


def _email(letter: Letter) -> Iterator[Finding]:
    from editor_app.exporting.email.message import MAX_HTML_BYTES, email_weight

    weight = email_weight(letter)
    if weight > MAX_HTML_BYTES:
        title = letter.issue.title
        sentence = (
            f"L’e-mail pèserait {-(-weight // 1000)}{NBSP}ko, et Gmail coupe au-delà de "
            f"{MAX_HTML_BYTES // 1000}{NBSP}ko{NBSP}: raccourcissez la lettre, ou exportez sans l’e-mail."
        )
        yield _about(EMAIL_WEIGHT, Severity.ERROR, ("title",), title, sentence)


def _about(rule: str, severity: Severity, field: tuple[str | int, ...], value: str, sentence: str) -> Finding:
    return Finding(Diagnostic(rule, Category.STRUCTURE, severity, 0, len(value), value, sentence), field=field)


def _people(names: Sequence[str]) -> str:
    *others, last = sorted(set(names))
    return f"{', '.join(others)} et {last}" if others else last


# Where it stands


def _points(folder: IssueFolder, findings: Iterable[Finding]) -> tuple[Point, ...]:
    from editor_app.proofing.structure import section_fields

    issue, texts, source = folder.issue, folder.texts, folder.issue_source()
    order = {section.id: rank for rank, section in enumerate(issue.outline.walk())}
    sections = {place: section.id for place, section in section_fields(issue.outline)}
    signatures = {waiver.mark: waiver for waiver in issue.waivers}
    points = []
    for finding in findings:
        section = finding.section or _section_of(finding.field, sections)
        diagnostic = finding.diagnostic
        text = source if finding.section is None else texts.get(finding.section, "")
        mark = _mark(finding, section, text, texts)
        if finding.section is None:
            diagnostic = placed_in_source(source, finding)
        before = text[: diagnostic.start]
        line, column = before.count("\n") + 1, diagnostic.start - (before.rfind("\n") + 1) + 1
        file = ISSUE_FILE if finding.section is None else issue.outline.find(finding.section).file or ISSUE_FILE
        place = "La lettre" if section is None else issue.outline.heading(section)
        if finding.section is not None:
            place = f"{place}, ligne{NBSP}{line}"
        waiver = signatures.get(mark) if diagnostic.severity is Severity.WARNING else None
        in_text = finding.section is not None
        points.append(Point(diagnostic, file, section, in_text, place, line, column, mark, waiver))
    return tuple(
        sorted(
            points,
            key=lambda point: (
                _ORDER[point.diagnostic.severity],
                order.get(point.section or "", -1),
                point.in_text,
                point.diagnostic.start,
                point.diagnostic.rule,
                point.diagnostic.message,
            ),
        )
    )


def _section_of(field: tuple[str | int, ...], sections: Mapping[tuple[str | int, ...], str]) -> str | None:
    """The section whose value ``field`` is."""
    return next((sections[field[:end]] for end in range(len(field), 0, -1) if field[:end] in sections), None)


def _mark(finding: Finding, section: str | None, text: str, texts: Mapping[str, str]) -> str:
    """A warning about words holds for their paragraph, one about a section for its whole text."""
    found = finding.diagnostic
    about = texts.get(section or "", "")
    if finding.section is not None:
        within = [block for block in blocks(text) if block.start <= found.start]
        about = f"{found.start - within[-1].start} {within[-1].text}" if within else text
    return mark_of(found.rule, section or "", found.text, found.message, about)
