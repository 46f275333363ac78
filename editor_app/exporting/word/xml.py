"""Make the pieces of WordprocessingML that python-docx has no call for (ECMA-376, part 1, clause 17)."""

from __future__ import annotations

from typing import Any, Final

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement

from editor_app.exporting.spans import Manner
from editor_app.rendering.lines import clean

_SHIFTS: Final = {"sup": "superscript", "sub": "subscript"}
_SPACE: Final = "{http://www.w3.org/XML/1998/namespace}space"


def element(tag: str, *children: Any, **attributes: str) -> Any:
    """The element ``w:tag`` with attributes ``w:name``; values lose the characters that XML forbids."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), clean(value))
    for child in children:
        made.append(child)
    return made


def paragraph(style: str, *, align: str = "", list_number: int | None = None, list_level: int = 0) -> Any:
    """An empty paragraph of that style; ``list_number`` names the list that it is an entry of."""
    properties = element("pPr", element("pStyle", val=style))
    if list_number is not None:
        properties.append(
            element("numPr", element("ilvl", val=str(list_level)), element("numId", val=str(list_number)))
        )
    if align:
        properties.append(element("jc", val=align))
    return element("p", properties)


def run(text: str, manner: Manner, style: str = "") -> Any:
    """A run of text."""
    made = element("r", _run_properties(manner, style))
    shown = element("t")
    shown.text = clean(text)
    shown.set(_SPACE, "preserve")
    made.append(shown)
    return made


def line_break() -> Any:
    """A forced break within a paragraph."""
    return element("r", element("br"))


def bookmark(number: int, name: str, *content: Any) -> tuple[Any, ...]:
    """``content`` between the marks of a bookmark, a place that links lead to."""
    start = element("bookmarkStart", id=str(number), name=name)
    return (start, *content, element("bookmarkEnd", id=str(number)))


def field(instruction: str, shown: Any) -> tuple[Any, ...]:
    """A field that Word can bring up to date, with what it shows until then."""
    code = element("instrText")
    code.text = instruction
    code.set(_SPACE, "preserve")
    begin, separate, end = (element("r", element("fldChar", fldCharType=name)) for name in ("begin", "separate", "end"))
    return begin, element("r", code), separate, shown, end


def _run_properties(manner: Manner, style: str) -> Any:
    """In the order that the schema wants."""
    properties = element("rPr")
    style = "HTMLCode" if manner.code and not style else style
    if style:
        properties.append(element("rStyle", val=style))
    if manner.bold:
        properties.append(element("b"))
    if manner.italic:
        properties.append(element("i"))
    if manner.struck:
        properties.append(element("strike"))
    if manner.shift:
        properties.append(element("vertAlign", val=_SHIFTS[manner.shift]))
    if manner.language:
        properties.append(element("lang", val=manner.language))
    return properties
