"""The text of one section: exact to the character, set to be read, and told line by line to those who follow it."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QPalette, QResizeEvent, QTextBlock, QTextDocument, QTextLayout
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from editor_app.gui.appearance.theme import Tokens, tokens
from editor_app.gui.editor.document_layout import OneBlockLayout
from editor_app.gui.editor.fences import Fences
from editor_app.gui.editor.markdown_styles import Span, StyleFormats, line_spans
from editor_app.gui.editor.reading_font import SIZE, reading_font
from editor_app.gui.editor.splice import LineSplice
from editor_app.gui.editor.word_count import WordCount
from editor_app.gui.utf16 import to_code_points

PADDING = 28  # pixels around the text
COLUMN = 80  # characters a line holds at most
TELL_MS = 100
_SAMPLE = "La lutte contre la traite des êtres humains reste une priorité de notre action. "


class SectionText(QPlainTextEdit):
    """A plain text editor that keeps every character, counts its revisions and announces which lines changed."""

    spliced = Signal(object)
    """A ``LineSplice`` for every change of the text, typed, pasted or undone; not for ``load``."""

    edited = Signal()
    """The text is being changed: said at the first change, then not more often than ``TELL_MS``, the last included."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._revision = self._told = 0
        self._loading = self._telling = False
        self._side = 0
        self._edited: tuple[QTextBlock, int] | None = None
        self._colours = tokens(dark=False)
        self._formats = StyleFormats(self._colours)
        self._spans: list[tuple[Span, ...]] = [()]
        self._words = WordCount()
        self._fences = Fences()
        document = QTextDocument(self)
        document.setDocumentMargin(PADDING)
        self._lines = OneBlockLayout(document)
        document.setDocumentLayout(self._lines)
        self.setDocument(document)
        self.set_text_size(SIZE)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        # Lines always wrap; Qt would still show the bar, and repaint everything, for a space that hangs over the edge.
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(True)
        self.setCursorWidth(2)
        document.contentsChange.connect(self._on_contents_change)
        self._tell = QTimer(self, interval=TELL_MS, singleShot=True)
        self._tell.timeout.connect(self._tell_edited)

    # The text -------------------------------------------------------------------------------------------------------

    def load(self, text: str) -> None:
        """Show this text instead, whose lines end with LF; nothing remains to be undone, and no splice is announced."""
        self._loading = True
        try:
            self.setPlainText(text)
        finally:
            self._loading = False
        self._revision += 1
        self._told = self._revision
        lines = self.document().blockCount()
        self._words.reset(lines)
        self._text_loaded(lines)

    def text(self) -> str:
        """The whole text, exact: no-break spaces and U+2028 stay what they are. Not for the path of a key."""
        return self.document().toRawText().replace("\u2029", "\n")

    def revision(self) -> int:
        """A number that grows with every change of the text."""
        return self._revision

    def word_count(self) -> int:
        """The words of the section, counting again only the lines changed since the last call."""
        stale = self._words.stale()
        find = self.document().findBlockByNumber
        self._words.count(stale, [find(line).text() for line in stale])
        return self._words.total

    def in_code_block(self, line: int | None = None) -> bool:
        """Whether a line (from 0; None: the cursor's) stands in a fenced block of code."""
        find = self.document().findBlockByNumber
        number = self.textCursor().blockNumber() if line is None else line
        return self._fences.inside(number, lambda line: find(line).text())

    def selected_range(self) -> tuple[int, int]:
        """Start and end of the selection, in code points of the whole text; equal where nothing is selected."""
        cursor = self.textCursor()
        text = self.text()
        return to_code_points(text, cursor.selectionStart()), to_code_points(text, cursor.selectionEnd())

    def line_at_top(self) -> float:
        """The line (from 0) under the top edge, and the fraction of it that is scrolled past where it wraps."""
        block = self.firstVisibleBlock()
        past = self.verticalScrollBar().value() - block.firstLineNumber()
        return block.blockNumber() + min(past / max(1, block.lineCount()), 0.99)

    def scroll_to_line(self, line: float) -> None:
        """Bring a line, or that fraction of it, under the top edge; the cursor stays where it is."""
        block = self.document().findBlockByNumber(min(int(line), self.blockCount() - 1))
        past = round((line - block.blockNumber()) * block.lineCount())
        self.verticalScrollBar().setValue(block.firstLineNumber() + past)

    def _on_contents_change(self, position: int, removed: int, added: int) -> None:
        document = self.document()
        if self._loading:
            if added > 1 or document.isEmpty():  # Qt tells of the old text going, then of the new one coming
                self._fences.reset(self.text().split("\n"))
                self._restyle_all()
            return
        self._revision += 1
        self._words_moved(position, removed, added)
        block = document.findBlock(position)
        first, start = block.blockNumber(), block.position()
        grown = document.blockCount() - len(self._spans)
        if not grown and position + added < start + block.length():
            text = block.text()
            spans = line_spans(text)
            if spans == self._spans[first] and not self._decorated_from(block, position):
                self._lines.next_change_within(block)
            else:
                self._lines.next_change_within(block, self.blockBoundingRect(block).height())
                self._spans[first] = spans
                block.layout().setFormats(self._formats_of(block, spans))
            self._words.splice(first, 1, 1)
            self._fences.splice(first, 1, (text,))
            self._edited = (block, first)
            self._line_edited(first, position - start, removed, added, text)
            splice = LineSplice(self._revision, first, 1, (text,))
        else:
            last = document.findBlock(min(position + added, document.characterCount() - 1)).blockNumber()
            texts = self._restyle(block, first, last, grown)
            splice = LineSplice(self._revision, first, len(texts) - grown, tuple(texts))
            self._words.splice(first, splice.removed, len(texts))
            self._fences.splice(first, splice.removed, texts)
            self._lines_replaced(first, splice.removed, len(texts))
        self._range_replaced(position, removed, added)
        self.spliced.emit(splice)
        if not self._telling:
            self._tell_edited()

    def _tell_edited(self) -> None:
        self._telling = self._told != self._revision
        if self._telling:
            self._told = self._revision
            self.edited.emit()
            self._tell.start()

    def _text_loaded(self, lines: int) -> None:
        """The text was replaced as a whole and has that many lines."""

    def _words_moved(self, position: int, removed: int, added: int) -> None:
        """UTF-16 units of the document were replaced (called before anything else is told)."""

    def _decorated_from(self, block: QTextBlock, position: int) -> bool:  # noqa: ARG002
        """Whether more than its own Markdown styles a block after that position of the document."""
        return False

    def _decorated(self, block: QTextBlock) -> bool:  # noqa: ARG002
        """Whether more than its own Markdown styles a block."""
        return False

    def _formats_of(self, block: QTextBlock, spans: tuple[Span, ...]) -> list[QTextLayout.FormatRange]:  # noqa: ARG002
        """How the layout of a block is to be styled."""
        return self._formats.ranges(spans)

    def _line_edited(self, line: int, at: int, removed: int, added: int, text: str) -> None:
        """Within a line, at UTF-16 position ``at`` of it, units were replaced; ``text`` is the line now."""

    def _lines_replaced(self, first: int, removed: int, added: int) -> None:
        """Whole lines were replaced."""

    def _range_replaced(self, position: int, removed: int, added: int) -> None:
        """UTF-16 units of the document were replaced (called after the two above)."""

    # How it is set --------------------------------------------------------------------------------------------------

    @property
    def text_size(self) -> int:
        """Pixels of the text."""
        return self._text_size

    def set_text_size(self, pixels: int) -> None:
        """Set the text in that size; the column keeps its number of characters."""
        font = reading_font(pixels)
        self._text_size = pixels
        self._column = round(QFontMetricsF(font).horizontalAdvance(_SAMPLE) / len(_SAMPLE) * COLUMN) + 2 * PADDING
        self.document().setDefaultFont(font)
        self.setFont(font)
        # The application's style sheet sets the size of every widget; a widget's own comes after it.
        self.setStyleSheet(f"QPlainTextEdit {{ font-size: {pixels}px; }}")
        self._centre()

    def set_colours(self, colours: Tokens) -> None:
        """Use these colours from now on."""
        self._colours = colours
        self._formats = StyleFormats(colours)
        self._restyle_all()
        document = self.document()
        document.markContentsDirty(0, document.characterCount())

    def _restyle_all(self) -> None:
        document = self.document()
        self._spans = []
        block = document.firstBlock()
        while block.isValid():
            self._spans.append(spans := line_spans(block.text()))
            if spans or self._decorated(block):
                block.layout().setFormats(self._formats_of(block, spans))
            block = block.next()

    def _restyle(self, block: QTextBlock, first: int, last: int, grown: int) -> list[str]:
        """Style the lines ``first`` to ``last`` included, which replace as many less ``grown``; their texts."""
        texts, styles = [], []
        for _ in range(first, last + 1):
            texts.append(block.text())
            styles.append(spans := line_spans(texts[-1]))
            if spans or block.layout().formats() or self._decorated(block):
                block.layout().setFormats(self._formats_of(block, spans))
            block = block.next()
        self._spans[first : last + 1 - grown] = styles
        return texts

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the column in the middle of a pane wider than it."""
        self._centre()
        super().resizeEvent(event)

    def _centre(self) -> None:
        bar = self.verticalScrollBar()
        room = self.contentsRect().width() - (bar.width() if bar.isVisible() else 0)
        side = max(0, (room - self._column) // 2)
        if side != self._side:
            self._side = side
            self.setViewportMargins(side, 0, side, 0)

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied, exact (Qt would turn no-break spaces into spaces)."""
        data = super().createMimeDataFromSelection()  # made by Qt: the clipboard may outlive the interpreter
        data.text()  # has Qt fill it in now, so that what follows is not overwritten later
        for form in data.formats():
            data.removeFormat(form)
        data.setText(self.textCursor().selectedText().replace("\u2029", "\n"))
        return data
