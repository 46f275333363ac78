"""Keeps what is seen in step with what is typed: editor to worker, worker to squiggles, page and lists."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal

from editor_app.gui.editor.markdown_editor import MarkdownEditor
from editor_app.gui.editor.splice import LineSplice
from editor_app.gui.findings.model import FindingsModel
from editor_app.gui.letter import Letter
from editor_app.gui.preview.preview import Preview
from editor_app.gui.worker_client import WorkerClient
from editor_app.storage.issue_yaml import dump_issue
from editor_app.worker import protocol
from editor_app.worker.protocol import Message

FOLLOW_MS = 60


class Live(QObject):
    """Sends every change to the worker and spreads its answers. Nothing here costs more than the change itself."""

    ready = Signal(list)
    """The worker is up; French sentences about checks that this machine cannot make."""
    letter_checked = Signal()
    """Findings of every section are known."""
    findings_changed = Signal()

    def __init__(
        self, worker: WorkerClient, editor: MarkdownEditor, preview: Preview, findings: FindingsModel, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._worker, self._editor, self._preview, self._findings = worker, editor, preview, findings
        self._letter: Letter | None = None
        self._ids: frozenset[str] = frozenset()
        self._section = ""
        self._starts: dict[str, list[int]] = {}
        self._followed: tuple[str, int | None] = ("", None)
        self._sent = self._opened = 0
        self._email = self._email_shown = False
        self._follow = QTimer(self, interval=FOLLOW_MS, singleShot=True)
        self._follow.timeout.connect(self._follow_cursor)
        worker.started.connect(self.send_letter)
        worker.answered.connect(self._take)
        editor.spliced.connect(self._send_splice)
        editor.suggestions_wanted.connect(
            lambda request, word: worker.send({"type": "suggest", "id": request, "word": word})
        )
        editor.cursorPositionChanged.connect(lambda: self._follow.isActive() or self._follow.start())
        editor.ignored.connect(lambda _place: self._show_open_findings())
        preview.out_of_step.connect(lambda: self.send_issue(page=True))
        preview.email_wanted.connect(self._want_email)
        self._answers: dict[str, Callable[[Message], None]] = {
            "ready": lambda message: self.ready.emit(message["missing"]),
            "suggestions": lambda message: editor.show_suggestions(message["id"], message["words"]),
            "opened": self._take_opened,
        }
        self._answers_on_letter: dict[str, Callable[[Message], None]] = {
            "page": self._show_page,
            "email": self._show_email,
            "patch": self._patch,
            "findings": self._show_findings,
            "letter": self._show_letter_findings,
        }

    def open_letter(self, letter: Letter) -> None:
        """Work on this letter from now on."""
        self._letter, self._section = letter, ""
        self._findings.clear()
        letter.issue_changed.connect(self._issue_changed)
        letter.texts_changed.connect(self._send_texts)
        self.send_letter()

    def leave_section(self) -> None:
        """The editor is about to show another section: the list keeps what stands under the words now, where it
        stands now (call before ``MarkdownEditor.load``)."""
        if self._letter is not None and self._letter.has_text(self._section):
            self._findings.set_section(self._section, self._editor.diagnostics())

    def open_section(self, section_id: str) -> None:
        """The editor now shows this section (call after ``MarkdownEditor.load``); what is known of it is shown at once,
        so that a finding gone to from the list can be corrected."""
        first, self._section = not self._section, section_id
        derived = self._letter is not None and not self._letter.has_text(section_id)
        self._editor.show_diagnostics(self._editor.revision(), self._findings.lines(section_id), derived)
        self._worker.send({"type": "look", "section": section_id, "revision": self._editor.revision()})
        if first:  # a letter that was just opened is shown from its top
            self._follow.stop()
        else:
            self._follow.start()

    def send_letter(self) -> None:
        """Tell the worker the whole letter, as it is now."""
        letter = self._letter
        if letter is None or not self._worker.running:  # the next worker is told when it starts
            return
        kept = {section.id for section in letter.issue.outline.walk() if section.file is not None}
        self._ids = frozenset(kept)
        texts = {name: text for name, text in letter.texts.items() if name in kept}
        if self._section in texts:
            texts[self._section] = self._editor.text()
        revisions = {self._section: self._editor.revision()}
        source = dump_issue(letter.issue).decode("utf-8")
        self._sent += 1
        self._worker.send(
            {
                "type": "letter",
                "serial": self._sent,
                "issue": source,
                "folder": str(letter.desk.path),
                "texts": texts,
                "revisions": revisions,
            }
        )
        if self._email:
            self._send_view()
        self._worker.send({"type": "look", "section": self._section, "revision": self._editor.revision()})

    def send_issue(self, *, page: bool = False) -> None:
        """Tell the worker the issue's values; the whole page comes back when they show in it, or when it is asked."""
        if self._letter is not None:
            source = dump_issue(self._letter.issue).decode("utf-8")
            self._worker.send({"type": "issue", "issue": source, "page": page})

    def block_of_line(self, section_id: str, line: int) -> int | None:
        """Which rendered block of a section a line (from 0) belongs to, None when nothing of it was rendered."""
        starts = self._starts.get(section_id)
        return max(0, bisect_right(starts, line) - 1) if starts else None

    def line_of_block(self, section_id: str, block: int) -> int:
        """The line (from 0) where a rendered block of a section starts."""
        starts = self._starts.get(section_id, [])
        return starts[block] if 0 <= block < len(starts) else 0

    def place_of_line(self, section_id: str, line: float) -> tuple[int, float] | None:
        """The rendered block that a line (from 0, with its fraction) belongs to, and how much of the block stands above
        it (0 to 1); None when nothing of the section was rendered."""
        block = self.block_of_line(section_id, int(line))
        if block is None:
            return None
        start, end = self._lines_of_block(section_id, block)
        return block, min(1.0, max(0.0, (line - start) / (end - start)))

    def line_of_place(self, section_id: str, block: int, past: float) -> float:
        """The reverse of ``place_of_line``."""
        start, end = self._lines_of_block(section_id, block)
        return start + past * (end - start)

    def _lines_of_block(self, section_id: str, block: int) -> tuple[int, int]:
        """The line where a rendered block starts and the one after its last (as far as is known)."""
        starts = self._starts.get(section_id, [])
        start = self.line_of_block(section_id, block)
        return start, max(start + 1, starts[block + 1] if block + 1 < len(starts) else self._editor.blockCount())

    def _issue_changed(self) -> None:
        letter = self._letter
        if letter is None or self.sender() not in (letter, None):
            return
        ids = frozenset(section.id for section in letter.issue.outline.walk() if section.file is not None)
        if ids == self._ids:
            self.send_issue()
        else:
            self.send_letter()

    def _send_texts(self, sections: frozenset[str]) -> None:
        """Tell the worker the texts that were rewritten; the editor's own it hears of as splices."""
        letter = self._letter
        if letter is None or self.sender() not in (letter, None):
            return
        for section in sections - {self._section}:
            self._worker.send({"type": "text", "section": section, "revision": 0, "text": letter.texts[section]})

    def _send_splice(self, splice: LineSplice) -> None:
        if self._letter is None or self._section not in self._ids:
            return
        if splice.removed != len(splice.lines):
            self._findings.splice_lines(self._section, splice.first, splice.removed, len(splice.lines))
        self._worker.send_edit(
            {
                "type": "splice",
                "section": self._section,
                "revision": splice.revision,
                "first": splice.first,
                "removed": splice.removed,
                "lines": list(splice.lines),
            }
        )

    def _take(self, message: Message) -> None:
        answer = self._answers.get(message["type"])
        if answer is None and self._opened == self._sent:  # else it may be about the letter before
            answer = self._answers_on_letter.get(message["type"])
        if answer is not None:
            answer(message)

    def _take_opened(self, message: Message) -> None:
        self._opened = message["serial"]

    def _show_open_findings(self) -> None:
        self._findings.set_section(self._section, self._editor.diagnostics())
        self.findings_changed.emit()

    def _show_page(self, message: Message) -> None:
        assert self._letter is not None
        self._preview.show_page(message["html"], message["revision"], self._letter.desk.path)
        self._starts = dict(message["starts"])
        self._turn(email=False)

    def _want_email(self, wanted: bool) -> None:
        self._email = wanted
        self._send_view()

    def _send_view(self) -> None:
        if self._letter is not None:
            folder = str(self._letter.desk.path)
            self._worker.send({"type": "view", "email": self._email, "folder": folder})

    def _show_email(self, message: Message) -> None:
        assert self._letter is not None
        self._preview.show_email(
            message["html"], message["subject"], message["preheader"], message["revision"], self._letter.desk.path
        )
        self._starts = {}
        self._turn(email=True)

    def _turn(self, *, email: bool) -> None:
        """The page has come, or the e-mail: what the cursor is in is in sight in the one as it was in the other."""
        turned, self._email_shown = email != self._email_shown, email
        if turned or not email:
            self._followed = ("", None)
        if turned:
            self._follow.start()

    def _patch(self, message: Message) -> None:
        self._starts[message["section"]] = message["starts"]
        self._preview.patch(
            message["section"], message["first"], message["removed"], message["blocks"], message["revision"]
        )
        if message["section"] == self._section and message["blocks"]:
            self._follow.start()

    def _show_findings(self, message: Message) -> None:
        section, lines = message["section"], protocol.unpack_lines(message["lines"])
        if section == self._section:
            shown = self._editor.show_diagnostics(message["revision"], lines, not message["more"])
            self._findings.update_lines(section, {line: self._editor.diagnostics_of(line) for line in shown})
        elif lines:
            self._findings.update_lines(section, lines)
        self.findings_changed.emit()

    def _show_letter_findings(self, message: Message) -> None:
        self._findings.set_about_issue(protocol.unpack_findings(message["findings"]))
        self.findings_changed.emit()
        self.letter_checked.emit()

    def _follow_cursor(self) -> None:
        line = self._editor.textCursor().blockNumber()
        place = (self._section, self.block_of_line(self._section, line))
        if place != self._followed:  # each call to the page costs more than a key
            self._followed = place
            self._preview.follow(*place)
