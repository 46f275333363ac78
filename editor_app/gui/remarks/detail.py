"""The remark one is at, whole: what it would change, beside its rivals; what was answered; what can be done with it."""

from __future__ import annotations

import html
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from editor_app.gui.appearance.theme import Tokens
from editor_app.review.annotation import Annotation, State
from editor_app.review.conversations import Conversation
from editor_app.review.decisions import listed
from editor_app.review.suggestions import Proposal


class RemarkDetail(QFrame):
    """Shows one conversation; its buttons say which remark they are about."""

    accepted = Signal(str)
    refused = Signal(str)
    answered = Signal(str)
    toggled = Signal(str)
    placed = Signal(str)
    withdrawn = Signal(str)

    def __init__(self, colours: Tokens, empty: str) -> None:
        super().__init__()
        self.setObjectName("remarkDetail")
        self._colours, self._empty = colours, empty
        self._told: Conversation | None = None
        self._own = ""
        self._decides = True
        self._inside = QScrollArea()
        self._inside.setAccessibleName(self.tr("La remarque choisie"))
        self._inside.setWidgetResizable(True)
        self._inside.setFrameShape(QFrame.Shape.NoFrame)
        self._inside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._inside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inside.viewport().setAutoFillBackground(False)
        self._answers = QHBoxLayout()
        self._answers.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 12, 8)
        layout.setSpacing(6)
        layout.addWidget(self._inside, 1)
        layout.addLayout(self._answers)
        self.show_conversation(None)

    def set_colours(self, colours: Tokens) -> None:
        """Draw with these colours from now on."""
        self._colours = colours
        self.show_conversation(self._told)

    def read_as(self, reader: str | None) -> None:
        """For a proofreader of that name: their own remarks can be withdrawn, nobody's are decided on. None: for the
        author of the letter."""
        self._own, self._decides = reader or "", reader is None
        self.show_conversation(self._told)

    def show_conversation(self, told: Conversation | None) -> None:
        """Show this one, or that there is none."""
        self._told = told
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        if told is None:
            column.addWidget(self._label(html.escape(self._empty), soft=True))
        else:
            self._tell(told, column)
        column.addStretch(1)
        self._inside.setWidget(inside)
        inside.setAutoFillBackground(False)
        self._offer(told)

    def _tell(self, told: Conversation, column: QVBoxLayout) -> None:
        remark = told.remark
        choice = self.tr("au choix, l’une exclut l’autre") if told.rivals and told.suggests else _day(remark)
        people = listed(name for each in (told.proposal, *told.rivals) if each is not None for name in each.authors)
        who = html.escape(people or listed(told.authors))
        column.addWidget(self._label(f"<b>{who}</b> · {choice}", soft=True))
        if told.suggests and told.rivals:
            beside = QHBoxLayout()
            beside.setSpacing(8)
            for proposal in (told.proposal, *told.rivals):
                if proposal is not None:
                    beside.addWidget(self._option(proposal))
            beside.addStretch(1)
            column.addLayout(beside)
        elif told.suggests:
            column.addWidget(self._label(self._change(_quote(remark), remark.replacement or "")))
        elif _quote(remark):
            column.addWidget(self._label(f"«\u00a0{html.escape(_quote(remark))}\u00a0»", soft=True))
        for one in told.remarks:
            if one.body:
                by = f"<b>{html.escape(one.author)}</b> · " if len(told.remarks) > 1 else ""
                column.addWidget(self._label(by + html.escape(one.body)))
        if remark.target.orphan:
            sentence = self.tr("Ces mots ne sont plus dans le texte, ou pas à un seul endroit sûr.")
            column.addWidget(self._label(html.escape(sentence), soft=True))
        for reply in told.replies:
            said = f"↳ <b>{html.escape(reply.author)}</b> · {_day(reply)}<br>{html.escape(reply.body)}"
            column.addWidget(self._label(said))

    def _option(self, proposal: Proposal) -> QFrame:
        """One of several proposals, with who makes it and a button that takes it."""
        box = QFrame()
        box.setObjectName("alternative")
        row = QHBoxLayout(box)
        row.setContentsMargins(10, 4, 4, 4)
        row.setSpacing(8)
        first = proposal.remarks[0]
        by = f'<span style="color:{self._colours.soft}">{html.escape(listed(proposal.authors))}</span>'
        row.addWidget(self._label(f"{by}<br>{self._change(_quote(first), first.replacement or '')}"))
        if self._decides:
            take = QPushButton(self.tr("Choisir"))
            take.setAccessibleName(self.tr("Choisir «\u00a0{}\u00a0»").format(first.replacement))
            take.clicked.connect(lambda: self.accepted.emit(first.id))
            row.addWidget(take)
        return box

    def _offer(self, told: Conversation | None) -> None:
        while (item := self._answers.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if told is None:
            return
        remark = told.remark
        if self._decides and told.open and told.suggests and not told.rivals and told.proposal is not None:
            self._button(self.tr("Accepter  A"), lambda: self.accepted.emit(remark.id), primary=True)
        if self._decides and remark.target.orphan and told.open:
            self._button(self.tr("Placer sur les mots choisis"), lambda: self.placed.emit(remark.id))
        if self._decides and told.open and told.suggests:
            self._button(self.tr("Refuser  Suppr"), lambda: self.refused.emit(remark.id))
        self._button(self.tr("Répondre  R"), lambda: self.answered.emit(remark.id))
        if self._decides and not (told.open and told.suggests):
            label = self.tr("Clore  Espace") if told.open else self.tr("Rouvrir  Espace")
            self._button(label, lambda: self.toggled.emit(remark.id))
        if not self._decides and remark.author == self._own:
            self._button(self.tr("Retirer  Suppr"), lambda: self.withdrawn.emit(remark.id))
        self._answers.addStretch(1)

    def _button(self, label: str, act: Callable[[], object], *, primary: bool = False) -> None:
        button = QPushButton(label)
        button.setProperty("primary", primary)
        button.setProperty("compact", True)
        button.setAccessibleName(label.split("  ", maxsplit=1)[0])
        button.clicked.connect(lambda _checked=False: act())
        self._answers.addWidget(button)

    def _change(self, before: str, after: str) -> str:
        gone = f'<span style="color:{self._colours.spelling}"><s>{html.escape(before)}</s></span>'
        shown = html.escape(after) if after else f"<i>{html.escape(self.tr('à retirer'))}</i>"
        return f'{gone} <span style="color:{self._colours.ready}"><u>{shown}</u></span>'

    def _label(self, rich: str, *, soft: bool = False) -> QLabel:
        label = QLabel(rich)
        label.setTextFormat(Qt.TextFormat.RichText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if soft:
            label.setObjectName("sectionFacts")
        return label


def _quote(remark: Annotation) -> str:
    return remark.target.quote.exact if remark.target.quote is not None else ""


def _day(remark: Annotation) -> str:
    when = remark.created.astimezone()
    settled = remark.state is not State.OPEN
    return f"{when:%d/%m}, {when.hour} h {when.minute:02}{' · ✓' if settled else ''}"
