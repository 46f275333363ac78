"""What goes out to proofreaders and what comes back, from the window: packets, returns, what changed in between."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from editor_app.desk import Merged, merged_remarks
from editor_app.desk.proofreading import PACKET_SUFFIX
from editor_app.errors import LettrineError
from editor_app.gui.appearance.theme import Theme
from editor_app.gui.commands import Commands
from editor_app.gui.keeping.saving import Writer
from editor_app.gui.letter import Letter
from editor_app.gui.notice import Notice
from editor_app.gui.remarks.actions import RemarkActions
from editor_app.gui.tasks_pane import REMARKS, TasksPane
from editor_app.issue.naming import slug
from editor_app.review.annotation import Annotation, Motivation
from editor_app.review.decisions import listed

if TYPE_CHECKING:
    from editor_app.storage.kept_letter import SectionDifference
    from editor_app.storage.version import Version


class ExchangeActions(QObject):
    """The disk is read and written in the writer's thread, after the texts that wait there."""

    _made = Signal(object, str, str)
    _taken = Signal(object, object, object)
    _compared = Signal(object, object, object)
    _failed = Signal(object, str)

    def __init__(
        self,
        commands: Commands,
        remarks: RemarkActions,
        pane: TasksPane,
        notice: Notice,
        theme: Theme,
        writer: Writer,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._remarks, self._pane, self._notice, self._theme = remarks, pane, notice, theme
        self._writer, self._window = writer, window
        self._letter: Letter | None = None
        self._made.connect(self._say_made)
        self._taken.connect(self._take_in)
        self._compared.connect(self._show_changes)
        self._failed.connect(self._say_failed)
        commands.on("send", self.send)
        commands.on("take-returns", self.ask_returns)
        commands.on("since-sent", self.show_since_sent)

    def show_letter(self, letter: Letter) -> None:
        """Work on this letter."""
        self._letter = letter

    # Going out

    def send(self) -> None:
        """Ask for whom, for when and what to look at, then where to put the packet."""
        letter = self._letter
        if letter is None:
            return
        from editor_app.gui.remarks.packet_sheet import PacketSheet

        sheet = PacketSheet(datetime.date.today(), self._window)  # noqa: DTZ011  (the person's own day)
        sheet.accepted.connect(lambda: self._ask_where(letter, sheet.reader(), sheet.before(), sheet.look_at()))
        sheet.open()

    def _ask_where(self, letter: Letter, reader: str, before: datetime.date | None, look_at: str) -> None:
        name = f"relecture-{letter.issue.number}-{slug(reader, 40)}{PACKET_SUFFIX}"
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Enregistrer le paquet"),
            str(letter.desk.path.absolute().parent / name),
            self.tr("Paquets de relecture (*.zip)"),
        )
        if chosen:
            self.make_packet(Path(chosen), reader, before, look_at)

    def make_packet(self, to: Path, reader: str, before: datetime.date | None, look_at: str) -> None:
        """Make the packet as the file ``to``, from the letter as it is now."""
        letter = self._letter
        if letter is None:
            return
        self._remarks.take_place()
        self._notice.say(self.tr("Le paquet se prépare…"))

        def make() -> None:
            letter.desk.make_packet(to, reader=reader, before=before, look_at=look_at)
            self._made.emit(letter, str(to), reader)

        self._try("packet", letter, make)

    def _say_made(self, letter: Letter, path: str, reader: str) -> None:
        if letter is self._letter:
            folder = QUrl.fromLocalFile(str(Path(path).parent))
            self._notice.say(
                self.tr("« {} » est prêt : envoyez-le à {}.").format(Path(path).name, reader),
                (self.tr("Ouvrir le dossier"), lambda: QDesktopServices.openUrl(folder)),
            )

    # Coming back

    def ask_returns(self) -> None:
        """Ask for the files that came back."""
        if self._letter is None:
            return
        from PySide6.QtWidgets import QFileDialog

        chosen, _ = QFileDialog.getOpenFileNames(
            self._window,
            self.tr("Prendre des relectures"),
            "",
            self.tr("Relectures (*.zip *.relecture *.docx *.md)"),
        )
        if chosen:
            self._ask_by([Path(path) for path in chosen])

    def _ask_by(self, paths: Sequence[Path]) -> None:
        """Take in what was chosen, once it is said who proofread the Markdown files, which do not say so."""
        if not any(path.suffix.lower() == ".md" for path in paths):
            self.take_returns(paths)
            return
        from PySide6.QtWidgets import QInputDialog

        dialog = QInputDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Prendre des relectures"))
        dialog.setLabelText(self.tr("Qui a relu ces textes Markdown ?"))
        dialog.textValueSelected.connect(lambda name: self.take_returns(paths, " ".join(name.split()) or None))
        dialog.open()

    def take_returns(self, paths: Sequence[Path], by: str | None = None) -> None:
        """Take in what came back, all of it or, when a file is refused, nothing; ``by`` proofread the Markdown."""
        letter = self._letter
        if letter is None:
            return
        if letter.desk.read_only:
            self._notice.say(self.tr("Ce numéro est ouvert ailleurs : prenez-y les relectures."), warning=True)
            return
        self._remarks.take_place()
        issue, texts, own = letter.issue, dict(letter.texts), tuple(letter.annotations.values())
        self._notice.say(self.tr("Lecture des relectures…"))

        def read() -> None:
            merged = merged_remarks(issue, texts, own, letter.desk.read_returns(paths, by))
            self._taken.emit(letter, merged, texts)

        self._try("returns", letter, read)

    def _take_in(self, letter: Letter, merged: Merged, texts: dict[str, str]) -> None:
        """Join what was read with the remarks as they are by now, on the texts as they are by now."""
        from editor_app.review.anchoring import place  # heavy
        from editor_app.review.merging import take_in

        if letter is not self._letter:
            return
        self._remarks.take_place()
        fresh: tuple[Annotation, ...] = (*merged.new, *merged.changed)
        for section, text in letter.texts.items():
            if text != texts.get(section):
                fresh = place(fresh, section, text, [texts.get(section, "")])
        letter.set_annotations(take_in(letter.annotations.values(), fresh))
        self._pane.turn_to(REMARKS)
        self._notice.say(came_in(merged), warning=bool(merged.orphans))

    # What changed in between

    def show_since_sent(self) -> None:
        """Show what differs from what went out last."""
        letter = self._letter
        if letter is None:
            return
        self._remarks.take_place()

        def compare() -> None:
            version = letter.desk.sent()
            changes = letter.desk.version_differences(version) if version is not None else ()
            self._compared.emit(letter, version, changes)

        self._try("since sent", letter, compare)

    def _show_changes(self, letter: Letter, version: Version | None, changes: tuple[SectionDifference, ...]) -> None:
        if letter is not self._letter:
            return
        if version is None:
            self._notice.say(self.tr("Cette lettre n’est pas encore partie en relecture."))
        elif not changes:
            self._notice.say(self.tr("Le texte est celui qui est parti en relecture."))
        else:
            from editor_app.gui.comparing.sheet import ComparisonSheet

            when, count = version.when.astimezone(), len(changes)
            said = self.tr("Depuis l’envoi du {:%d/%m} à {} h {:02}, {} rubrique{} changé.")
            sheet = ComparisonSheet(
                self.tr("Depuis l’envoi en relecture"),
                said.format(when, when.hour, when.minute, count, "s ont" if count > 1 else " a"),
                self._theme.tokens,
                self._window,
            )
            sheet.show_sections(changes, self.tr("Envoyé en relecture"), self.tr("Aujourd’hui"))
            sheet.offer(self.tr("Fermer"), primary=True)
            sheet.open()

    # Parts

    def _try(self, name: str, letter: Letter, job: Callable[[], None]) -> None:
        """Do something once in the writer's thread; a refusal is said, and not tried again."""

        def once() -> None:
            try:
                job()
            except LettrineError as error:
                self._failed.emit(letter, str(error))

        self._writer.put(f"{letter.disk.key} {name}", once)

    def _say_failed(self, letter: Letter, sentence: str) -> None:
        if letter is self._letter:
            self._notice.say(sentence, warning=True)


