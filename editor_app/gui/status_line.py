"""The line at the foot of the window: the state of saving in a sentence, the length of the section."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QLabel, QStatusBar

from editor_app.gui.keeping.saving import Progress, SaveState

WORDS_A_MINUTE = 230
"""Silent reading of French prose (Brysbaert 2019 gives 214 to 250 words a minute for adults)."""
PASSING_MS = 6000
SHOWN_REASON = 80
"""Characters of why saving is impossible; the tool tip has the whole sentence, with what to do."""


class StatusLine(QStatusBar):
    """« Enregistré à 14 h 32 · 412 mots sur 500 · 2 min de lecture »."""

    def __init__(self) -> None:
        super().__init__()
        self.setSizeGripEnabled(False)
        self._saving = QLabel(self.tr("Enregistré"))
        self._saving.setObjectName("saveState")
        self._saving.setAccessibleName(self.tr("État de l’enregistrement"))
        self._words = QLabel()
        self._target: int | None = None
        self._words.setAccessibleName(self.tr("Longueur de la rubrique"))
        language = QLabel(self.tr("Français"))
        self.addWidget(self._saving)
        self.addWidget(self._words)
        self.addPermanentWidget(language)
        self.messageChanged.connect(lambda text: self._saving.setVisible(not text))

    def show_saving(self, state: SaveState) -> None:
        """Say where the last change stands."""
        match state.progress:
            case Progress.CHANGED:
                sentence = self.tr("Modifié, bientôt enregistré")
            case Progress.WRITING:
                sentence = self.tr("Enregistrement…")
            case Progress.FAILED:
                sentence = self.tr("Enregistrement impossible")
                reason = state.sentence.partition("\u00a0: ")[2].partition("\u00a0; ")[0].partition("\u202f; ")[0]
                if reason:
                    sentence = self.tr("{}\u00a0: {}").format(sentence, _short(reason.rstrip(".")))
            case Progress.SAVED if state.at is not None:
                sentence = self.tr("Enregistré à {} h {:02}").format(state.at.hour, state.at.minute)
            case _:
                sentence = self.tr("Enregistré")
        self._saving.setText(sentence)
        self._saving.setProperty("failed", state.progress is Progress.FAILED)
        self._saving.style().polish(self._saving)
        self._saving.setToolTip(state.sentence)
        self._saving.setAccessibleDescription(state.sentence)

    def set_target(self, target: int | None) -> None:
        """Count the words of the section from now on against this length, if one is wished for."""
        self._target = target

    def show_words(self, count: int) -> None:
        """Say how long the section is."""
        minutes = max(1, math.ceil(count / WORDS_A_MINUTE))
        words = self.tr("{} mot").format(count) if count < 2 else self.tr("{} mots").format(count)
        if self._target is not None:
            words = self.tr("{} sur {}").format(words, self._target)
        self._words.setText(self.tr("{} · {} min de lecture").format(words, minutes) if count else words)

    def say(self, sentence: str) -> None:
        """Say something in passing."""
        self.showMessage(sentence, PASSING_MS)


def _short(reason: str) -> str:
    return reason if len(reason) <= SHOWN_REASON else f"{reason[: SHOWN_REASON - 1]}…"
