"""Write rendered blocks in the shortcuts of SPIP, with everything that SPIP would take for a shortcut escaped.

Source of the shortcuts: SPIP's own help, « Les raccourcis typographiques »; the notes that share a mark, the heads of
tables and the levels of lists are as its ``inc/notes`` and ``textwheel`` read them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from html import escape
from typing import Final
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from editor_app.exporting.html_tree import html_tree
from editor_app.issue.outline import NBSP
from editor_app.rendering.allowlist import AUTHOR_CLASSES

_SPECIAL = re.compile(r"[&<>{}\[\]|~]|(?<=-)-|(?<==)=|(?<=_)_|(?<=\*)\*")
_LINE_START = re.compile(r"^[-_*#=^]")
_HEADING = re.compile("h[2-6]")
_BLANK = re.compile(r"[ \t\n\r]+")
_BREAK: Final = "\n_ "
_BRACES = {"strong": ("{{", "}}"), "b": ("{{", "}}"), "em": ("{", "}"), "i": ("{", "}")}
_KEPT = frozenset({"sup", "sub", "del"})
_BLOCKS = frozenset("blockquote div dl figcaption figure h2 h3 h4 h5 h6 hr ol p pre table ul".split())  # noqa: SIM905
_ADDRESS = {"[": "%5B", "]": "%5D", "{": "%7B", "}": "%7D", "|": "%7C", "~": "%7E", " ": "%20", '"': "%22"}


def escaped(text: str) -> str:
    """``text`` with every character that SPIP gives a meaning to as its entity, and narrow no-break spaces, which its
    typographer does not know, as ordinary ones."""
    return _SPECIAL.sub(_entity, text.replace("\u202f", NBSP))


def heading(words: str, level: int, anchor: str | None = None) -> str:
    """An *intertitre*; from level 2 on with the stars that SPIP's extension for levels reads (``{{{** …}}}``)."""
    stars = "*" * level + " " if level > 1 else ""
    place = f"[{anchor}<-]" if anchor else ""
    return f"{{{{{{{stars}{place}{words}}}}}}}"


