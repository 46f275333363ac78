"""Makes the HTML of a word processor's document into Markdown: notes, figures, tables, raised letters, styles.

Word and ODT files are first turned into the same HTML: notes called as mammoth does (``sup > a[id^=footnote-ref]``,
their bodies in a last ``ol``), paragraphs of a known style with that style as class, table cells of paragraphs.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from editor_app.importing import recognition
from editor_app.importing.html import Page, read_html
from editor_app.importing.office import extract
from editor_app.importing.pictures import Pictures
from editor_app.rendering.allowlist import AUTHOR_CLASSES

CAPTION: Final = "legende"
SIGNATURE: Final = "signature"
MASTHEAD: Final = "surtitre"
OWN_STYLES: Final = {
    "surtitre": MASTHEAD,
    "signature de rubrique": SIGNATURE,
    "chapeau": "chapeau",
    "encadré": "encadre",
    "source": "source",
}
"""The classes of paragraphs by the names that their styles have in Lettrine's Word files, in lower case."""

# Marks that stand in the text for what Markdown would have escaped; no document may hold these characters.
_CALL: Final = "\ufdd4{}\ufdd5"
_NOTE: Final = "\ufdd6{}\ufdd7"
_CLASS: Final = "\ufdd8{}\ufdd9"
_MARKS: Final = re.compile("[\ufdd0-\ufdef\ufffe\uffff]")
_REFERENCE: Final = re.compile(r"(?:foot|end)note-ref-\w+")
_BODY: Final = re.compile(r"(?:foot|end)note-\w+")
_RAISED: Final = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_LOWERED: Final = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")
_ORDINAL_BEFORE: Final = re.compile(r"(?:\d|\b[IVXLC]+|\b[nN]|\bM(?:me?|lle|gr)?|\b[DP]r?)$")
_HEADINGS: Final = ("h1", "h2", "h3", "h4", "h5", "h6")
_MAX_SPAN: Final = 100


@dataclass(frozen=True, slots=True)
class Document:
    """A word processor's document as ``html``, its pictures by their address there, and French sentences on what did
    not come in."""

    html: str
    pictures: Mapping[str, bytes]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """``page`` is the letter; ``number`` and ``date`` stand in the line above its title, when Lettrine made it."""

    page: Page
    number: int | None = None
    date: datetime.date | None = None


@dataclass(slots=True)
class _Tidying:
    soup: BeautifulSoup
    notes: list[str] = field(default_factory=list)
    masthead: str = ""


def document_page(document: Document, path: Path) -> DocumentPage:
    """The letter in ``document``, the content of ``path``. Raises LettrineError as ``read_html`` does."""
    work = _Tidying(BeautifulSoup(_MARKS.sub("", document.html), "html.parser"))
    _take_notes(work.soup)
    _take_masthead(work)
    _signatures(work.soup)
    _raised(work)
    _struck(work)
    _tables(work)
    _figures(work.soup)
    for paragraph in work.soup.find_all("p"):
        known = [name for name in paragraph.get_attribute_list("class") if name in AUTHOR_CLASSES]
        if known and paragraph.get_text(strip=True) and paragraph.find_parent(["li", "blockquote"]) is None:
            paragraph.append(NavigableString(_CLASS.format(known[0])))
    page = read_html(str(work.soup), path, Pictures(path.parent, document.pictures))
    page = replace(page, markdown=_written(page.markdown), notes=(*document.notes, *work.notes, *page.notes))
    date = next(filter(None, (recognition.published(f"Publié le {part}") for part in work.masthead.split("·"))), None)
    return DocumentPage(page, recognition.letter_number(work.masthead), date)


def _take_notes(soup: BeautifulSoup) -> None:
    """Put marks where notes are called; their bodies, each after its mark, to the end of the text."""
    numbers: dict[str, int] = {}
    for call in soup.find_all("a", id=_REFERENCE):
        name = str(call.get("href", "")).removeprefix("#")
        number = numbers.setdefault(name, len(numbers) + 1)
        raised = call.find_parent("sup")
        (raised or call).replace_with(NavigableString(_CALL.format(number)))
    for body in soup.find_all("li", id=_BODY):
        number = numbers.get(str(body["id"]), 0)
        for back in body.find_all("a", href=re.compile(r"#(?:foot|end)note-ref-")):
            back.decompose()
        holder = body.parent
        body.extract()
        if number:
            mark = soup.new_tag("p")
            mark.string = _NOTE.format(number)
            body.name, body.attrs = "div", {}
            body.insert(0, mark)
            soup.append(body)
        if holder is not None and holder.find("li") is None:
            holder.decompose()


