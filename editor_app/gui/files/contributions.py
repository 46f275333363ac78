"""Takes in documents that others wrote: dropped on the text they go in after the cursor's paragraph, dropped anywhere
else they become a section; what a proofreader may have sent is asked about."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from editor_app.desk import Changes, Desk
from editor_app.desk.contributions import Contribution, Look, beside, look_at, read_contribution, with_pictures
from editor_app.errors import LettrineError
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.editor.written_text import document_files
from editor_app.gui.errand import Errand
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.showing import Showing
from editor_app.issue.naming import new_section
from editor_app.issue.outline import Kind, Outline, Section, Status

_T = TypeVar("_T")

DOCUMENTS = "*.docx *.odt *.md *.txt *.html *.htm"


class ContributionActions(QObject):
    """Documents are read in a thread of their own, their pictures written in the writer's. ``take_returns`` takes in
    what came back from proofreaders."""

    def __init__(
        self,
        editor: MarkdownEditor,
        notice: Notice,
        showing: Showing,
        writer: Writer,
        take_returns: Callable[[Sequence[Path]], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._editor, self._notice, self._showing = editor, notice, showing
        self._writer, self._take_returns, self._window = writer, take_returns, window
        self._errands: set[QObject] = set()

    def ask_into_text(self) -> None:
        """Ask for a document and put it after the cursor's paragraph."""
        self._ask(self.tr("Insérer un document"), in_text=True)

    def ask_as_section(self) -> None:
        """Ask for a document and make it a section after the open one."""
        self._ask(self.tr("Ajouter une rubrique d’après un document"), in_text=False)

    def drop(self, event: QDropEvent) -> bool:
        """Take in what is dropped beside the text, or say that it may be dropped; False when it is something else."""
        paths = document_files(event.mimeData())
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(paths, in_text=False)
        return True

    def take(self, paths: Sequence[Path], *, in_text: bool) -> None:
        """Take in files: returns go where returns go, documents into the open section or, unless ``in_text``, become
        sections after it."""
        letter = self._showing.letter
        if letter is None:
            return

        def settle(looks: list[tuple[Path, Look]]) -> None:
            if letter is not self._showing.letter:
                return
            returned = [path for path, look in looks if look.returned]
            if returned:
                self._take_returns(returned)
            for path, look in looks:
                if not look.returned:
                    self._settle(path, look, in_text=in_text)

        self._start(lambda: [(path, look_at(path)) for path in paths], settle)

    def _ask(self, title: str, *, in_text: bool) -> None:
        names, _ = QFileDialog.getOpenFileNames(self._window, title, "", self.tr("Documents ({})").format(DOCUMENTS))
        if names:
            self.take([Path(name) for name in names], in_text=in_text)

    def _settle(self, path: Path, look: Look, *, in_text: bool) -> None:
        """Ask what is to be done with changes and comments; read what has none."""
        letter = self._showing.letter
        if letter is None or letter.desk.reader:
            self._notice.say(self.tr("Un paquet à relire ne prend pas de document."), warning=True)
        elif letter.desk.read_only:
            self._notice.say(self.tr("Ce numéro est ouvert ailleurs : ajoutez-y le document."), warning=True)
        elif look.plain:
            self._read(path, Changes.UNDECIDED, in_text=in_text)
        else:
            into = self.tr("Insérer") if in_text else self.tr("Nouvelle rubrique")
            actions: list[tuple[str, Callable[[], object]]] = []
            if look.may_return:
                actions.append((self.tr("Relecture de cette lettre"), lambda: self._take_returns([path])))
            for changes, label in self._choices(look):
                actions.append((f"{into}{label}", partial(self._read, path, changes, in_text=in_text)))
            self._notice.ask(f"contribution {path}", self._question(path, look), *actions)

    def _choices(self, look: Look) -> list[tuple[Changes, str]]:
        if not look.changes:
            return [(Changes.UNDECIDED, "")]
        accepted = (Changes.ACCEPTED, self.tr(", modifications acceptées"))
        return [accepted, (Changes.REFUSED, self.tr(", modifications refusées"))] if look.may_refuse else [accepted]

    def _question(self, path: Path, look: Look) -> str:
        if not look.may_return:
            return self.tr("« {} » porte {}. Que faut-il en faire ?").format(path.name, look.told)
        return self.tr("« {} » porte {}. Est-ce une relecture de cette lettre, ou un texte pour elle ?").format(
            path.name, look.told
        )

    def _read(self, path: Path, changes: Changes, *, in_text: bool) -> None:
        letter, section = self._showing.letter, self._showing.section
        if letter is None:
            return
        into_text = in_text and letter.has_text(section)
        self._notice.say(self.tr("Lecture de « {} »…").format(path.name))

        def put(read: Contribution) -> None:
            if letter is self._showing.letter:
                self._put_pictures(letter, section, path, read, in_text=into_text)

        self._start(lambda: read_contribution(path, changes, with_title=not into_text), put)

    def _put_pictures(self, letter: Letter, section: str, path: Path, read: Contribution, *, in_text: bool) -> None:
        """Write the pictures first, so that the text never shows one that is not there."""
        desk: Desk = letter.desk

        def put(text: str) -> None:
            if letter is self._showing.letter:
                done = dataclasses.replace(read, text=text)
                if in_text and letter.has_text(section):
                    self._put_in_text(section, path, done)
                else:
                    self._put_as_section(letter, section, path, done)

        self._writer.ask(lambda: with_pictures(desk, read), put, self._refuse)

    def _put_in_text(self, section: str, path: Path, read: Contribution) -> None:
        if self._showing.section != section:
            self._showing.open_section(section)
        self._editor.insert_apart(beside(read.text, self._editor.text()).rstrip("\n"))
        self._editor.setFocus()
        self._say_done(self.tr("« {} » est dans le texte.").format(path.name), read)

    def _put_as_section(self, letter: Letter, section: str, path: Path, read: Contribution) -> None:
        outline = letter.issue.outline
        kind, parent, index = place_after(outline, section if section in outline else None)
        made = dataclasses.replace(new_section(kind, read.title), status=Status.DRAFT)
        letter.texts[made.id] = read.text
        letter.change_outline(outline.insert(made, parent, index), self.tr("Ajouter « {} »").format(read.title))
        self._showing.open_section(made.id)
        self._say_done(self.tr("« {} » est la rubrique « {} ».").format(path.name, read.title), read)

    def _say_done(self, sentence: str, read: Contribution) -> None:
        self._notice.say("\n".join([sentence, *read.not_understood]), warning=bool(read.not_understood))

    def _refuse(self, error: LettrineError) -> None:
        self._notice.say(str(error), warning=True)

    def _start(self, work: Callable[[], _T], done: Callable[[_T], object]) -> None:
        """Do the work in a thread of its own."""
        errand: Errand[_T] = Errand(lambda _errand: work())
        self._errands.add(errand)

        def end(act: Callable[[], object]) -> None:
            self._errands.discard(errand)
            act()

        errand.start(lambda value: end(lambda: done(value)), lambda error: end(lambda: self._refuse(error)))


def place_after(outline: Outline, current: str | None) -> tuple[Kind, str | None, int | None]:
    """Where a contribution goes: an article after the current one or at the end of the current priority, else a section
    after the current one; its kind, the id of the section around it and its place there, as for ``Outline.insert``."""
    if current is None:
        return Kind.FREE, None, None
    path = outline.path(current)
    above: Section = outline.sections[path[0]]
    if len(path) > 1:
        return Kind.ARTICLE, above.id, path[1] + 1
    if above.kind is Kind.PRIORITY:
        return Kind.ARTICLE, above.id, None
    return Kind.FREE, None, path[0] + 1
