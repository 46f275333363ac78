"""The plain text in the bundle: the whole letter in one readable file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from editor_app.exporting.format import Format, Letter, Part
from editor_app.exporting.html_tree import html_tree
from editor_app.exporting.text.layout import WIDTH, Layout, heading, wrapped
from editor_app.exporting.web.page import rendered
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP, Kind, Section
from editor_app.issue.summary import summary
from editor_app.rendering.dates import day_in_words, publication_date
from editor_app.rendering.markdown import RenderedBlock
from editor_app.rendering.page import signature


def letter_text(letter: Letter) -> str:
    """The letter as plain text (LF line ends, lines of at most 72 columns where words allow)."""
    return "\n\n".join("\n".join(block) for block in _blocks(letter) if block) + "\n"


def _blocks(letter: Letter) -> Iterator[list[str]]:
    issue = letter.issue
    layout = Layout()
    bodies = rendered(letter)
    date = [publication_date(issue.date)] if issue.date else []
    yield wrapped(" · ".join([issue.name, f"N°{NBSP}{issue.number}", *date]).upper())
    yield heading(issue.title, 1)
    yield _picture(issue)
    for section in issue.outline.sections:
        yield from _section(issue, section, bodies, layout, 2)
    if layout.links:
        yield heading("Liens", 2)
        yield [f"[{number}] {address}" for address, number in layout.links.items()]
    if issue.modified:
        yield ["-" * WIDTH, f"Dernière modification{NBSP}: {day_in_words(issue.modified)}"]


def _picture(issue: Issue) -> list[str]:
    if issue.picture is None:
        return []
    caption = " — ".join(filter(None, [issue.picture.caption, issue.picture.credit]))
    return wrapped(f"[Image{NBSP}: {issue.picture.description or 'à décrire'}]") + wrapped(caption)


def _section(
    issue: Issue, section: Section, bodies: Mapping[str, tuple[RenderedBlock, ...]], layout: Layout, level: int
) -> Iterator[list[str]]:
    yield heading(issue.outline.heading(section.id), level)
    if section.author is not None:
        yield wrapped(signature(section, section.author))
    if section.kind is Kind.SUMMARY and section.file is None:
        yield [f"{'  ' * entry.depth}• {entry.heading}" for entry in summary(issue.outline)]
    for block in bodies.get(section.id, ()):
        for element in html_tree(block.html):
            yield layout.block(element)
    for child in section.children:
        yield from _section(issue, child, bodies, layout, level + 1)


def _make(letter: Letter) -> Mapping[str, Part]:
    return {"lettre.txt": Part(letter_text(letter).encode(), "text")}


TEXT = Format("text", "le texte seul", _make)
