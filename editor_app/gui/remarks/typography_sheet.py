"""Everything a person suggests for the typography, to be read before it is accepted at once."""

from __future__ import annotations

import html
from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QTextBrowser, QWidget

from editor_app.gui.appearance.theme import tokens
from editor_app.gui.widgets.form_dialog import FormDialog
from editor_app.issue.outline import Outline
from editor_app.review.suggestions import Proposal

AROUND = 24
"""Code points shown on either side of a change."""


class TypographySheet(FormDialog):
    """``author()`` is whose suggestions are to be accepted."""

    def __init__(
        self,
        outline: Outline,
        texts: Mapping[str, str],
        found: Mapping[str, Mapping[str, tuple[Proposal, ...]]],
        parent: QWidget,
    ) -> None:
        super().__init__("", "", parent)
        self.setWindowTitle(self.tr("Suggestions de typographie"))
        self._action.setText(self.tr("Tout accepter"))
        self._outline, self._texts, self._found = outline, texts, found
        self._who = QComboBox()
        for author, sections in found.items():
            count = sum(map(len, sections.values()))
            label = self.tr("{} ({} suggestion{})").format(author, count, "s" if count > 1 else "")
            self._who.addItem(label, author)
        self._list = QTextBrowser()
        self._list.setOpenLinks(False)
        self._list.setMinimumSize(560, 320)
        self.add_field(self.tr("&De"), self._who)
        self.add_field(self.tr("&Ce qui changera"), self._list)
        self._who.currentIndexChanged.connect(lambda _index: self._preview())
        self._preview()

    def author(self) -> str:
        """The person chosen."""
        return str(self._who.currentData())

    def _preview(self) -> None:
        lines = []
        for section, chosen in self._found[self.author()].items():
            lines.append(f"<p><b>{html.escape(self._outline.heading(section))}</b></p>")
            lines.extend(self._line(self._texts[section], proposal) for proposal in chosen)
        self._list.setHtml("".join(lines))

    def _line(self, text: str, proposal: Proposal) -> str:
        colours = tokens(dark=self.palette().window().color().lightness() < 128)
        before = html.escape(text[max(0, proposal.start - AROUND) : proposal.start])
        after = html.escape(text[proposal.end : proposal.end + AROUND])
        gone = _seen(text[proposal.start : proposal.end])
        come = _seen(proposal.replacement)
        return (
            f'<p>…{before}<span style="color:{colours.spelling}"><s>{gone}</s></span>'
            f'<span style="color:{colours.ready}"><u>{come}</u></span>{after}…</p>'
        )


def _seen(words: str) -> str:
    """Words with their spaces told apart: « ␣ » is a plain one, « ⍽ » one that does not break."""
    return html.escape(words).replace(" ", "␣").replace("\u00a0", "⍽").replace("\u202f", "⍽")
