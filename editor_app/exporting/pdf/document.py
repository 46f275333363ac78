"""The PDF in the bundle: the letter on paper, in one file that is both PDF/A-2a and PDF/UA-1.

Typst sets it from a fixed template (``resources/pdf/letter.typ``). The letter goes in as JSON, never as Typst source.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

import typst

from editor_app.assets import asset
from editor_app.errors import LettrineError, RefusedError
from editor_app.exporting.format import Format, Letter, Part
from editor_app.exporting.pdf.characters import printable, upright
from editor_app.exporting.pdf.nodes import Node, Nodes, language
from editor_app.exporting.picture_size import PictureSize, picture_size
from editor_app.exporting.web.page import rendered
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP, Kind, Section
from editor_app.issue.summary import summary
from editor_app.issue.theme import Masthead, Theme
from editor_app.rendering.dates import day_in_words, publication_date
from editor_app.rendering.ordinals import raised
from editor_app.rendering.page import signature
from editor_app.storage.system_errors import unwritable

STANDARDS: Final = ["a-2a", "ua-1"]
_DEEPEST: Final = 6
_UNDATED: Final = datetime.date(1970, 1, 1)
"""PDF/A asks for a date, and the clock's would make two exports differ."""

_ABBREVIATIONS: Final = "Sigles et abréviations"


def letter_pdf(letter: Letter) -> bytes:
    """The letter as a PDF file, the same bytes every time.

    Raises RefusedError, with the section's name, for a picture without description and for a heading that skips a
    level: readers who listen to the page would be lost. Raises LettrineError for a picture that cannot be read.
    """
    sizes = {path: size for path, data in letter.files.items() if (size := picture_size(data)) is not None}
    content = _content(letter, sizes)
    used = {node["file"]: node for node in _walk([content["theme"], content["body"]]) if "file" in node}
    pictures = {}
    for number, path in enumerate(sorted(used), 1):
        pictures[path] = f"picture-{number}.{sizes[path].kind}"
    for node in _walk([content["theme"], content["body"]]):
        if "file" in node:
            node["file"] = pictures[node["file"]]
    files = {name: letter.files[path] for path, name in pictures.items()}
    try:
        return _compiled(content, files)
    except typst.TypstError as error:
        for path, name in pictures.items():
            if not _is_readable(name, letter.files[path]):
                raise LettrineError(
                    f"{path} : cette image est abîmée et le PDF ne peut pas la montrer ; remplacez-la."
                ) from error
        raise LettrineError(
            f"Le PDF de la lettre n°{NBSP}{letter.issue.number} n’a pas pu être composé ({error}) ; "
            "exportez les autres formats (--only) et signalez-le."
        ) from error


