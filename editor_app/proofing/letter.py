"""Checks a whole letter: every block of its sections, its titles, and what only shows when they are read together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from editor_app.issue.blocks import blocks
from editor_app.issue.ignored import Ignored, comparable, ignored, ignored_everywhere
from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind
from editor_app.proofing.acronyms import Expansion, expansions_in, two_ways, two_ways_diagnostic
from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity
from editor_app.proofing.headings import Heading, headings_in, skipped
from editor_app.proofing.links import RELATIVE, InternalLink, internal_links, leads_nowhere, nowhere_diagnostic
from editor_app.proofing.names import (
    UNKNOWN,
    NameUse,
    alike_diagnostic,
    name_to_confirm,
    names_in,
    near_identical,
)
from editor_app.proofing.pictures import describes_nothing, format_as_description
from editor_app.proofing.pipeline import Checker, in_order, overlap
from editor_app.proofing.prose import prose
from editor_app.proofing.structure import Field, check_structure, section_fields, values
from editor_app.proofing.summary_style import Opening, entries, minority, opening, style_diagnostic
from editor_app.proofing.vocabulary import vocabulary

_REMEMBERED_BLOCKS = 8192
AHEAD = 3
"""Blocks read together: more would hold up for longer whoever types meanwhile."""
_LONGEST_FORMAT = 40


def check_letter(checker: Checker, issue: Issue, texts: Mapping[str, str]) -> tuple[Finding, ...]:
    """Every finding of a letter: on the issue's own values first, then section by section in reading order.

    ``texts`` are the sections' texts (LF line ends) by section id.
    """
    letter = LetterChecker(checker)
    letter.set_issue(issue)
    for section_id, text in texts.items():
        letter.set_text(section_id, text)
    return tuple(finding for place in (None, *letter.sections()) for finding in letter.findings(place))


def sources(issue: Issue, texts: Mapping[str, str]) -> list[str]:
    """What `check_letter` asks the checker about, in its order: the issue's own values, then its texts' blocks."""
    read = [texts[section.id] for section in issue.outline.walk() if section.id in texts]
    return [*(value for _, value in values(issue)), *(block.text for text in read for block in blocks(text))]


def check_text_alone(checker: Checker, text: str) -> tuple[Diagnostic, ...]:
    """The diagnostics of a text outside any issue (LF line ends), names compared across it.

    A paragraph that is only the format of a picture, as web pages leave when they are copied, is flagged too.
    """
    letter = LetterChecker(checker)
    letter.set_text("", text)
    formats = [
        format_as_description(block.text, block.start, Severity.WARNING)
        for block in blocks(text)
        if len(block.text) < _LONGEST_FORMAT and describes_nothing(block.text)
    ]
    # What a relative address leads to is beside the file, where nobody looks before it is in a letter.
    found = [one.diagnostic for one in letter.findings("") if one.diagnostic.rule != RELATIVE]
    return in_order([*(one for one in found if not any(overlap(one, other) for other in formats)), *formats])


@dataclass(frozen=True, slots=True)
class _Part:
    """What is known of one block, or one value of the issue, on its own; offsets from its start."""

    diagnostics: tuple[Diagnostic, ...]
    names: tuple[NameUse, ...]
    openings: tuple[Opening, ...]
    headings: tuple[Heading, ...] = ()
    links: tuple[InternalLink, ...] = ()
    expansions: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class _Placed:
    """A part where it stands: ``start`` in the text of ``section``, or the value ``field`` of the issue."""

    part: _Part
    start: int
    section: str | None
    field: Field


@dataclass(frozen=True, slots=True)
class _Whole:
    """What the parts say together: names that resemble others; how often each unknown name occurs and where first; the
    style of the sommaire to be changed; acronyms written out in another way than before, by part."""

    alike: Mapping[str, tuple[str, ...]]
    unknown: Mapping[str, int]
    first: Mapping[str, _Placed]
    change_capital: bool | None
    two_ways: Mapping[tuple[object, Expansion], str]


class LetterChecker:
    """A letter under check, told what changes. After an edit only the changed blocks are checked again; what concerns
    the letter as a whole is put together from the parts, in a few milliseconds for 10,000 words."""

    def __init__(self, checker: Checker) -> None:
        self._checker = checker
        self._vocabulary = vocabulary()
        self._issue: Issue | None = None
        self._words: frozenset[str] = frozenset()
        self._texts: dict[str, str] = {}
        self._left_alone: frozenset[Ignored] = frozenset()
        self._placed: dict[str | None, list[_Placed]] = {}
        self._whole: _Whole | None = None
        self._part = lru_cache(_REMEMBERED_BLOCKS)(self._check_part)

    def set_issue(self, issue: Issue) -> None:
        """Take the issue's values, outline and words into account; texts of sections it no longer has are forgotten."""
        words = frozenset(issue.words)
        if words != self._words:
            self._placed.clear()
            self._words = words
        self._issue = issue
        self._left_alone = frozenset(comparable(entry) for entry in issue.ignored)
        for gone in [section_id for section_id in self._texts if section_id not in issue.outline]:
            del self._texts[gone]
            self._placed.pop(gone, None)
        self._placed.pop(None, None)
        self._whole = None

    def set_text(self, section_id: str, text: str) -> None:
        """Take the text of a section (LF line ends) into account."""
        if self._texts.get(section_id) != text:
            self._texts[section_id] = text
            self._placed.pop(section_id, None)
            self._whole = None

    def read(self, text: str) -> Iterator[None]:
        """Check the blocks of a text one by one, each before the next step: once that is done, ``findings`` on a
        section that has this text is quick."""
        sources = [block.text for block in blocks(text)]
        for start in range(0, len(sources), AHEAD):
            together = sources[start : start + AHEAD]
            self._checker.foresee(together, self._words)
            for source in together:
                self._part(source, self._words)
                yield

    def sections(self) -> tuple[str, ...]:
        """The ids of the sections that have a text, in reading order."""
        if self._issue is None:
            return tuple(self._texts)
        order = {section.id: index for index, section in enumerate(self._issue.outline.walk())}
        return tuple(sorted(self._texts, key=lambda section_id: order.get(section_id, len(order))))

    def findings(self, section_id: str | None) -> tuple[Finding, ...]:
        """The findings in the text of a section, in its order; of None, those on the issue's own values."""
        whole = self._put_together()
        found = [
            Finding(diagnostic.shifted(placed.start), section_id, placed.field)
            for placed in self._placed.get(section_id, ())
            for diagnostic in self._in_letter(placed, whole)
        ]
        if section_id is not None:
            found = self._with_structure(section_id, found)
        if self._left_alone and section_id is not None:
            found = [one for one in found if not self._is_left_alone(section_id, one.diagnostic)]
        if section_id is None and self._issue is not None:
            found += check_structure(self._issue, self._texts)
        return tuple(found)

    def _with_structure(self, section_id: str, found: list[Finding]) -> list[Finding]:
        """The findings of a section with those on the order of its headings and on its links within the letter."""
        placed = self._placed.get(section_id, ())
        headings = [(one.start, heading) for one in placed for heading in one.part.headings]
        more = [one.shifted(start) for start, one in skipped(headings)]
        issue, text = self._issue, self._texts.get(section_id, "")
        if issue is not None:
            more += [
                nowhere_diagnostic(link, text[one.start :]).shifted(one.start)
                for one in placed
                for link in one.part.links
                if leads_nowhere(link, issue.outline.__contains__)
            ]
        if not more:
            return found
        both = [*found, *(Finding(one, section_id) for one in more)]
        return sorted(both, key=lambda one: (one.diagnostic.start, one.diagnostic.end, one.diagnostic.rule))

    def _is_left_alone(self, section_id: str, found: Diagnostic) -> bool:
        here = ignored(section_id, found.rule, self._texts[section_id], found.start, found.end)
        return any(
            comparable(entry) in self._left_alone for entry in (here, ignored_everywhere(found.rule, found.text))
        )

    def _put_together(self) -> _Whole:
        if self._whole is not None:
            return self._whole
        order = (None, *self.sections())
        for place in order:
            if place not in self._placed:
                self._placed[place] = list(self._values() if place is None else self._blocks(place))
        parts = [placed for place in order for placed in self._placed[place]]
        unknown: Counter[str] = Counter()
        first: dict[str, _Placed] = {}
        for placed in parts:
            for diagnostic in placed.part.diagnostics:
                if diagnostic.rule == UNKNOWN:
                    unknown[diagnostic.text] += 1
                    first.setdefault(diagnostic.text, placed)
        self._whole = _Whole(
            near_identical(use for placed in parts for use in placed.part.names),
            unknown,
            first,
            minority([one for placed in parts for one in placed.part.openings]),
            two_ways((placed, one) for placed in parts for one in placed.part.expansions),
        )
        return self._whole

    def _values(self) -> Iterator[_Placed]:
        if self._issue is None:
            return
        priorities = {
            (*place, "title"): section
            for place, section in section_fields(self._issue.outline)
            if section.kind is Kind.PRIORITY
        }
        for field, value in values(self._issue):
            part = self._part(value, self._words)
            found = opening(value, self._vocabulary) if field in priorities else None
            yield _Placed(replace(part, openings=(found,)) if found else part, 0, None, field)

    def _blocks(self, section_id: str) -> Iterator[_Placed]:
        for block in blocks(self._texts[section_id]):
            yield _Placed(self._part(block.text, self._words), block.start, section_id, ())

    def _check_part(self, source: str, words: frozenset[str]) -> _Part:
        names, openings, headings, links, expansions = _said_in(source, words)
        found = self._checker.check_block(source, words)
        return _Part(found, names, openings, headings, links, expansions)

    def _in_letter(self, placed: _Placed, whole: _Whole) -> Iterable[Diagnostic]:
        """The diagnostics of a part once the letter is read as a whole, from the start of the part."""
        part = placed.part
        alike = [alike_diagnostic(use, whole.alike[use.form]) for use in part.names if use.form in whole.alike]
        style = [style_diagnostic(one) for one in part.openings if one.capital is whole.change_capital]
        style += [
            two_ways_diagnostic(one, whole.two_ways[placed, one])
            for one in part.expansions
            if (placed, one) in whole.two_ways
        ]
        kept = self._without_repeats(placed, whole)
        if not alike and not style:
            return kept
        kept = [one for one in kept if not any(overlap(one, other) for other in alike)]
        style = [one for one in style if not any(overlap(one, other) for other in (*kept, *alike))]
        return in_order([*kept, *alike, *style])

    def _without_repeats(self, placed: _Placed, whole: _Whole) -> list[Diagnostic]:
        """A name to confirm is told once, with how often it occurs. A word that opens a sentence and is a name to
        confirm elsewhere is that name here too, not a misspelling."""
        kept = []
        told: set[str] = set()
        for one in placed.part.diagnostics:
            times = whole.unknown.get(one.text, 0)
            if one.rule == UNKNOWN and whole.first.get(one.text) is placed and one.text not in told:
                told.add(one.text)
                kept.append(name_to_confirm(one.start, one.end, one.text, times))
            elif one.rule != UNKNOWN and not (one.category is Category.SPELLING and times):
                kept.append(one)
        return kept


_Said = tuple[
    tuple[NameUse, ...],
    tuple[Opening, ...],
    tuple[Heading, ...],
    tuple[InternalLink, ...],
    tuple[Expansion, ...],
]


@lru_cache(_REMEMBERED_BLOCKS)
def _said_in(source: str, words: frozenset[str]) -> _Said:
    """What other blocks are compared with, whatever layers give the diagnostics."""
    seen, known = prose(source, words), vocabulary()
    return (
        names_in(seen, known),
        tuple(entries(source, known)),
        headings_in(source),
        internal_links(source),
        expansions_in(source, seen.text),
    )
