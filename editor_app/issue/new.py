"""Makes the next letter: from the built-in model, or from an earlier one whose plan and people it keeps."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import yaml

from editor_app.assets import asset
from editor_app.issue.model import Issue
from editor_app.issue.naming import new_section, section_file
from editor_app.issue.outline import Kind, Outline, Section, Status

_ONCE: Final = (Kind.EDITORIAL, Kind.SUMMARY, Kind.PROGRAMME)
_ORDINAL_ENDINGS: Final = "ièmes?|ièm|èmes?|iemes?|emes?|ère|er|re|es?|[ᵉ°º]"


def new_issue(number: int, *, from_: Issue | None = None) -> tuple[Issue, dict[str, str]]:
    """The values of issue ``number`` and its texts by section id, all empty.

    From an earlier issue it keeps the outline, the people who sign and the accepted words; its number in the title
    becomes the new one; dates and picture are cleared, every section is to do.
    """
    issue = _from_model(number) if from_ is None else _from_earlier(number, from_)
    return issue, {section.id: "" for section in issue.outline.walk() if section.file is not None}


def next_title(title: str, old: int, new: int) -> str:
    """``title`` with the number ``old``, as an ordinal first, else alone, replaced by ``new``: « 14ème lettre » gives
    « 15e lettre ». The title as it is when it does not hold that number."""
    changed, found = re.subn(
        rf"(?<!\w){old}(?:{_ORDINAL_ENDINGS})(?!\w)", f"{new}{'re' if new == 1 else 'e'}", title, count=1
    )
    return changed if found else re.sub(rf"(?<![\w.,/-]){old}(?![\w/-])", str(new), title, count=1)


def _from_model(number: int) -> Issue:
    model = yaml.safe_load(asset("model", "issue.yaml").read_text(encoding="utf-8"))
    sections = (_fresh(Section("", Kind(entry["kind"]), entry["title"])) for entry in model["sections"])
    return Issue(
        id=str(uuid.uuid4()),
        number=number,
        title=model["title"].format(number=number),
        outline=_unique(sections),
        name=model["name"],
        language=model["language"],
    )


def _from_earlier(number: int, earlier: Issue) -> Issue:
    return replace(
        earlier,
        id=str(uuid.uuid4()),
        number=number,
        title=next_title(earlier.title, earlier.number, number),
        outline=_unique(_fresh(section) for section in earlier.outline.sections),
        date=None,
        modified=None,
        picture=None,
        waivers=(),
    )


def _fresh(section: Section) -> Section:
    """The section as one to be written, with an id of its own."""
    empty = new_section(section.kind, section.title)
    return replace(
        section,
        id=empty.id,
        file=empty.file,
        status=Status.TODO,
        children=tuple(_fresh(child) for child in section.children),
    )


def _unique(sections: Iterator[Section]) -> Outline:
    """What a letter has once goes by its kind, which reads better than a made-up id."""
    outline = Outline(tuple(sections))
    for kind in _ONCE:
        alone = [section for section in outline.walk() if section.kind is kind]
        if len(alone) == 1:
            outline = _renamed(outline, alone[0].id, kind)
    return outline


def _renamed(outline: Outline, section_id: str, kind: Kind) -> Outline:
    file = None if kind is Kind.SUMMARY else section_file(kind.value)
    return outline.change(section_id, lambda section: replace(section, id=kind.value, file=file))