class Markup:
    """Writes the blocks of one letter. ``files`` are the pictures at hand, by path; ``pictures`` numbers those met, in
    order, with the descriptions and captions that they came with; ``anchors`` are the headings that links within
    ``trees``, all the letter's blocks, lead to, those of ``sections`` included."""

    def __init__(
        self, files: Mapping[str, bytes], trees: Iterable[Element], sections: frozenset[str] = frozenset()
    ) -> None:
        self.pictures: dict[tuple[str, str, str], int] = {}
        elements = [element for tree in trees for element in tree.iter()]
        links = [element for element in elements if element.tag == "a"]
        places = sections | {element.get("id", "") for element in elements if _HEADING.fullmatch(element.tag)}
        calls = Counter(link.get("href") for link in links if _is_call(link))
        self.anchors = places & {link.get("href", "")[1:] for link in links if link.get("href", "").startswith("#")}
        self._named = any(times > 1 for times in calls.values())
        self._files = files
        self._notes: dict[str, Element] = {}
        self._numbers: dict[str, int] = {}
        self._within_note = False

    def section(self, elements: Iterable[Element]) -> list[str]:
        """Each block of a section in SPIP's markup. Notes stand where they are first called."""
        elements = list(elements)
        body = [element for element in elements if element.get("class") != "notes"]
        notes = [item for element in elements if element.get("class") == "notes" for item in element.iter("li")]
        self._notes = {item.get("id", ""): item for item in notes if "._note-" in item.get("id", "")}
        written = [block for element in body for block in self.blocks(element)]
        uncalled = [item for name, item in self._notes.items() if name not in self._numbers]
        return written + [block for item in uncalled for block in self._flow(item)]

    def words(self, html: str) -> str:
        """Words given as HTML, such as a raised title."""
        return self._inline(html_tree(html))

    def picture(self, file: str, description: str, caption: str = "") -> str | None:
        """The placeholder of a picture; None when its file is not at hand."""
        if file not in self._files:
            return None
        number = self.pictures.setdefault((file, description, caption), len(self.pictures) + 1)
        return f"<{'doc' if caption else 'img'}{number}|center>"

    def blocks(self, element: Element) -> Iterator[str]:
        """One block-level element, as blocks to be set apart by blank lines."""
        css = element.get("class", "")
        style = next((name for name in css.split() if name in AUTHOR_CLASSES), None)
        written = [block for block in self._block(element) if block]
        if style and written:
            written = [f'<div class="{style}">', *written, "</div>"]
        yield from written

    def _block(self, element: Element) -> Iterator[str]:
        tag = element.tag
        if _HEADING.fullmatch(tag):
            name = element.get("id", "")
            yield heading(self._inline(element), int(tag[1]) - 1, name if name in self.anchors else None)
        elif tag in ("ul", "ol"):
            yield "\n".join(self._items(element, 1))
        elif tag == "blockquote":
            yield "<quote>" + "\n\n".join(self._flow(element)) + "</quote>"
        elif tag == "pre":
            yield f"<code>\n{escape(''.join(element.itertext()).rstrip(chr(10)), quote=False)}\n</code>"
        elif tag == "hr":
            yield "----"
        elif tag == "dl":
            yield from self._definitions(element)
        elif tag == "table":
            yield self._table(element)
        elif tag == "figure":
            yield from self._figure(element)
        elif tag == "div":
            yield from self._flow(element)
        else:
            yield self._inline(element)

    def _flow(self, element: Element) -> list[str]:
        """Blocks one after the other; loose words between them count as a block."""
        written: list[str] = []
        loose = Element("p")
        loose.text = element.text
        for child in element:
            if child.tag in _BLOCKS:
                written += [self._inline(loose), *self.blocks(child)]
                loose = Element("p")
                loose.text = child.tail
            else:
                loose.append(child)
        return [block for block in [*written, self._inline(loose)] if block]

    def _items(self, element: Element, depth: int) -> Iterator[str]:
        """A line for each item: ``-*``, ``-#``, one more mark at each level. SPIP has no blocks in items: what an item
        has beside words and lists follows on lines of its own."""
        mark = ("*" if element.tag == "ul" else "#") * depth
        for item in element:
            inner = Element("div")
            inner.text = item.text
            lists: list[Element] = []
            for child in item:
                (lists if child.tag in ("ul", "ol") else inner).append(child)
            yield f"-{mark} {_BREAK.join(self._lines(inner))}"
            for child in lists:
                yield from self._items(child, depth + 1)

    def _lines(self, element: Element) -> Iterator[str]:
        """Blocks as lines of words, for the places where SPIP has no blocks."""
        loose = Element("p")
        loose.text = element.text
        for child in element:
            if child.tag not in _BLOCKS:
                loose.append(child)
                continue
            yield from filter(None, [self._inline(loose)])
            loose = Element("p")
            loose.text = child.tail
            if child.tag == "table":
                yield from (" – ".join(self._inline(cell) for cell in row) for row in child.iter("tr"))
            elif child.tag == "pre":
                code = "".join(child.itertext()).split("\n")
                yield from (f"<code>{escape(line, quote=False)}</code>" for line in code if line.strip())
            elif child.tag in ("ul", "ol"):
                yield from (f"– {line}" for item in child for line in self._lines(item))
            else:
                yield from self._lines(child)
        yield from filter(None, [self._inline(loose)])

    def _definitions(self, element: Element) -> Iterator[str]:
        terms: list[str] = []
        for child in element:
            if child.tag == "dt":
                terms += [f"{{{{{words}}}}}"] if (words := self._inline(child, marked=True)) else []
            else:
                yield _BREAK.join([*terms, *self._flow(child)])
                terms = []
        if terms:
            yield _BREAK.join(terms)

    def _table(self, table: Element) -> str:
        rows = list(table.iter("tr"))
        lines = []
        for row in rows:
            cells = [self._inline(cell, marked=row is rows[0]).replace(_BREAK, "<br>") for cell in row]
            if row is rows[0]:
                cells = [f"{{{{{cell or NBSP}}}}}" for cell in cells]
            lines.append(f"| {' | '.join(cells)} |")
        return "\n".join(lines)

    def _figure(self, figure: Element) -> Iterator[str]:
        image = figure.find("img")
        caption = figure.find("figcaption")
        legend = _BLANK.sub(" ", "".join(caption.itertext())).strip() if caption is not None else ""
        shown = None
        if image is not None:
            shown = self.picture(unquote(image.get("src", "")), image.get("alt", ""), legend)
        if shown is None:
            yield from self._flow(figure)
        else:
            yield shown

    def _inline(self, element: Element, *, marked: bool = False) -> str:
        """The words of an element, a forced break as a new line that begins with ``_``. ``marked``: braces will stand
        around them, so that marks within must be written as HTML."""
        lines = [_BLANK.sub(" ", line).strip(" ") for line in self._words(element, marked=marked).split("\x00")]
        return _BREAK.join(_LINE_START.sub(_entity, line) for line in lines)

    def _words(self, element: Element, *, marked: bool) -> str:
        written = escaped(element.text or "")
        for child in element:
            word = self._word(child, marked=marked)
            if child.tag in _BRACES and not marked and (written.endswith("}") or "\x00" in word):
                word = self._word(child, marked=True)
            written += word + escaped(child.tail or "")
        return written

    def _word(self, element: Element, *, marked: bool) -> str:
        tag = element.tag
        if tag == "br":
            return "\x00"
        if tag == "img":
            shown = self.picture(unquote(element.get("src", "")), element.get("alt", ""))
            return shown or escaped(f"[Image{NBSP}: {element.get('alt')}]" if element.get("alt") else "[Image]")
        if tag == "code":
            return f"<code>{escape(''.join(element.itertext()), quote=False)}</code>"
        if tag == "sup" and len(element) == 1 and _is_call(element[0]):
            return self._note(element[0].get("href", "#")[1:])
        if "note-back" in element.get("class", ""):
            return ""
        return self._marked(element, marked=marked)

    def _marked(self, element: Element, *, marked: bool) -> str:
        tag = element.tag
        words = self._words(element, marked=marked or tag in _BRACES)
        if not words.strip(" "):
            return words
        if tag in _BRACES and not marked:
            return f"{_BRACES[tag][0]}{words}{_BRACES[tag][1]}"
        if tag in _BRACES or tag in _KEPT:
            return f"<{tag}>{words}</{tag}>"
        if tag == "a":
            return self._link(words, element.get("href", ""))
        for attribute in ("title", "lang"):
            if element.get(attribute):
                value = escaped(element.get(attribute, "")).replace('"', "&#34;")
                return f'<{tag} {attribute}="{value}">{words}</{tag}>'
        return words

    def _link(self, words: str, address: str) -> str:
        if address.startswith("#"):
            return f"[{words}->{address}]" if address[1:] in self.anchors else words
        if address.startswith("media/"):
            place = unquote(address)
            if place not in self._files:
                return words
            return f"[{words}->doc{self.pictures.setdefault((place, '', ''), len(self.pictures) + 1)}]"
        return f"[{words}->{''.join(_ADDRESS.get(character, character) for character in address)}]"

    def _note(self, name: str) -> str:
        """``[[text]]`` where a note is first called. A note called twice bears its number, as all do then: SPIP counts
        only those that bear none. SPIP knows no notes in notes: those stand in brackets."""
        known = name in self._numbers
        item = self._notes.get(name)
        if item is None or (self._within_note and known):
            return ""
        number = self._numbers.setdefault(name, len(self._numbers) + 1)
        mark = f"<{number}>" if self._named else ""
        if known:
            return f"[[{mark}]]"
        if self._within_note:
            return f" ({self._note_words(item)})"
        self._within_note = True
        words = self._note_words(item)
        self._within_note = False
        before, after = (" " if words.startswith("[") else ""), (" " if words.endswith("]") else "")
        return f"[[{mark}{before}{words}{after}]]"  # a link and a note have their brackets told apart

    def _note_words(self, item: Element) -> str:
        lines = [line.strip(NBSP) for line in self._lines(item)]  # one stands before the link back
        return "<br>".join(filter(None, lines)).replace(_BREAK, "<br>")


def _is_call(link: Element) -> bool:
    return link.get("class") == "note-ref"


def _entity(found: re.Match[str]) -> str:
    return {"&": "&amp;", "<": "&lt;", ">": "&gt;"}.get(found[0], f"&#{ord(found[0])};")
