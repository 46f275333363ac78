"""Marks on the page the words that remarks are about, where the page is what is read."""

from __future__ import annotations

from collections.abc import Iterator

from editor_app.gui.letter import Letter
from editor_app.gui.live import Live
from editor_app.gui.preview.preview import PageMark
from editor_app.review.annotation import State

KIND = "remark"
_MOST = 500
_CONTEXT = 24  # code points on either side that tell words from their like


def page_marks(letter: Letter, live: Live) -> Iterator[PageMark]:
    """One mark for each open remark that has a place, in the rendered block its first line belongs to."""
    count = 0
    for remark in letter.annotations.values():
        target = remark.target
        text = letter.texts.get(target.section)
        if remark.state is not State.OPEN or remark.reply_to or text is None or not target.start < target.end:
            continue
        block = live.block_of_line(target.section, text.count("\n", 0, target.start))
        if block is not None and count < _MOST:
            count += 1
            yield PageMark(
                target.section,
                block,
                text[target.start : target.end],
                text[max(0, target.start - _CONTEXT) : target.start],
                text[target.end : target.end + _CONTEXT],
                KIND,
            )
