"""When an acceptance is undone in the text, its remarks are open again; redone, they are accepted again."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.letter import Letter
from editor_app.review.annotation import Annotation
from editor_app.review.decisions import Acceptance, decided


@dataclass(slots=True)
class _Step:
    """An acceptance in the open text: the step of the text's history that it is, and whether it holds."""

    number: int
    acceptance: Acceptance
    before: tuple[Annotation, ...]
    holds: bool = True


class UndoneAcceptances(QObject):
    """Watches the open text's own history; only texts, not steps, are believed, for steps are numbered anew."""

    def __init__(self, editor: MarkdownEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._letter: Letter | None = None
        self._steps: list[_Step] = []
        editor.spliced.connect(lambda _splice: self._look() if self._steps else None)

    def forget(self, letter: Letter | None) -> None:
        """Another text is shown: nothing of the one before can be undone."""
        self._letter = letter
        self._steps.clear()

    def note(self, acceptance: Acceptance, before: tuple[Annotation, ...]) -> None:
        """An acceptance was just put into the open text; ``before`` are its remarks as they were."""
        self._steps.append(_Step(self._editor.document().availableUndoSteps(), acceptance, before))

    def _look(self) -> None:
        done = self._editor.document().availableUndoSteps()
        for step in reversed(self._steps):
            crossed = done < step.number if step.holds else done >= step.number
            if not crossed:
                continue
            text = self._editor.text()
            if text == (step.acceptance.before if step.holds else step.acceptance.after):
                step.holds = not step.holds
                self._put(step.acceptance.remarks if step.holds else step.before, text)

    def _put(self, remarks: tuple[Annotation, ...], text: str) -> None:
        letter = self._letter
        if letter is None:
            return
        put = []
        for remark in remarks:
            now = letter.annotations.get(remark.id)
            if now is not None and now.state is not remark.state:
                later = decided(now, remark.state)
                put.append(replace(later, target=remark.target))
            else:
                put.append(replace(now or remark, target=remark.target))
        if remarks:
            letter.set_text(remarks[0].target.section, text)
            letter.set_annotations(put)
