"""The tree of a letter's sections, and the operations on it; each returns a new tree."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

NBSP = "\u00a0"


class Kind(StrEnum):
    """What a section is for; the values stand in ``issue.yaml``."""

    EDITORIAL = "editorial"
    SUMMARY = "summary"
    PROGRAMME = "programme"
    PRIORITY = "priority"
    ARTICLE = "article"
    FREE = "free"


class Status(StrEnum):
    """How far a section is; the values stand in ``issue.yaml``."""

    TODO = "todo"
    DRAFT = "draft"
    REVIEW = "review"
    READY = "ready"


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who signs: civility as written (« Mme »), name, and the function they sign with."""

    name: str
    role: str = ""
    civility: str = ""
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    def __str__(self) -> str:
        return f"{self.civility}{NBSP}{self.name}" if self.civility else self.name


@dataclass(frozen=True, slots=True)
class Section:
    """A node of the outline. ``id`` is unique in its issue and never changes; ``file`` is the Markdown file relative
    to the issue's folder, None for a section without a text of its own (a derived summary); ``target`` is the number of
    words it should come to, None where nobody set one."""

    id: str
    kind: Kind
    title: str
    status: Status = Status.TODO
    file: str | None = None
    author: Person | None = None
    children: tuple[Section, ...] = ()
    target: int | None = None
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    def walk(self) -> Iterator[Section]:
        """This section, then everything below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


class OutlineError(ValueError):
    """An operation that would not leave a tree: unknown section, repeated id, section moved into itself."""


@dataclass(frozen=True, slots=True)
class Outline:
    """The ordered tree of sections. Priorities are numbered by their order among all priorities, so that moving,
    adding or removing one renumbers the others by itself."""

    sections: tuple[Section, ...] = ()

    def __post_init__(self) -> None:
        ids = [section.id for section in self.walk()]
        if len(ids) != len(set(ids)):
            repeated = next(name for name in ids if ids.count(name) > 1)
            raise OutlineError(f"repeated section id: {repeated}")

    def walk(self) -> Iterator[Section]:
        """Every section in reading order, parents before their children."""
        for section in self.sections:
            yield from section.walk()

    def __contains__(self, section_id: object) -> bool:
        return any(section.id == section_id for section in self.walk())

    def find(self, section_id: str) -> Section:
        """The section of that id; raises OutlineError when there is none."""
        for section in self.walk():
            if section.id == section_id:
                return section
        raise OutlineError(f"no such section: {section_id}")

    def path(self, section_id: str) -> tuple[int, ...]:
        """Child indices from the root to the section; raises OutlineError when there is none."""

        def search(sections: tuple[Section, ...]) -> tuple[int, ...] | None:
            for index, section in enumerate(sections):
                if section.id == section_id:
                    return (index,)
                below = search(section.children)
                if below is not None:
                    return (index, *below)
            return None

        found = search(self.sections)
        if found is None:
            raise OutlineError(f"no such section: {section_id}")
        return found

    def parent(self, section_id: str) -> Section | None:
        """The section above, None for one at the top."""
        section: Section | None = None
        sections = self.sections
        for index in self.path(section_id)[:-1]:
            section = sections[index]
            sections = section.children
        return section

    def insert(self, section: Section, parent_id: str | None = None, index: int | None = None) -> Outline:
        """Put ``section`` under ``parent_id`` (None: at the top) before the child ``index`` (None: at the end)."""

        def put(children: tuple[Section, ...]) -> tuple[Section, ...]:
            at = len(children) if index is None else max(0, min(index, len(children)))
            return (*children[:at], section, *children[at:])

        if parent_id is None:
            return Outline(put(self.sections))
        return self.change(parent_id, lambda parent: replace(parent, children=put(parent.children)))

    def remove(self, section_id: str) -> Outline:
        """The tree without that section and all below it."""
        self.find(section_id)

        def without(sections: tuple[Section, ...]) -> tuple[Section, ...]:
            return tuple(
                replace(section, children=without(section.children)) for section in sections if section.id != section_id
            )

        return Outline(without(self.sections))

    def move(self, section_id: str, parent_id: str | None = None, index: int | None = None) -> Outline:
        """Move a section with all below it. ``index`` counts among the children once the section is taken out."""
        section = self.find(section_id)
        if parent_id is not None and any(below.id == parent_id for below in section.walk()):
            raise OutlineError(f"{section_id} cannot be moved into itself")
        return self.remove(section_id).insert(section, parent_id, index)

    def rename(self, section_id: str, title: str) -> Outline:
        """The tree with another title for that section."""
        return self.change(section_id, lambda section: replace(section, title=title))

    def change(self, section_id: str, edit: Callable[[Section], Section]) -> Outline:
        """The tree with ``edit(section)`` in the place of that section."""
        self.find(section_id)

        def edited(sections: tuple[Section, ...]) -> tuple[Section, ...]:
            return tuple(
                edit(section) if section.id == section_id else replace(section, children=edited(section.children))
                for section in sections
            )

        return Outline(edited(self.sections))

    def priority_number(self, section_id: str) -> int | None:
        """The rank from 1 of a priority among all priorities, None for another kind of section."""
        priorities = [section.id for section in self.walk() if section.kind is Kind.PRIORITY]
        return priorities.index(section_id) + 1 if section_id in priorities else None

    def heading(self, section_id: str) -> str:
        """The title as readers see it: « Priorité 2 : TEH et trafic de migrants »."""
        number = self.priority_number(section_id)
        title = self.find(section_id).title
        return title if number is None else f"Priorité{NBSP}{number}{NBSP}: {title}"
