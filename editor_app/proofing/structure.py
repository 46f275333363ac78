"""Checks the outline and the lead picture: titles given twice, empty sections, a *sommaire* out of step, pictures that
nothing describes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from editor_app.issue.model import Issue
from editor_app.issue.outline import Kind, Outline, Section
from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity
from editor_app.proofing.pictures import describes_nothing, format_as_description, missing_description
from editor_app.proofing.summary_step import out_of_step

Field = tuple[str | int, ...]


def section_fields(outline: Outline) -> Iterator[tuple[Field, Section]]:
    """Every section in reading order with its place in ``issue.yaml``: ``("outline", 2, "children", 0)``."""

    def walk(sections: tuple[Section, ...], above: Field) -> Iterator[tuple[Field, Section]]:
        for index, section in enumerate(sections):
            place = (*above, index)
            yield place, section
            yield from walk(section.children, (*place, "children"))

    yield from walk(outline.sections, ("outline",))


def values(issue: Issue) -> Iterator[tuple[Field, str]]:
    """The values of an issue that readers will read and that are not empty, each with its place in ``issue.yaml``; a
    description that says nothing is not worth reading for its spelling."""
    yield from ((field, value) for field, value in _values(issue) if value.strip())


def _values(issue: Issue) -> Iterator[tuple[Field, str]]:
    yield ("title",), issue.title
    yield ("name",), issue.name
    if issue.picture:
        if not describes_nothing(issue.picture.description, issue.picture.file or ""):
            yield ("picture", "description"), issue.picture.description
        yield ("picture", "caption"), issue.picture.caption
        yield ("picture", "credit"), issue.picture.credit
    for place, section in section_fields(issue.outline):
        yield (*place, "title"), section.title
        if section.author:
            yield (*place, "author", "name"), section.author.name
            yield (*place, "author", "role"), section.author.role


def check_structure(issue: Issue, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Findings on the issue's own values; ``texts`` by section id tell which sections are empty.

    A derived summary is never empty, nor is a section that has others below it.
    """
    yield from _picture(issue)
    titled: dict[str, list[Field]] = defaultdict(list)
    titles: dict[Field, str] = {}
    for place, section in section_fields(issue.outline):
        field = (*place, "title")
        titles[field] = section.title
        if section.title.strip():
            titled[" ".join(section.title.split()).casefold()].append(field)
        derived = section.kind is Kind.SUMMARY and section.file is None
        if not section.children and not derived and not texts.get(section.id, "").strip():
            yield _about("empty-section", field, section.title, f"La rubrique « {section.title} » est encore vide.")
        for sentence in out_of_step(section, texts.get(section.id, ""), issue.outline):
            yield _about("summary-out-of-step", field, section.title, sentence)
    for fields in titled.values():
        if len(fields) > 1:
            for field in fields:
                title = titles[field]
                yield _about("repeated-title", field, title, f"Plusieurs rubriques ont pour titre « {title} ».")


def _about(rule: str, field: Field, value: str, message: str) -> Finding:
    diagnostic = Diagnostic(f"structure/{rule}", Category.STRUCTURE, Severity.WARNING, 0, len(value), value, message)
    return Finding(diagnostic, field=field)


def _picture(issue: Issue) -> Iterator[Finding]:
    """A description is due with its picture: while the file is awaited, its absence does not stop an export."""
    picture = issue.picture
    if picture is None:
        return
    field = ("picture", "description")
    severity = Severity.ERROR if picture.file else Severity.WARNING
    if not picture.description.strip():
        yield Finding(missing_description(picture.description, 0, severity), field=field)
    elif describes_nothing(picture.description, picture.file or ""):
        yield Finding(format_as_description(picture.description, 0, severity), field=field)
