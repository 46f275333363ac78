"""What is done with the search: looked for as one types, gone to, replaced here and in the other sections."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby, islice

from PySide6.QtCore import QObject, QTimer

from editor_app.gui.commands import Commands
from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.letter import Letter, Replacement
from editor_app.gui.notice import Notice
from editor_app.gui.search.bar import SearchBar
from editor_app.gui.search.finder import Finder
from editor_app.gui.search.hits import Hit, HitsModel, hits
from editor_app.gui.tasks_pane import TasksPane

MOST = 5000
"""Places listed at most; beyond that nobody reads the list."""
AFTER_TYPING_MS = 400


class SearchActions(QObject):
    """Joins the bar, the list of places, the editor and the letter."""

    def __init__(
        self,
        commands: Commands,
        editor: MarkdownEditor,
        bar: SearchBar,
        model: HitsModel,
        pane: TasksPane,
        notice: Notice,
        open_section: Callable[[str], object],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._editor, self._bar, self._model, self._pane = editor, bar, model, pane
        self._notice, self._open_section = notice, open_section
        self._letter: Letter | None = None
        self._section = ""
        self._stale = False
        self._again = QTimer(self, interval=AFTER_TYPING_MS, singleShot=True)
        self._again.timeout.connect(self._look)
        bar.changed.connect(self._look)
        bar.closed.connect(self.close)
        bar.next_wanted.connect(lambda: self.step(1))
        bar.previous_wanted.connect(lambda: self.step(-1))
        bar.replace_wanted.connect(self.replace_one)
        bar.replace_all_wanted.connect(self.replace_all)
        pane.hits.chosen.connect(self._go_to)
        editor.spliced.connect(lambda _splice: self._text_changed())
        commands.on("replace", lambda: self.open(replacing=True))
        commands.on("find-next", lambda: self.step(1))
        commands.on("find-previous", lambda: self.step(-1))

    def show_letter(self, letter: Letter) -> None:
        """Search this letter from now on."""
        self._letter = letter
        letter.texts_changed.connect(lambda _sections: self._text_changed())
        letter.issue_changed.connect(self._text_changed)

    def show_section(self, section_id: str) -> None:
        """The editor now shows this section."""
        self._section = section_id
        if self._bar.isVisible() and not self._bar.everywhere():
            self._look()

    def open(self, *, replacing: bool) -> None:
        """Open the bar, looking for the selected words if they are on one line."""
        selected = self._editor.textCursor().selectedText()
        self._pane.show_search(shown=True)
        self._bar.open("" if "\u2029" in selected else selected, replacing=replacing)

    def close(self) -> None:
        """Close the bar; the text has the keyboard again, with the place gone to last still selected."""
        self._bar.hide()
        self._again.stop()
        self._editor.overlay.frame(None)
        self._pane.show_search(shown=False)
        self._editor.setFocus()

    # Looking ----------------------------------------------------------------------------------------------------------

    def _text_changed(self) -> None:
        if self._bar.isVisible():
            self._stale = True
            self._again.start()

    def _texts(self) -> list[tuple[str, str, str]]:
        """Id, title and text of what is searched, in reading order."""
        letter = self._letter
        if letter is None:
            return []
        texts = []
        for section in letter.issue.outline.walk():
            here = section.id == self._section
            if (self._bar.everywhere() and letter.has_text(section.id)) or here:
                text = self._editor.text() if here else letter.texts.get(section.id, "")
                texts.append((section.id, letter.issue.outline.heading(section.id), text))
        return texts

    def _look(self) -> None:
        self._again.stop()
        self._stale = False
        finder = Finder(self._bar.query())
        found = list(islice((hit for place in self._texts() for hit in hits(finder, *place)), MOST))
        self._model.show(found)
        self._editor.overlay.frame(finder.spans if self._bar.isVisible() and self._bar.pattern.text() else None)
        self._say()

    def _fresh(self) -> tuple[Hit, ...]:
        """What is found in the text as it is now."""
        if self._stale or not self._bar.isVisible():
            self._look()
        return self._model.hits

    def _say(self) -> None:
        found = self._model.hits
        if not self._bar.pattern.text():
            count = ""
        elif not found:
            count = self.tr("Aucun résultat")
        elif len(found) == MOST:
            count = self.tr("Les {} premiers").format(MOST)
        else:
            at = self._at()
            many = str(len(found)) if at is None else self.tr("{} sur {}").format(at + 1, len(found))
            sections = len({hit.section for hit in found})
            count = many if sections < 2 else self.tr("{}, dans {} rubriques").format(many, sections)
        self._bar.say(count, found=bool(found), replaceable=bool(self._replaceable()))
        self._pane.count_hits(len(found) if self._bar.pattern.text() else None)

    def _at(self) -> int | None:
        """Which of the places is selected in the text."""
        line, start, end = self._editor.selected_in_line()
        for number, hit in enumerate(self._model.hits):
            if (hit.section, hit.line, hit.start, hit.end) == (self._section, line, start, end):
                return number
        return None

    def step(self, by: int) -> None:
        """Go to the next place (1) or the one before (-1), from the cursor on, round the ends."""
        found = self._fresh()
        if not found:
            return
        order = {section: number for number, (section, _, _) in enumerate(self._texts())}
        line, start, end = self._editor.selected_in_line()
        here = (order.get(self._section, 0), line, start, end)
        places = [(order.get(hit.section, 0), hit.line, hit.start, hit.end) for hit in found]
        if by > 0:
            after = (place for place in range(len(places)) if places[place] > here)
            self._show_hit(found[next(after, 0)])
        else:
            before = (place for place in reversed(range(len(places))) if places[place] < here)
            self._show_hit(found[next(before, len(found) - 1)])

    def _go_to(self, hit: Hit) -> None:
        """Go to a place of the list, or to the same one where it is now, and bring the keyboard there."""
        if hit in self._fresh():
            self._show_hit(hit)
            self._editor.setFocus()

    def _show_hit(self, hit: Hit) -> None:
        self._open_section(hit.section)
        self._editor.go_to(hit.line, hit.start, hit.end)
        self._say()
        at = self._at()
        if at is not None:
            self._pane.hits.setCurrentIndex(self._model.index(at))

    # Replacing --------------------------------------------------------------------------------------------------------

    def _replaceable(self) -> list[Hit]:
        """The places where something would change."""
        letter, new = self._letter, self._bar.replacement.text()
        if letter is None or not self._bar.replacement.isVisibleTo(self._bar):
            return []
        return [hit for hit in self._model.hits if letter.has_text(hit.section) and hit.text != new]

    def replace_one(self) -> None:
        """Replace the place that is selected, and go to the next; the first time, go to the first."""
        found = self._fresh()
        at = self._at()
        if at is not None and found[at] in self._replaceable():
            hit = found[at]
            self._editor.replace_in_lines([(hit.line, hit.start, hit.end)], self._bar.replacement.text())
            self._stale = True
        self.step(1)

    def replace_all(self) -> None:
        """Replace every place that was shown: in the open section one step of the text, in the others one of the
        letter; then say how many, and offer to take it all back."""
        letter = self._letter
        if letter is None:
            return
        self._fresh()
        wanted, new = self._replaceable(), self._bar.replacement.text()
        here = [(hit.line, hit.start, hit.end) for hit in wanted if hit.section == self._section]
        others = [hit for hit in wanted if hit.section != self._section]
        if not wanted:
            return
        if here:
            self._editor.replace_in_lines(here, new)
        if others:
            changes = {
                section: [Replacement(hit.line, hit.start, hit.end, new) for hit in places]
                for section, places in groupby(others, key=lambda hit: hit.section)
            }
            letter.replace_in_texts(changes, self.tr("Remplacer « {} »").format(self._bar.pattern.text()))
        self._look()
        self._say_replaced(letter, len(wanted), len({hit.section for hit in wanted}), bool(here), bool(others))

    def _say_replaced(self, letter: Letter, places: int, sections: int, here: bool, others: bool) -> None:
        revision, step = self._editor.revision(), letter.undo_stack.index()

        def take_back() -> None:
            if others and letter is self._letter and letter.undo_stack.index() == step:
                letter.undo_stack.undo()
            if here and self._editor.revision() == revision:
                self._editor.undo()

        self._notice.say(
            self.tr("Un remplacement.")
            if places == 1
            else self.tr("{} remplacements.").format(places)
            if sections == 1
            else self.tr("{} remplacements dans {} rubriques.").format(places, sections),
            (self.tr("Annuler le remplacement"), take_back),
        )
