"""Takes in what others wrote for the letter: says what a file is before anything of it is taken, then reads it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from editor_app.errors import LettrineError
from editor_app.importing.office import Changes, tracked

if TYPE_CHECKING:
    from editor_app.desk.letter import Desk

_RETURNS: Final = frozenset({".zip", ".relecture"})


@dataclass(frozen=True, slots=True)
class Look:
    """What a file is: ``returned`` when it came out of a packet; else how many tracked changes and comments it holds.
    ``may_return`` when a proofreader may have sent it all the same, ``may_refuse`` when its changes can be refused
    here."""

    returned: bool = False
    changes: int = 0
    comments: int = 0
    may_return: bool = False
    may_refuse: bool = False

    @property
    def plain(self) -> bool:
        """Whether nobody need decide about anything in it."""
        return not (self.changes or (self.comments and self.may_return))

    @property
    def told(self) -> str:
        """« 3 modifications suivies et 1 commentaire »."""
        comments = "1 commentaire" if self.comments == 1 else f"{self.comments} commentaires"
        parts = [*([tracked(self.changes)] if self.changes else []), *([comments] if self.comments else [])]
        return " et ".join(parts)


@dataclass(frozen=True, slots=True)
class Contribution:
    """A document as Markdown, its pictures by path (``media/…``), its title, and what could not be kept, in French."""

    text: str
    title: str
    media: Mapping[str, bytes]
    not_understood: tuple[str, ...]


def look_at(path: Path) -> Look:
    """Look at a file that was given; changes nothing. Raises LettrineError when it cannot be read."""
    kind = path.suffix.lower()
    if kind in _RETURNS:
        return Look(returned=True)
    if kind == ".docx":
        from editor_app.exporting.packet.word.reading import is_from_packet
        from editor_app.importing.word import count_marks

        if is_from_packet(path):
            return Look(returned=True)
        changes, comments = count_marks(path)
        return Look(changes=changes, comments=comments, may_return=bool(changes or comments), may_refuse=True)
    if kind == ".odt":
        from editor_app.importing import odt

        changes, comments = odt.count_marks(path)
        return Look(changes=changes, comments=comments)
    return Look()


def read_contribution(path: Path, changes: Changes, *, with_title: bool) -> Contribution:
    """The text of a file, to be put into a section; ``with_title`` when it is to be a section of its own, whose title
    is then the heading that it begins with, else the file's name. Changes nothing. Raises LettrineError."""
    from editor_app.importing.reading import read_into_section

    read = read_into_section(path, changes, with_title=with_title)
    title = " ".join((read.title or path.stem.replace("_", " ")).split())
    return Contribution(read.text, title, read.media, read.not_understood)


def with_pictures(desk: Desk, read: Contribution, put: Callable[[str], object] = lambda _text: None) -> str:
    """Put the pictures into the letter, then ``put`` the text that shows them where they now are, which is returned.
    Raises LettrineError; no picture is left then."""
    added: list[str] = []
    text = read.text
    try:
        for path, data in read.media.items():
            added.append(desk.add_picture(Path(path).name, data))
            text = text.replace(f"]({path}", f"](\0{added[-1]}")
        text = text.replace("\0", "")
        put(text)
    except LettrineError:
        for path in added:
            desk.media_file(path).unlink(missing_ok=True)
        raise
    return text


def beside(text: str, present: str) -> str:
    """``text`` with its notes named so that they are not those of ``present``, the text that it is put into."""
    from editor_app.importing.notes import relabelled

    return relabelled(text, present)
