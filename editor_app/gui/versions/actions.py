"""Makes versions as one works, and carries out what is asked for on the page of versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from editor_app.errors import LettrineError
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.keeping.saving import Progress, SaveState, Writer
from editor_app.gui.letter import Letter
from editor_app.gui.moments import in_words
from editor_app.gui.notice import Notice
from editor_app.storage.kept_letter import SectionDifference
from editor_app.storage.version import Version

if TYPE_CHECKING:
    from editor_app.gui.versions.page import VersionsPage

VERSION_AFTER_MS = 60_000
"""A save is recorded as a version this long after it; further ones of the same ten minutes take its place."""


class VersionsActions(QObject):
    """``take_text`` brings what was just typed into the letter. The disk is read and written in the writer's thread."""

    def __init__(
        self,
        commands: Commands,
        notice: Notice,
        writer: Writer,
        theme: Theme,
        take_text: Callable[[], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._notice, self._writer, self._theme, self._window = notice, writer, theme, window
        self._take_text = take_text
        self._letter: Letter | None = None
        self._saved: datetime | None = None
        self._complained = False
        self._wanted: tuple[Version, Version | None] | None = None
        self.page: VersionsPage | None = None
        """The one that is open."""
        self._soon = QTimer(self, interval=VERSION_AFTER_MS, singleShot=True)
        self._soon.timeout.connect(self.keep)
        commands.on("save", self.save)
        commands.on("versions", self.open)
        commands.on("name-version", self.name_now)
        writer.state_changed.connect(self._saved_something)
        theme.changed.connect(lambda _dark: self.page.set_colours(theme.tokens) if self.page is not None else None)

    def show_letter(self, letter: Letter) -> None:
        """Make versions of this letter from now on."""
        self._soon.stop()
        self._letter, self._complained = letter, False
        if self.page is not None:
            self.page.reject()

    def save(self) -> None:
        """Write everything now, beside the typing, and record it as a version; what was put off is asked again."""
        self._take_text()
        self._writer.retry()
        self._notice.recall()
        self.keep()

    def keep(self) -> None:
        """Record the saved letter as a version, when it is another than the last."""
        letter = self._letter
        self._soon.stop()
        if letter is not None and not letter.desk.read_only:
            self._writer.ask(letter.desk.keep_version, lambda _version: None, self._complain)

    def name_now(self) -> None:
        """Ask for a name and record the letter as it is now under it."""
        letter = self._letter
        if letter is None:
            return
        from editor_app.gui.versions.name_sheet import NameSheet

        sheet = NameSheet(self.tr("Nommer la lettre telle qu’elle est"), "", self._window)
        sheet.accepted.connect(lambda: self.keep_named(sheet.name()))
        sheet.open()

    def keep_named(self, name: str) -> None:
        """Record the letter as it is now under that name."""
        letter = self._letter
        if letter is None:
            return
        self._take_text()
        self._writer.ask(
            lambda: letter.desk.keep_version(name),
            lambda _version: self._notice.say(
                self.tr("La version «\u00a0{}\u00a0» est gardée.").format(name),
                (self.tr("Voir les versions"), self.open),
            ),
            self._say,
        )

    def open(self) -> None:
        """Open the page of versions."""
        letter = self._letter
        if letter is None or self.page is not None:
            return
        self._take_text()
        from editor_app.gui.versions.page import VersionsPage

        page = VersionsPage(self._theme.tokens, self._window)
        page.comparison_wanted.connect(lambda version, before: self._compare(letter, page, version, before))
        page.naming_wanted.connect(lambda version: self._rename(letter, page, version))
        page.restoring_wanted.connect(lambda version, section: self._restore(letter, page, version, section))
        page.finished.connect(lambda _answer: setattr(self, "page", None))
        self.page = page
        page.open()
        self._fill(letter, page)

    def _fill(self, letter: Letter, page: VersionsPage) -> None:
        def read() -> tuple[tuple[Version, ...], tuple[tuple[str, ...], ...], tuple[str, ...]]:
            versions = letter.desk.versions()
            return versions, letter.desk.version_contents(versions), letter.desk.version_problems

        def show(
            found: tuple[tuple[Version, ...], tuple[tuple[str, ...], ...], tuple[str, ...]],
        ) -> None:
            if page is self.page:
                versions, changes, problems = found
                page.show_versions(versions, changes)
                if problems:
                    page.say(problems[0])

        self._writer.ask(read, show, lambda error: page.say(str(error)) if page is self.page else None)

    def _compare(self, letter: Letter, page: VersionsPage, version: Version, before: Version | None) -> None:
        wanted = self._wanted = (version, before)

        def read() -> tuple[SectionDifference, ...]:
            if self._wanted is not wanted:
                return ()  # something else was chosen meanwhile
            if before is None:
                return letter.desk.version_differences(version)
            return letter.desk.version_differences(before, version)

        def show(found: tuple[SectionDifference, ...]) -> None:
            if page is self.page and self._wanted is wanted:
                page.show_differences(version, before, found)

        self._writer.ask(read, show, lambda error: page.say(str(error)) if page is self.page else None)

    def _rename(self, letter: Letter, page: VersionsPage, version: Version) -> None:
        def rename(name: str) -> None:
            self._writer.ask(
                lambda: letter.desk.name_version(version, name),
                lambda _version: self._fill(letter, page) if page is self.page else None,
                self._say,
            )

        from editor_app.gui.versions.name_sheet import NameSheet

        sheet = NameSheet(self.tr("Nommer cette version"), version.name, page)
        sheet.accepted.connect(lambda: rename(sheet.name()))
        sheet.open()

    def _restore(self, letter: Letter, page: VersionsPage, version: Version, section: str) -> None:
        """Bring back a section, or everything; what stood is a version, and so is what came back."""
        self._take_text()
        before = dict(letter.texts)
        title = letter.issue.outline.heading(section) if section else ""
        when = in_words(version.when)

        def restored(_: None) -> None:
            letter.take_up(before)
            sentence = (
                self.tr("«\u00a0{}\u00a0» est de nouveau comme {}.").format(title, when)
                if section
                else self.tr("La lettre est de nouveau comme {}.").format(when)
            )
            self._notice.say(
                self.tr("{} Ce qui était là avant est dans les versions.").format(sentence),
                (self.tr("Voir les versions"), self.open),
            )
            if page is self.page:
                page.accept()

        def refused(error: LettrineError) -> None:
            if page is self.page:
                page.say(str(error))

        self._writer.ask(lambda: letter.desk.restore_version(version, section or None), restored, refused)

    def _saved_something(self, state: SaveState) -> None:
        if state.progress is Progress.SAVED and state.at != self._saved:
            self._saved = state.at
            if self._letter is not None and not self._soon.isActive():
                self._soon.start()

    def _complain(self, error: LettrineError) -> None:
        """Say once that the history cannot be written: the letter itself does not depend on it."""
        if not self._complained:
            self._complained = True
            self._say(error)

    def _say(self, error: LettrineError) -> None:
        self._notice.say(str(error), warning=True)