def _written(markdown: str) -> str:
    """``markdown`` with its marks as Markdown, the notes defined at its end."""
    text = re.sub("(?m)[ ]*\ufdd8(\\w+)\ufdd9$", r"\n{: .\1}", markdown)
    text = re.sub("\ufdd4(\\d+)\ufdd5", r"[^\1]", text)
    body, *notes = re.split("(?m)^\ufdd6(\\d+)\ufdd7$", text)
    parts = [body.strip("\n")]
    for number, note in zip(notes[::2], notes[1::2], strict=True):
        first, *rest = note.strip("\n").split("\n")
        indented = (f"    {line}" if line.strip() else "" for line in rest)
        parts.append("\n".join([f"[^{number}]: {first.rstrip(' ')}", *indented]))
    return _MARKS.sub("", "\n\n".join(part for part in parts if part))


def _take_masthead(work: _Tidying) -> None:
    for line in work.soup.select(f"p.{MASTHEAD}"):
        work.masthead = work.masthead or line.get_text()
        line.decompose()


def _signatures(soup: BeautifulSoup) -> None:
    """« Éditorial » and the line of who signs it, which Lettrine's own documents set apart, are one heading again."""
    for line in soup.select(f"p.{SIGNATURE}"):
        before = line.find_previous_sibling()
        if before is not None and before.name in _HEADINGS and recognition.editorial(before.get_text()) is not None:
            before.append(NavigableString(f" {line.get_text()}"))
            line.decompose()


def _raised(work: _Tidying) -> None:
    """Raised letters of ordinals and titles come back to the line, where rendering raises them; figures stay raised
    by their own characters; what has none is listed."""
    for tag in work.soup.find_all(["sup", "sub"]):
        text = tag.get_text()
        table = _RAISED if tag.name == "sup" else _LOWERED
        before = tag.previous_sibling
        ordinal = tag.name == "sup" and _ORDINAL_BEFORE.search(str(before.get_text()) if before is not None else "")
        if ordinal and text.strip().isalpha():
            text = "°" if text.strip() in ("o", "os") and str(before)[-1:] in "nN" else text.strip()
        elif text.strip() and all(ord(letter) in table for letter in text.strip()):
            text = text.translate(table)
        elif text.strip() and not _MARKS.search(text):
            place = "exposant" if tag.name == "sup" else "indice"
            work.notes.append(f"{extract(text)} était en {place}, ce qui n’a pas pu être gardé.")
        tag.replace_with(NavigableString(text))
    work.soup.smooth()


def _struck(work: _Tidying) -> None:
    for tag in work.soup.find_all(["s", "del", "strike"]):
        if tag.get_text(strip=True):
            work.notes.append(f"Un passage barré a été gardé sans sa barre : {extract(tag.get_text())}.")
        tag.unwrap()


def _figures(soup: BeautifulSoup) -> None:
    """A picture alone in its paragraph and the caption below it are one figure."""
    for caption in soup.select(f"p.{CAPTION}"):
        before = caption.find_previous_sibling()
        if before is None or before.name != "p" or before.get_text(strip=True) or len(before.find_all("img")) != 1:
            continue
        before.name = "figure"
        legend = caption.extract()
        legend.name = "figcaption"
        before.append(legend)


def _tables(work: _Tidying) -> None:
    for table in work.soup.find_all("table"):
        cells = [cell for cell in table.find_all(["td", "th"]) if cell.find_parent("table") is table]
        if table.find("table") is not None or len(cells) <= 1:
            table["role"] = "presentation"  # it only placed a text on the page
            continue
        if any(cell.find(["ul", "ol", *_HEADINGS]) for cell in cells):
            work.notes.append("Des listes ou des titres dans un tableau sont devenus de simples textes.")
        for cell in cells:
            for inner in cell.find_all(["ul", "ol"]):
                inner.unwrap()
            for inner in cell.find_all(["p", "li", "div", *_HEADINGS]):
                inner.insert_after(NavigableString(" "))
                inner.unwrap()
            for line in cell.find_all("br"):
                line.replace_with(NavigableString(" "))
        _square(table, work)


def _square(table: Tag, work: _Tidying) -> None:
    """Every row with a cell in every column, the first with headings."""
    merged = False
    waiting: dict[int, int] = {}
    for row in table.find_all("tr"):
        column = 0
        for cell in row.find_all(["td", "th"], recursive=False):
            while waiting.get(column):
                waiting[column] -= 1
                cell.insert_before(work.soup.new_tag(cell.name))
                column += 1
            down, across = _span(cell, "rowspan"), _span(cell, "colspan")
            merged = merged or down > 1 or across > 1
            for extra in range(across):
                waiting[column + extra] = down - 1
                if extra:
                    cell.insert_after(work.soup.new_tag(cell.name))
            column += across
        while waiting.get(column):
            waiting[column] -= 1
            row.append(work.soup.new_tag("td"))
            column += 1
    if merged:
        work.notes.append("Un tableau avait des cellules fusionnées ; elles ont été séparées, vérifiez-le.")
    first = table.find("tr")
    if isinstance(first, Tag):
        for cell in first.find_all(["td", "th"]):
            cell.name = "th"


def _span(cell: Tag, name: str) -> int:
    value = str(cell.attrs.pop(name, "1"))
    return max(1, min(_MAX_SPAN, int(value))) if re.fullmatch("[0-9]{1,6}", value) else 1
