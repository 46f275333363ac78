"""Exchanges the open letter with other machines, and asks where two people changed the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from editor_app.desk import Desk, fetch_to_library, remember_login
from editor_app.errors import LettrineError
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.comparing.clash_sheet import ClashSheet, Contested
from editor_app.gui.errand import CancelledError, Errand
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.settings import Settings
from editor_app.gui.sharing.address_sheet import AddressSheet
from editor_app.gui.sharing.login_sheet import LoginSheet
from editor_app.issue.merging import Side
from editor_app.storage.exchange import AccessRefusedError, Stage, SyncClashError, Synced
from editor_app.storage.folder import ANNOTATIONS_FILE, ISSUE_FILE
from editor_app.storage.letter_merging import FileClash
from editor_app.storage.outside import ChangedOutsideError

NAMED = 3
"""Sections that the sentence about an exchange names; further ones are counted."""


class SharingActions(QObject):
    """The network is waited for in a thread of its own, the letter changes in the writer's: typing and saving go on.

    An address that came with the letter's folder is shown, and used once the person agreed to it on this machine.
    """

    def __init__(
        self,
        notice: Notice,
        writer: Writer,
        settings: Settings,
        theme: Theme,
        take_text: Callable[[], object],
        open_desk: Callable[[Desk], object],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._notice, self._writer, self._settings, self._theme = notice, writer, settings, theme
        self._take_text, self._open_desk, self._window = take_text, open_desk, window
        self._letter: Letter | None = None
        self._errand: Errand[Synced] | Errand[Desk] | None = None

    def show_letter(self, letter: Letter) -> None:
        """Exchange this letter from now on."""
        self.stop()
        self._letter = letter

    def stop(self) -> None:
        """Stop what is under way."""
        if self._errand is not None:
            self._errand.cancel()

    def sync(self) -> None:
        """Exchange the letter where it is shared; ask for the address first when none was agreed to."""
        self._with_address(
            lambda letter, address: (
                self.exchange(address)
                if address and self._settings.agreed_address(letter.issue.id) == address
                else self._ask(letter, address)
            )
        )

    def change_address(self) -> None:
        """Show where the letter is shared, and let the person say otherwise."""
        self._with_address(self._ask)

    def exchange(self, address: str, chosen: Mapping[str, str | Side] | None = None) -> None:
        """Send and receive, by that address; ``chosen`` has what was decided on where words clashed."""
        letter = self._letter
        if letter is None or self._errand is not None:
            return
        if letter.desk.read_only:
            self._notice.say(self.tr("Ce numéro est ouvert ailleurs\u00a0; synchronisez-le là-bas."), warning=True)
            return
        self._take_text()
        desk, writer = letter.desk, self._writer
        before: dict[str, str] = {}

        def step(act: Callable[[], object]) -> object:
            def alone() -> object:
                before.update(desk.texts)
                return act()

            return writer.run(alone)

        errand: Errand[Synced] = Errand(lambda own: desk.sync(address, chosen, run=step, progress=own.tell))
        self._start(errand, address)
        errand.start(
            lambda synced: self._done(letter, synced, before), lambda error: self._refused(letter, address, error)
        )

    def receive(self) -> None:
        """Ask for an address, and open the letter that is shared there."""
        sheet = AddressSheet(
            self.tr("Recevoir une lettre partagée"),
            self.tr("Recevoir"),
            "",
            self.tr("Celle qu’une autre personne vous a donnée."),
            self._window,
        )
        sheet.accepted.connect(lambda: self.receive_from(sheet.address()))
        sheet.open()

    def receive_from(self, address: str) -> None:
        """Fetch the letter that is shared at that address into the library, and open it."""
        if self._errand is not None:
            return

        def opened(desk: Desk) -> None:
            self._end()
            self._settings.agree_to_address(desk.issue.id, address)
            self._open_desk(desk)
            self._notice.say(self.tr("La lettre est reçue\u00a0; elle est dans «\u00a0{}\u00a0».").format(desk.path))

        errand: Errand[Desk] = Errand(lambda own: fetch_to_library(address, own.tell))
        self._start(errand, address)
        errand.start(opened, lambda error: self._ask_login(error, lambda: self.receive_from(address)))

    # Asking

    def _with_address(self, act: Callable[[Letter, str], object]) -> None:
        letter = self._letter
        if letter is not None:
            self._writer.ask(
                letter.desk.remote,
                lambda address: act(letter, address or "") if letter is self._letter else None,
                self._say,
            )

    def _ask(self, letter: Letter, address: str) -> None:
        agreed = address and self._settings.agreed_address(letter.issue.id) == address
        sheet = AddressSheet(
            self.tr("Partage de la lettre"),
            self.tr("Synchroniser"),
            address,
            self.tr("Cette adresse est venue avec la lettre\u00a0: vérifiez qu’elle est bien la vôtre.")
            if address and not agreed
            else self.tr("La même pour toutes les personnes qui écrivent cette lettre."),
            self._window,
        )
        sheet.accepted.connect(lambda: self._agree(letter, sheet.address()))
        sheet.open()

    def _ask_login(self, error: LettrineError, again: Callable[[], object]) -> None:
        """Say what was refused; where a name and a password would do, ask for them and try again."""
        self._say(error)
        if isinstance(error, AccessRefusedError) and error.asks_login:
            sheet = LoginSheet(error.address, self._window)
            sheet.accepted.connect(lambda: remember_login(error.address, sheet.login()))
            sheet.accepted.connect(again)
            sheet.open()

    def _agree(self, letter: Letter, address: str) -> None:
        self._settings.agree_to_address(letter.issue.id, address)
        self.exchange(address)

    # What comes of it

    def _start(self, errand: Errand[Synced] | Errand[Desk], address: str) -> None:
        self._errand = errand
        errand.progressed.connect(lambda stage, done, total: self._tell(address, stage, done, total))
        self._tell(address, Stage.RECEIVING, 0, 0)

    def _tell(self, address: str, stage: Stage, done: int, total: int) -> None:
        errand = self._errand
        if errand is None:
            return
        words = {
            Stage.RECEIVING: self.tr("Réception de {}…"),
            Stage.MERGING: self.tr("Réunion des textes…"),
            Stage.SENDING: self.tr("Envoi à {}…"),
        }
        self._notice.progress(words[stage].format(address), done, total, errand.cancel)

    def _end(self) -> None:
        self._errand = None

    def _done(self, letter: Letter, synced: Synced, before: Mapping[str, str]) -> None:
        self._end()
        if synced.changed:
            letter.take_up(before)
        if letter is self._letter:
            self._notice.say(self._sentence(letter, synced))

    def _refused(self, letter: Letter, address: str, error: LettrineError) -> None:
        if letter is not self._letter:
            self._end()
        elif isinstance(error, SyncClashError):
            self._end()
            self._settle(letter, address, error.clashes)
        elif isinstance(error, ChangedOutsideError):
            self._end()
            letter.take_in(error.change)
            self._notice.say(
                self.tr("Un autre programme vient de changer la lettre\u00a0; synchronisez-la de nouveau."),
                warning=True,
            )
        else:
            self._ask_login(error, lambda: self.exchange(address))

    def _say(self, error: LettrineError) -> None:
        self._end()
        if isinstance(error, CancelledError):
            self._notice.say(self.tr("L’échange est annulé."))
        else:
            self._notice.say(str(error), warning=True)

    def _settle(self, letter: Letter, address: str, clashes: tuple[FileClash, ...]) -> None:
        """Ask about every clash; nothing was changed here nor sent before all are decided on."""
        self._notice.hide()
        sheet = ClashSheet(
            self.tr("Vous et une autre personne avez changé les mêmes passages. Dites quels mots valent."),
            [self._contested(letter, clash) for clash in clashes],
            self.tr("Le texte partagé"),
            self._theme.tokens,
            self._window,
        )
        sheet.accepted.connect(lambda: self.exchange(address, sheet.decisions()))
        sheet.rejected.connect(
            lambda: self._notice.say(
                self.tr(
                    "Rien n’est échangé tant que les mêmes passages diffèrent\u00a0; synchronisez quand vous voulez."
                )
            )
        )
        sheet.open()

    def _contested(self, letter: Letter, clash: FileClash) -> Contested:
        title = self._title(letter, clash.file)
        if clash.merge is None:
            return Contested.whole(clash.file, title, clash.mine, clash.theirs)
        return Contested(clash.file, title, clash.merge)

    def _sentence(self, letter: Letter, synced: Synced) -> str:
        titles = list(dict.fromkeys(self._title(letter, file) for file in synced.changed))
        if not titles:
            return (
                self.tr("Vos changements sont envoyés\u00a0; il n’y avait rien à recevoir.")
                if synced.sent
                else self.tr("Rien de nouveau, ni ici ni ailleurs.")
            )
        named = ", ".join(f"«\u00a0{title}\u00a0»" for title in titles[:NAMED])
        more = len(titles) - NAMED
        if more > 0:
            named = self.tr("{} et {} de plus").format(named, more)
        return (
            self.tr("Reçu\u00a0: {}. Vos changements sont envoyés.") if synced.sent else self.tr("Reçu\u00a0: {}.")
        ).format(named)

    def _title(self, letter: Letter, file: str) -> str:
        known = {ISSUE_FILE: self.tr("plan et fiche"), ANNOTATIONS_FILE: self.tr("remarques")}
        if file in known:
            return known[file]
        for outline in (letter.issue.outline, letter.desk.issue.outline):
            for section in outline.walk():
                if section.file == file:
                    return outline.heading(section.id)
        return file.rpartition("/")[2]
