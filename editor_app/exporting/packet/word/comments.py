"""Write comments, and answers to them, into a Word document ([MS-DOCX] 2.5.4 for what python-docx does not)."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml.ns import qn

from editor_app.exporting.spans import Manner
from editor_app.exporting.word.xml import element, run

_W14: Final = "http://schemas.microsoft.com/office/word/2010/wordml"
_EXTENDED: Final = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml">{}</w15:commentsEx>'
)
_EXTENDED_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.commentsExtended+xml"
_EXTENDED_RELATION: Final = "http://schemas.microsoft.com/office/2011/relationships/commentsExtended"
_OBJECTS: Final = frozenset(qn(f"w:{name}") for name in ("br", "drawing", "footnoteReference"))


@dataclass(frozen=True, slots=True)
class WordComment:
    """``body`` by ``author`` at ``when`` on the words from ``start`` in the paragraph ``first`` to ``end`` in the
    paragraph ``last`` (code points of what each shows); ``answers`` is the rank of the comment that it answers."""

    author: str
    when: datetime.datetime
    body: str
    first: Any
    start: int
    last: Any
    end: int
    answers: int | None = None


def write_comments(document: Document, comments: Sequence[WordComment]) -> None:
    """Add the comments, in that order."""
    package = document.part.package
    if not comments or package is None:
        return
    root = element("comments")
    answers = []
    for number, comment in enumerate(comments):
        root.append(_comment(number, comment))
        parent = "" if comment.answers is None else f' w15:paraIdParent="{_paragraph_id(comment.answers)}"'
        answers.append(f'<w15:commentEx w15:paraId="{_paragraph_id(number)}"{parent} w15:done="0"/>')
        _mark(number, comment)
    part = XmlPart(PackURI("/word/comments.xml"), CONTENT_TYPE.WML_COMMENTS, root, package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.COMMENTS)
    extended = _EXTENDED.format("".join(answers)).encode()
    document.part.relate_to(
        Part(PackURI("/word/commentsExtended.xml"), _EXTENDED_TYPE, extended, package), _EXTENDED_RELATION
    )


def _comment(number: int, comment: WordComment) -> Any:
    when = comment.when.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    initials = "".join(word[0] for word in comment.author.split())[:3].upper()
    made = element("comment", id=str(number), author=comment.author, date=when, initials=initials)
    for line in comment.body.split("\n"):
        made.append(element("p", run(line, Manner())))
    made[-1].set(f"{{{_W14}}}paraId", _paragraph_id(number))
    return made


def _paragraph_id(number: int) -> str:
    return f"{number + 1:08X}"


def _mark(number: int, comment: WordComment) -> None:
    end = element("commentRangeEnd", id=str(number))
    _before(comment.last, comment.end, end)
    end.addnext(element("r", element("commentReference", id=str(number))))
    _before(comment.first, comment.start, element("commentRangeStart", id=str(number)))


def _before(paragraph: Any, offset: int, mark: Any) -> None:
    """Put ``mark`` before the code point ``offset`` of what the paragraph shows, or at its end."""
    at = 0
    for made in list(paragraph.iter(qn("w:r"))):
        for content in made:
            said = content.text or "" if content.tag == qn("w:t") else " " if content.tag in _OBJECTS else ""
            if at + len(said) > offset:
                (_second_half(made, content, offset - at) if offset > at else made).addprevious(mark)
                return
            at += len(said)
    paragraph.append(mark)


def _second_half(run_: Any, text: Any, at: int) -> Any:
    """Split a run, which holds ``text`` alone, before that code point of it; the second half."""
    rest = copy.deepcopy(run_)
    said = text.text
    text.text = said[:at]
    rest.find(qn("w:t")).text = said[at:]
    run_.addnext(rest)
    return rest
