"""Sections signed by key, the table of who signed what, and the letter's *bon à tirer*."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor_app.desk.proofreading import passed, sign_off, what_is_missing
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.remarks.actions import RemarkActions
from editor_app.review.decisions import signed
from editor_app.review.sign_off import SignOff, Verdict


class SigningActions(QObject):
    """Signs in the name that the person chose for remarks."""

    def __init__(
        self,
        commands: Commands,
        remarks: RemarkActions,
        notice: Notice,
        theme: Theme,
        open_section: Callable[[str], object],
        open_id: Callable[[], str],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._remarks, self._notice, self._theme = remarks, notice, theme
        self._open_section, self._open_id, self._window = open_section, open_id, window
        self._letter: Letter | None = None
        for name, verdict in VERDICTS.items():
            commands.on(name, partial(self.sign, verdict))
        commands.on("who-signed", self.show_table)

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter."""
        self._letter = letter

    def sign(self, verdict: Verdict | None) -> None:
        """Say this of the open section as it stands; None takes back what was said."""
        letter, section = self._letter, self._open_id()
        if letter is None or not letter.has_text(section):
            self._notice.say(self.tr("Cette rubrique suit le plan de la lettre : elle ne se signe pas."))
            return
        self._remarks.take_place()
        changed = signed(
            letter.annotations.values(),
            verdict,
            letter.texts[section],
            issue=letter.issue.id,
            section=section,
            author=self._remarks.author,
        )
        if changed:
            letter.set_annotations(changed)
        title = letter.issue.outline.heading(section)
        if verdict is None:
            self._notice.say(self.tr("« {} » : signature retirée.").format(title))
        else:
            self._notice.say(
                self.tr("« {} » : {}, signé {}.").format(title, verdict.value, self._remarks.author),
                *(((self.tr("Qui a signé quoi…"), self.show_table),) if not letter.desk.reader else ()),
            )

    def state(self) -> SignOff | None:
        """Where the open letter stands."""
        letter = self._letter
        return None if letter is None else sign_off(letter.issue, letter.annotations.values(), letter.texts)

    def show_table(self) -> None:
        """Show who signed what, and offer the *bon à tirer*."""
        letter = self._letter
        if letter is None:
            return
        self._remarks.take_place()
        state = self.state()
        if state is not None:
            from editor_app.gui.remarks.sign_off_sheet import SignOffSheet

            sheet = SignOffSheet(letter.issue.outline, state, self._theme.tokens, self._window)
            sheet.section_chosen.connect(self._open_section)
            sheet.passed.connect(self.pass_for_press)
            sheet.open()

    def pass_for_press(self) -> None:
        """Declare the letter *bon à tirer*: a version that says who did and what was passed over."""
        letter, state = self._letter, self.state()
        if letter is None or state is None:
            return
        letter.keep_version(passed(self._remarks.author, state))
        if state.complete:
            self._notice.say(self.tr("La lettre est bonne à tirer ; cette version est gardée."))
        else:
            said = self.tr("Bon à tirer donné tout de même : {}. Le lot et la version gardée le diront.")
            self._notice.say(said.format(what_is_missing(state)), warning=True)


VERDICTS: dict[str, Verdict | None] = {
    "sign-seen": Verdict.SEEN,
    "sign-revise": Verdict.TO_REVISE,
    "sign-ready": Verdict.READY,
    "sign-none": None,
}
