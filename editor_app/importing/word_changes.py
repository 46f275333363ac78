"""Takes tracked changes out of a Word document as if each had been refused: what was struck out is back, what was added
is gone (ECMA-376, part 1, 17.13.5)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from xml.etree.ElementTree import Element

_ADDED: Final = frozenset({"ins", "moveTo"})
_STRUCK: Final = frozenset({"del", "moveFrom"})
_PROPERTIES: Final = frozenset({"rPr", "pPr", "trPr", "tcPr"})
_STRUCK_WORDS: Final = {"delText": "t", "delInstrText": "instrText"}


def refuse_changes(root: Element) -> None:
    """Change the part ``root`` in place. A paragraph whose end was added joins the one after it."""
    root[:] = list(_kept(root))


def _kept(parent: Element) -> Iterator[Element]:
    """The children of ``parent`` as they were before anybody changed them."""
    joined: list[Element] = []
    for child in parent:
        name = _local(child)
        if name in _ADDED or (name == "tr" and _is_added(child, "trPr")):
            continue
        if name in _STRUCK:
            yield from _kept(child)
            continue
        added_end = name == "p" and _is_added(child, "pPr", "rPr")
        if name in _STRUCK_WORDS:
            child.tag = child.tag.replace(f"}}{name}", f"}}{_STRUCK_WORDS[name]}")
        if name in _PROPERTIES:
            child[:] = [each for each in child if _local(each) not in _ADDED | _STRUCK]
        child[:] = list(_kept(child))
        if added_end:
            joined += [each for each in child if _local(each) != "pPr"]
            continue
        if joined and name == "p":
            own = 1 if len(child) and _local(child[0]) == "pPr" else 0
            child[own:own] = joined
            joined = []
        yield child


def _is_added(element: Element, *path: str) -> bool:
    """Whether the properties at ``path`` in ``element`` say that it was added."""
    for name in path:
        found = next((child for child in element if _local(child) == name), None)
        if found is None:
            return False
        element = found
    return any(_local(child) == "ins" for child in element)


def _local(node: Element) -> str:
    return node.tag.rpartition("}")[2]
