"""Does to a Word file what Word does when a person corrects it: tracked changes, moves, comments and answers."""

from __future__ import annotations

import copy
import zipfile
from pathlib import Path
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"
DAY = "2026-11-20T10:00:00Z"


def tag(name: str) -> str:
    return f"{{{W}}}{name}"


class WordByHand:
    """A Word file open in Word. Words are found by themselves, the first time that they occur; ``note`` looks for them
    in the notes."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        self.document = etree.fromstring(self.parts["word/document.xml"])
        self._notes = etree.fromstring(self.parts["word/footnotes.xml"])
        self._root = self.document
        self._number = 9000
        self._comments = _children(self.parts.get("word/comments.xml"))
        self._extended = _children(self.parts.get("word/commentsExtended.xml"))

    def in_notes(self) -> WordByHand:
        self._root = self._notes
        return self

    def paragraph(self, words: str) -> Any:
        return next(p for p in self._root.iter(tag("p")) if words in "".join(t.text or "" for t in p.iter(tag("t"))))

    def runs(self, words: str) -> list[Any]:
        """The runs that hold these words and nothing else."""
        paragraph = self.paragraph(words)
        texts = list(paragraph.iter(tag("t")))
        start = "".join(text.text or "" for text in texts).index(words)
        found, at = [], 0
        for text in texts:
            said = text.text or ""
            first, last = max(start, at) - at, min(start + len(words), at + len(said)) - at
            at += len(said)
            if first >= last:
                continue
            run = text.getparent()
            middle = _part(run, said[first:last])
            run.addprevious(middle)
            if first:
                middle.addprevious(_part(run, said[:first]))
            if last < len(said):
                middle.addnext(_part(run, said[last:]))
            run.getparent().remove(run)
            found.append(middle)
        return found

    def delete(self, words: str, author: str, date: str = DAY, *, moved: bool = False) -> Any:
        mark = None
        for run in self.runs(words):
            mark = self._mark("moveFrom" if moved else "del", author, date)
            run.addprevious(mark)
            mark.append(run)
            if not moved:
                for text in run.findall(tag("t")):
                    text.tag = tag("delText")
        return mark

    def insert(self, after: str | Any, words: str, author: str, date: str = DAY, *, moved: bool = False) -> Any:
        mark = self._mark("moveTo" if moved else "ins", author, date)
        run = etree.SubElement(mark, tag("r"))
        text = etree.SubElement(run, tag("t"))
        text.text = words
        text.set(SPACE, "preserve")
        (self.runs(after)[-1] if isinstance(after, str) else after).addnext(mark)
        return mark

    def replace(self, words: str, instead: str, author: str, date: str = DAY) -> None:
        self.insert(self.delete(words, author, date), instead, author, date)

    def insert_paragraph(self, after: str, words: str, author: str, date: str = DAY) -> None:
        """As when one presses Enter at the end of a paragraph: its mark is the new one."""
        paragraph = self.paragraph(after)
        made = copy.deepcopy(paragraph)
        for child in list(made):
            if child.tag != tag("pPr"):
                made.remove(child)
        made.append(self._mark("ins", author, date))
        run = etree.SubElement(made[-1], tag("r"))
        etree.SubElement(run, tag("t")).text = words
        paragraph.addnext(made)
        self._mark_of(paragraph).append(self._mark("ins", author, date))

    def add_paragraph(self, after: str, words: str) -> None:
        """A paragraph more, not tracked."""
        paragraph = self.paragraph(after)
        made = etree.Element(tag("p"))
        text = etree.SubElement(etree.SubElement(made, tag("r")), tag("t"))
        text.text = words
        paragraph.addnext(made)

    def join_with_next(self, words: str, author: str, date: str = DAY) -> None:
        """As when one deletes the mark of a paragraph."""
        self._mark_of(self.paragraph(words)).append(self._mark("del", author, date))

    def write_over(self, words: str, instead: str) -> None:
        """A change that is not tracked."""
        runs = self.runs(words)
        runs[0].find(tag("t")).text = instead
        for run in runs[1:]:
            run.getparent().remove(run)

    def remove_paragraph(self, words: str) -> None:
        paragraph = self.paragraph(words)
        paragraph.getparent().remove(paragraph)

    def number(self, said: str) -> int:
        """The number of the comment that says that."""
        return next(at for at, comment in enumerate(self._comments) if said in comment)

    def comment(self, words: str, said: str, author: str, date: str = DAY, *, answers: int | None = None) -> int:
        number = len(self._comments)
        runs = self.runs(words)
        start, end = etree.Element(tag("commentRangeStart")), etree.Element(tag("commentRangeEnd"))
        reference = etree.Element(tag("r"))
        for mark in (start, end, etree.SubElement(reference, tag("commentReference"))):
            mark.set(tag("id"), str(number))
        runs[0].addprevious(start)
        runs[-1].addnext(end)
        end.addnext(reference)
        self._comments.append(
            f'<w:comment w:id="{number}" w:author="{author}" w:date="{date}" w:initials="X">'
            f'<w:p w14:paraId="{number + 1:08X}"><w:r><w:t>{said}</w:t></w:r></w:p></w:comment>'
        )
        parent = "" if answers is None else f' w15:paraIdParent="{answers + 1:08X}"'
        self._extended.append(f'<w15:commentEx w15:paraId="{number + 1:08X}"{parent} w15:done="0"/>')
        return number

    def say(self, before: str, after: str) -> None:
        """Write a comment anew."""
        self._comments = [comment.replace(before, after) for comment in self._comments]

    def saved_by(self, author: str, date: str = "2026-11-21T08:00:00Z") -> None:
        core = self.parts["docProps/core.xml"].decode()
        head, _, tail = core.partition("<dcterms:modified")
        core = head + tail.partition("</dcterms:modified>")[2] if tail else core
        said = f'<cp:lastModifiedBy>{author}</cp:lastModifiedBy><dcterms:modified xsi:type="dcterms:W3CDTF">{date}'
        core = core.replace("</cp:coreProperties>", f"{said}</dcterms:modified></cp:coreProperties>")
        self.parts["docProps/core.xml"] = core.encode()

    def save(self, path: Path) -> Path:
        self.parts["word/document.xml"] = etree.tostring(self.document, xml_declaration=True, encoding="UTF-8")
        self.parts["word/footnotes.xml"] = etree.tostring(self._notes, xml_declaration=True, encoding="UTF-8")
        if self._comments:
            spaces = f'xmlns:w="{W}" xmlns:w14="{W14}" xmlns:w15="{W15}"'
            self._add("comments", f"<w:comments {spaces}>{''.join(self._comments)}</w:comments>")
            self._add("commentsExtended", f"<w15:commentsEx {spaces}>{''.join(self._extended)}</w15:commentsEx>")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, data)
        return path

    def _add(self, name: str, content: str) -> None:
        self.parts[f"word/{name}.xml"] = content.encode()
        types, relations = "[Content_Types].xml", "word/_rels/document.xml.rels"
        if f"/word/{name}.xml".encode() not in self.parts[types]:
            override = f'<Override PartName="/word/{name}.xml" ContentType="{CONTENT}.{name}+xml"/></Types>'
            self.parts[types] = self.parts[types].replace(b"</Types>", override.encode())
            kind = (
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"
                if name == "comments"
                else "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
            )
            relation = f'<Relationship Id="rId-{name}" Type="{kind}" Target="{name}.xml"/></Relationships>'
            self.parts[relations] = self.parts[relations].replace(b"</Relationships>", relation.encode())

    def _mark(self, name: str, author: str, date: str) -> Any:
        self._number += 1
        mark = etree.Element(tag(name))
        for key, value in (("id", str(self._number)), ("author", author), ("date", date)):
            mark.set(tag(key), value)
        return mark

    def _mark_of(self, paragraph: Any) -> Any:
        properties = paragraph.find(tag("pPr"))
        found = properties.find(tag("rPr"))
        return etree.SubElement(properties, tag("rPr")) if found is None else found


def _children(part: bytes | None) -> list[str]:
    return [] if part is None else [etree.tostring(child, encoding="unicode") for child in etree.fromstring(part)]


def _part(run: Any, words: str) -> Any:
    made = copy.deepcopy(run)
    text = made.find(tag("t"))
    text.text = words
    text.set(SPACE, "preserve")
    return made
