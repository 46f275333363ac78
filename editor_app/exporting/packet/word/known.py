"""Sets the remarks that a letter already has as comments on the words of its Word file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from editor_app.exporting.packet.word.base import BaseParagraph, KnownRemark, WordBase
from editor_app.exporting.packet.word.comments import WordComment
from editor_app.issue.outline import NBSP
from editor_app.rendering.lines import clean
from editor_app.review.annotation import Annotation, Motivation, State, Target, text_digest

MAX_SHOWN: Final = 1_000
_SHOWN: Final = frozenset({Motivation.COMMENTING, Motivation.EDITING, Motivation.REPLYING})


def known_comments(
    base: WordBase, paragraphs: Sequence[Any], remarks: Iterable[Annotation]
) -> list[tuple[KnownRemark, WordComment]]:
    """The open ones of ``remarks`` as comments, answers after what they answer; ``paragraphs`` are the elements of the
    base's. A remark whose words are not where it says is left out."""
    digests = {section: text_digest(text) for section, text in base.texts.items()}
    waiting = [remark for remark in remarks if remark.state is State.OPEN and remark.motivation in _SHOWN][:MAX_SHOWN]
    found: dict[str, tuple[KnownRemark, WordComment]] = {}
    ranks: dict[str, int] = {}
    answered = [remark for remark in waiting if remark.motivation is not Motivation.REPLYING]
    while answered:
        for remark in answered:
            parent = found.get(remark.reply_to or "")
            target = remark.target
            current = target.quote is None or target.digest == digests.get(target.section)
            place = (
                (parent[1].first, parent[1].start, parent[1].last, parent[1].end)
                if parent
                else _place(base.paragraphs, paragraphs, target)
                if current
                else None
            )
            body = clean(_said(remark))
            if place is None or not body.strip():
                continue
            ranks[remark.id] = len(found)
            answers = ranks.get(remark.reply_to or "")
            comment = WordComment(remark.author, remark.created, body, *place, answers=answers)
            found[remark.id] = KnownRemark(remark.id, remark.author, body, target.section), comment
        answered = [remark for remark in waiting if remark.id not in found and remark.reply_to in ranks]
        waiting = [remark for remark in waiting if remark.id not in found]
    return list(found.values())


def _place(
    shown: Sequence[BaseParagraph], paragraphs: Sequence[Any], target: Target
) -> tuple[Any, int, Any, int] | None:
    """From where to where the target's words are shown; its heading for a section as a whole."""
    found: list[tuple[int, int, int]] = []
    for at, paragraph in enumerate(shown):
        if paragraph.section != target.section or (found and paragraph.note):
            continue
        if target.quote is None and paragraph.heading:
            return paragraphs[at], 0, paragraphs[at], len(paragraph.text)
        for same in paragraph.same:
            first, last = max(target.start, same.source), min(target.end, same.source + same.length)
            if first < last:
                found.append((at, same.shown + first - same.source, same.shown + last - same.source))
    if not found:
        return None
    (first_at, start, _), (last_at, _, end) = found[0], found[-1]
    return paragraphs[first_at], start, paragraphs[last_at], end


def _said(remark: Annotation) -> str:
    if remark.replacement is None:
        return remark.body
    instead = f"«{NBSP}{remark.replacement}{NBSP}»" if remark.replacement else "rien"
    return f"Proposition{NBSP}: {instead}. {remark.body}".strip()