def came_in(merged: Merged) -> str:
    """What a merge brought, in a French sentence."""
    new = [remark for remark in merged.new if remark.motivation is not Motivation.ASSESSING]
    verdicts = sum(remark.motivation is Motivation.ASSESSING for remark in merged.new)
    if not merged.new and not merged.changed:
        return "Rien de nouveau : tout ce que dit cette relecture est déjà dans la lettre."
    parts = []
    if new:
        suggestions = sum(remark.motivation is Motivation.EDITING for remark in new)
        told = _count(len(new), "remarque nouvelle", "remarques nouvelles")
        inside = f", dont {_count(suggestions, 'suggestion', 'suggestions')}" if suggestions else ""
        parts.append(f"{told} de {_authors(new)}{inside}")
    if verdicts:
        parts.append(_count(verdicts, "avis sur une rubrique", "avis sur des rubriques"))
    if merged.changed:
        parts.append(_count(len(merged.changed), "remarque mise à jour", "remarques mises à jour"))
    sentence = f"{' ; '.join(parts)}."
    if merged.orphans:
        lost = _count(len(merged.orphans), "n’a pas de place sûre", "n’ont pas de place sûre")
        sentence += f" {lost} dans le texte : à placer à la main."
    return sentence


def _authors(remarks: Iterable[Annotation]) -> str:
    return listed(sorted({remark.author for remark in remarks}))


def _count(number: int, one: str, several: str) -> str:
    return f"{number} {several if number > 1 else one}"
