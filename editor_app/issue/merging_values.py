"""Merges two changes of what a letter is besides its texts: the sheet by value, the outline by section."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, TypeVar

from editor_app.issue.merging import merge
from editor_app.issue.model import Issue
from editor_app.issue.outline import Outline, Section

_T = TypeVar("_T")
_H = TypeVar("_H", bound=Hashable)
_ABSENT: Final = object()
_LISTS: Final = ("words", "ignored", "waivers")
"""Fields to which both sides may add, and from which both may remove."""


@dataclass(frozen=True, slots=True)
class MergedIssue:
    """Both changes in one. Where both changed the same value to another, ``mine`` has one's own, ``theirs`` the other's
    and ``base`` what it was; they are equal when nothing clashes."""

    base: Issue
    mine: Issue
    theirs: Issue

    @property
    def agreed(self) -> Issue | None:
        """The issue, None when something clashes."""
        return self.mine if self.mine == self.theirs else None


class _WholeClashError(Exception):
    """The outlines cannot be told apart section by section: one removed what the other changed, or both moved it."""


def merge_values(base: Issue, mine: Issue, theirs: Issue) -> MergedIssue | None:
    """Both changes of ``base``; None when one side removed a section that the other changed, or both moved the same
    sections to different places."""
    try:
        outlines = _Outlines(base.outline, mine.outline, theirs.outline)
        return MergedIssue(
            *(
                replace(_chosen(base, mine, theirs, side, skip=("outline",)), outline=outlines.merged(side))
                for side in range(3)
            )
        )
    except _WholeClashError:
        return None


def _chosen(base: _T, mine: _T, theirs: _T, side: int, skip: Sequence[str]) -> _T:
    """The dataclass with each field decided on; ``side`` says whose holds where both changed one: 0 the base's, 1 mine,
    2 theirs."""
    found: dict[str, object] = {}
    for each in fields(base):  # type: ignore[arg-type]
        if each.name in skip:
            continue
        was, own, other = (getattr(value, each.name) for value in (base, mine, theirs))
        if each.name in _LISTS:
            found[each.name] = _listed(was, own, other)
        elif each.name == "extra":
            found[each.name] = _mapped(was, own, other, side)
        else:
            found[each.name] = _decided(was, own, other, side)
    return replace(mine, **found)  # type: ignore[type-var]


def _decided(base: _T, mine: _T, theirs: _T, side: int) -> _T:
    if theirs in (mine, base):
        return mine
    if mine == base:
        return theirs
    if isinstance(base, str) and isinstance(mine, str) and isinstance(theirs, str):
        both = merge(base, mine, theirs).text
        if both is not None:
            return both  # type: ignore[return-value]
    return (base, mine, theirs)[side]


def _listed(base: Sequence[_H], mine: Sequence[_H], theirs: Sequence[_H]) -> tuple[_H, ...]:
    kept = [value for value in mine if value in theirs or value not in base]
    return (*kept, *(value for value in theirs if value not in base and value not in mine))


def _mapped(
    base: Mapping[str, object], mine: Mapping[str, object], theirs: Mapping[str, object], side: int
) -> dict[str, object]:
    names = dict.fromkeys((*mine, *theirs, *base))
    found = {
        name: _decided(base.get(name, _ABSENT), mine.get(name, _ABSENT), theirs.get(name, _ABSENT), side)
        for name in names
    }
    return {name: value for name, value in found.items() if value is not _ABSENT}


class _Tree:
    """An outline by id: each section, the one it stands in, and the order of those in it."""

    def __init__(self, outline: Outline) -> None:
        self.sections = {section.id: section for section in outline.walk()}
        self.parent: dict[str, str | None] = {section.id: None for section in outline.sections}
        self.children: dict[str | None, list[str]] = {None: [section.id for section in outline.sections]}
        for section in self.sections.values():
            self.children[section.id] = [child.id for child in section.children]
            self.parent.update(dict.fromkeys(self.children[section.id], section.id))

    def same(self, other: _Tree, name: str) -> bool:
        """Whether a section is in both as it is here, and all below it."""
        return (
            name in other.sections
            and self.sections[name] == other.sections[name]
            and self.parent[name] == other.parent[name]
        )


class _Outlines:
    """Raises _WholeClashError where two outlines cannot be merged section by section."""

    def __init__(self, base: Outline, mine: Outline, theirs: Outline) -> None:
        self._base, self._mine, self._theirs = _Tree(base), _Tree(mine), _Tree(theirs)
        self._kept = {
            *self._kept_of(self._mine, self._theirs),
            *self._kept_of(self._theirs, self._mine),
        }
        self._children: dict[str | None, set[str]] = {}
        for name in self._kept:
            self._children.setdefault(self._parent_of(name), set()).add(name)
        if not self._children.keys() <= {None, *self._kept}:
            raise _WholeClashError

    def merged(self, side: int) -> Outline:
        def built(parent: str | None) -> tuple[Section, ...]:
            return tuple(replace(self._values(name, side), children=built(name)) for name in self._order(parent))

        outline = Outline(built(None))
        if len(list(outline.walk())) != len(self._kept):  # sections moved into one another
            raise _WholeClashError
        return outline

    def _kept_of(self, here: _Tree, there: _Tree) -> Iterable[str]:
        for name in here.sections:
            if name in there.sections or name not in self._base.sections:
                yield name
            elif not here.same(self._base, name):
                raise _WholeClashError

    def _parent_of(self, name: str) -> str | None:
        found = [tree.parent[name] for tree in (self._mine, self._theirs) if name in tree.sections]
        if len(set(found)) == 1:
            return found[0]
        before = self._base.parent.get(name, _ABSENT)
        moved = [parent for parent in found if parent != before]
        if len(moved) != 1:
            raise _WholeClashError
        return moved[0]

    def _values(self, name: str, side: int) -> Section:
        mine, theirs = self._mine.sections.get(name), self._theirs.sections.get(name)
        if mine is None or theirs is None:
            return mine or theirs or self._base.sections[name]
        base = self._base.sections.get(name)
        if base is None:
            if mine != theirs:
                raise _WholeClashError
            return mine
        return _chosen(base, mine, theirs, side, skip=("children",))

    def _order(self, parent: str | None) -> list[str]:
        """The sections that stand in ``parent``, in the order of whoever changed it, with what the other added."""
        wanted = self._children.get(parent, set())

        def order(tree: _Tree) -> list[str]:
            return [name for name in tree.children.get(parent, []) if name in wanted]

        mine, theirs = order(self._mine), order(self._theirs)
        common = set(mine) & set(theirs)

        def shared(names: Iterable[str]) -> list[str]:
            return [name for name in names if name in common]

        was = shared(self._base.children.get(parent, []))
        if shared(mine) == shared(theirs) or [name for name in shared(theirs) if name in was] == was:
            return _with_added(mine, theirs)
        if [name for name in shared(mine) if name in was] == was:
            return _with_added(theirs, mine)
        raise _WholeClashError


def _with_added(order: Sequence[str], other: Sequence[str]) -> list[str]:
    """``order`` with what only ``other`` has, each after the one that it follows there."""
    found = list(order)
    for place, name in enumerate(other):
        if name not in found:
            found.insert(found.index(other[place - 1]) + 1 if place else 0, name)
    return found