def _compiled(content: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    source = json.dumps(content, ensure_ascii=False)
    source = json.dumps({**content, "upright": upright(source)}, ensure_ascii=False)
    return _typst(
        {
            "main.typ": asset("pdf", "letter.typ").read_bytes(),
            "letter.json": source.encode(),
        },
        pictures,
        pdf_standards=STANDARDS,
    )


def _is_readable(name: str, data: bytes) -> bool:
    try:
        _typst({"main.typ": f'#image("{name}")'.encode()}, {name: data})
    except typst.TypstError:
        return False
    return True


def _typst(sources: Mapping[str, bytes], pictures: Mapping[str, bytes], **options: Any) -> bytes:
    """Compile in a folder of its own, which holds the pictures under names of ours: nothing else can be read."""
    try:
        with tempfile.TemporaryDirectory(prefix="lettrine-") as root:
            for name, data in pictures.items():
                Path(root, name).write_bytes(data)
            made = typst.compile(dict(sources), root=root, format="pdf", ignore_system_fonts=True, **options)
    except OSError as error:
        raise unwritable(Path(tempfile.gettempdir()), error) from error
    return cast("bytes", made)


def _content(letter: Letter, sizes: Mapping[str, PictureSize]) -> dict[str, Any]:
    issue = letter.issue
    nodes = Nodes(sizes)
    day = issue.date or issue.modified or _UNDATED
    body = _lead(issue, nodes)
    bodies = rendered(letter)
    for section in issue.outline.sections:
        body += _section(issue, section, nodes, bodies, 1)
    if nodes.abbreviations:
        body += _abbreviations(nodes.abbreviations)
    _lead_somewhere(body)
    parts = [issue.name, f"N°{NBSP}{issue.number}", publication_date(issue.date) if issue.date else ""]
    return {
        "title": printable(f"{issue.title} – {issue.name}, n°{NBSP}{issue.number}"),
        "name": printable(issue.name),
        "date": [day.year, day.month, day.day],
        "language": language(issue.language),
        "kicker": printable(" · ".join(filter(None, parts)).upper()),
        "running": printable(f"{issue.name} n°{NBSP}{issue.number}"),
        "heading": nodes.inline(raised(issue.title)),
        "theme": _theme(letter.theme, sizes),
        "body": body,
        "modified": f"Dernière modification{NBSP}: {day_in_words(issue.modified)}" if issue.modified else None,
    }


def _theme(theme: Theme, sizes: Mapping[str, PictureSize]) -> dict[str, Any]:
    """The theme as the template reads it: colours, whether the title stands on a band, the logo as a picture whose
    width is in points (a CSS pixel is 3/4 of one)."""
    logo = theme.logo
    shown = logo is not None and logo.path in sizes
    return {
        "colours": dataclasses.asdict(theme.paper),
        "band": theme.masthead is Masthead.BAND,
        "logo": {"file": logo.path, "alt": logo.description, "width": logo.width * 0.75} if logo and shown else None,
    }


def _lead(issue: Issue, nodes: Nodes) -> list[Node]:
    if issue.picture is None:
        return []
    description = issue.picture.description.strip()
    caption = nodes.inline(raised(" — ".join(filter(None, [issue.picture.caption, issue.picture.credit]))))
    shown = nodes.picture(issue.picture.file or "", description)
    if shown is not None:
        figure = shown | {"kind": "figure", "caption": caption}
        refuse_inaccessible([figure], "Image d’ouverture")
        return [figure]
    words = printable(f"Image à venir{NBSP}: {description}" if description else "Image à venir")
    return [{"kind": "awaited", "body": [words]}, *([{"kind": "paragraph", "body": caption}] if caption else [])]


def _section(issue: Issue, section: Section, nodes: Nodes, bodies: Mapping[str, Any], level: int) -> list[Node]:
    outline = issue.outline
    heading = outline.heading(section.id)
    own: list[Node] = [
        {"kind": "heading", "level": min(level, _DEEPEST), "id": section.id, "body": nodes.inline(raised(heading))}
    ]
    if section.author is not None:
        own.append({"kind": "signature", "body": nodes.inline(raised(signature(section, section.author)))})
    entries = [entry.section_id for entry in summary(outline)]
    if section.kind is Kind.SUMMARY and section.file is None and entries:
        own.append({"kind": "contents", "labels": entries})
    own += nodes.section(block.html for block in bodies.get(section.id, ()))
    refuse_inaccessible(own, f"Rubrique «{NBSP}{heading}{NBSP}»")
    for child in section.children:
        own += _section(issue, child, nodes, bodies, level + 1)
    return own


def refuse_inaccessible(nodes: list[Node], where: str) -> None:
    """Raise RefusedError, beginning with ``where``, for what a person who does not see the page could not follow: a
    picture without description, a heading that skips a level (RGAA 1.1 and 9.1, PDF/UA-1 7.3 and 7.4)."""
    level = None
    for node in _walk(nodes):
        if "file" in node and not node["alt"]:
            raise RefusedError(
                f"{where} : l’image {node['file']} n’a pas de description, et le PDF ne serait pas accessible ; dites "
                "ce qu’elle montre, ou laissez le PDF (--only)."
            )
        if node.get("kind") == "heading":
            if level is not None and node["level"] > level + 1:
                raise RefusedError(
                    f"{where} : l’intertitre « {_plain(node)} » saute un niveau, et le PDF ne serait pas accessible ; "
                    "remontez-le d’un cran, ou laissez le PDF (--only)."
                )
            level = node["level"]


def _abbreviations(meanings: Mapping[str, str]) -> list[Node]:
    items = [
        {"term": [printable(short)], "body": [printable(meanings[short])]}
        for short in sorted(meanings, key=str.casefold)
    ]
    return [{"kind": "heading", "level": 1, "body": [_ABBREVIATIONS]}, {"kind": "terms", "items": items}]


def _lead_somewhere(body: list[Node]) -> None:
    """Each place has one name, and a link within the letter leads to a place that is there; else it is plain words."""
    places: set[str] = set()
    for node in _walk(body):
        if "id" in node:
            if node["id"] in places:
                del node["id"]
            else:
                places.add(node["id"])
    for node in _walk(body):
        if node.get("kind") == "place" and node["to"] not in places:
            node["kind"] = "group"
        elif node.get("kind") == "contents":
            node["labels"] = [name for name in node["labels"] if name in places]


def _walk(value: object) -> Iterator[Node]:
    """Every node below ``value``, in reading order."""
    if isinstance(value, dict):
        yield value
        for each in value.values():
            yield from _walk(each)
    elif isinstance(value, list):
        for each in value:
            yield from _walk(each)


def _plain(node: Node) -> str:
    return "".join(part if isinstance(part, str) else _plain(part) for part in node.get("body", []))


def _make(letter: Letter) -> Mapping[str, Part]:
    return {"lettre.pdf": Part(letter_pdf(letter), "document")}


PDF = Format("pdf", "le PDF accessible", _make)
