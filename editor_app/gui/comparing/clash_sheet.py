"""Asks which words hold where two people changed the same ones, with both texts before the eyes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from editor_app.gui.appearance.first_size import open_at
from editor_app.gui.appearance.theme import Tokens
from editor_app.gui.comparing.comparison import SIDE_BY_SIDE, Comparison
from editor_app.issue.merging import Clash, Merge, Side

FILE_HEIGHT, FILES_SEEN = 32, 4
"""Pixels of a row of the list of texts, and how many rows are seen at once."""
EXCERPT = 90
"""Characters of a choice that are shown beside it; the whole is in the texts."""


@dataclass(frozen=True, slots=True)
class Contested:
    """A text that two people changed in the same places, under the ``title`` that people know it by. What does not
    clash is merged already. ``sides`` has both texts where one is taken as a whole, None for a file that is gone."""

    file: str
    title: str
    merge: Merge
    sides: tuple[str | None, str | None] | None = None

    @classmethod
    def whole(cls, file: str, title: str, mine: str | None, theirs: str | None) -> Contested:
        """One text or the other, as a whole."""
        return cls(file, title, Merge((Clash("", mine or "", theirs or ""),)), (mine, theirs))


class ClashSheet(QDialog):
    """A place is decided on by one of three answers; nothing is chosen beforehand. It can be accepted once every place
    is decided on; closing it decides nothing."""

    def __init__(
        self, sentence: str, contested: Sequence[Contested], other: str, colours: Tokens, parent: QWidget
    ) -> None:
        """``other`` says whose the other text is: « le texte de l’autre programme »."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("clashSheet")
        self.setWindowTitle(self.tr("Deux textes pour les mêmes mots"))
        open_at(self, 980, 720)
        self._contested, self._other = tuple(contested), other
        self._answers: list[list[str | Side | None]] = [[None] * len(one.merge.clashes) for one in contested]
        self._shown = 0
        self.comparison = Comparison(colours)
        self.comparison.choose_view(SIDE_BY_SIDE)
        self._files = QListWidget()
        self._files.setAccessibleName(self.tr("Textes à départager"))
        self._files.setProperty("rows", True)
        self._files.setMaximumHeight(FILE_HEIGHT * min(len(contested), FILES_SEEN))
        self._files.addItems([one.title for one in contested])
        self._files.setVisible(len(contested) > 1)
        self._files.currentRowChanged.connect(self._show)
        self._places = QScrollArea(widgetResizable=True)
        self._places.setFrameShape(QFrame.Shape.NoFrame)
        self._places.setAccessibleName(self.tr("Passages à départager"))
        self._places.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._places.setMinimumHeight(150)
        self._left = QLabel()
        self._left.setObjectName("sectionFacts")
        self.accept_button = QPushButton(self.tr("Appliquer"))
        self.accept_button.setProperty("primary", True)
        self.accept_button.clicked.connect(self.accept)
        said = QLabel(sentence)
        said.setWordWrap(True)
        said.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for widget, stretch in ((said, 0), (self._files, 0), (self.comparison, 3), (self._places, 2)):
            column.addWidget(widget, stretch)
        column.addLayout(self._buttons())
        self._show(0)

    def decisions(self) -> dict[str, str | Side]:
        """The text decided on for each file, or whose, where one was to be taken as a whole. Raises ValueError while a
        place is not decided on."""
        decided: dict[str, str | Side] = {}
        for one, answers in zip(self._contested, self._answers, strict=True):
            texts = [answer for answer in answers if isinstance(answer, str)]
            whole = next((answer for answer in answers if isinstance(answer, Side)), None)
            decided[one.file] = one.merge.resolved(texts) if whole is None else whole
        return decided

    def choose_all(self, side: Side) -> None:
        """Decide on every place alike."""
        for one, answers in zip(self._contested, self._answers, strict=True):
            answers[:] = [
                side if one.sides is not None else clash.mine if side is Side.MINE else clash.theirs
                for clash in one.merge.clashes
            ]
        self._show(self._shown)

    def choose(self, place: int, answer: str | Side) -> None:
        """Decide on one place of the text that is shown."""
        self._answers[self._shown][place] = answer
        self._count()

    def _show(self, number: int) -> None:
        """Show a text and the answers given on it so far."""
        if not 0 <= number < len(self._contested):
            return
        self._shown = number
        if self._files.currentRow() != number:
            self._files.setCurrentRow(number)
        merge = self._contested[number].merge
        mine, theirs = (
            merge.resolved([c.mine for c in merge.clashes]),
            merge.resolved([c.theirs for c in merge.clashes]),
        )
        self.comparison.show_texts(mine, theirs, self.tr("Votre texte"), self._other, named=True)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for place, clash in enumerate(merge.clashes):
            column.addWidget(self._place(place, clash))
        column.addStretch(1)
        self._places.setWidget(page)
        self._count()

    def _place(self, place: int, clash: Clash) -> QWidget:
        box = QWidget()
        title = self.tr("Passage {} sur {}").format(place + 1, len(self._answers[self._shown]))
        box.setAccessibleName(title)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        head = QLabel(title)
        head.setObjectName("sectionFacts")
        column.addWidget(head)
        group = QButtonGroup(box)
        sides = self._contested[self._shown].sides
        choices: list[tuple[str, str | None, str | Side]] = [
            (self.tr("Votre texte"), clash.mine, clash.mine),
            (self._other, clash.theirs, clash.theirs),
        ]
        if sides is not None:
            choices = [(self.tr("Votre texte"), sides[0], Side.MINE), (self._other, sides[1], Side.THEIRS)]
        elif clash.mine.strip() and clash.theirs.strip():
            both = _both(clash)
            choices.append((self.tr("Les deux, le vôtre d’abord"), both, both))
        for words, text, answer in choices:
            button = QRadioButton(f"{words}\u00a0: {_excerpt(text) if text else self.tr('(retiré)')}")
            button.setChecked(self._answers[self._shown][place] == answer)
            button.clicked.connect(lambda _checked, answer=answer: self.choose(place, answer))
            button.clicked.connect(lambda _checked: self.comparison.go_to(min(place, self.comparison.count() - 1)))
            group.addButton(button)
            column.addWidget(button)
        return box

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for words, side in (
            (self.tr("Garder tout le vôtre"), Side.MINE),
            (self.tr("Prendre tout l’autre"), Side.THEIRS),
        ):
            button = QPushButton(words)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked, side=side: self.choose_all(side))
            row.addWidget(button)
        row.addWidget(self._left, 1, Qt.AlignmentFlag.AlignRight)
        later = QPushButton(self.tr("Plus tard"))
        later.setAutoDefault(False)
        later.clicked.connect(self.reject)
        row.addWidget(later)
        row.addWidget(self.accept_button)
        return row

    def _count(self) -> None:
        left = sum(answer is None for answers in self._answers for answer in answers)
        self.accept_button.setEnabled(left == 0)
        self._left.setText(
            "" if not left else self.tr("Encore 1 choix") if left == 1 else self.tr("Encore {} choix").format(left)
        )


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return f"«\u00a0{flat if len(flat) <= EXCERPT else flat[: EXCERPT - 1] + '…'}\u00a0»"


def _both(clash: Clash) -> str:
    """One after the other, set apart by what sets words or lines apart."""
    if clash.mine[-1:].isspace() or clash.theirs[:1].isspace():
        return clash.mine + clash.theirs
    between = "\n" if "\n" in clash.mine + clash.theirs else " "
    return clash.mine + between + clash.theirs
