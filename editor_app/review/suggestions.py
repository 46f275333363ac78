"""What proofreaders would write instead: equal suggestions joined, rival ones side by side, accepted ones applied."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from editor_app.review.annotation import Annotation, Motivation, State, quote
from editor_app.review.following import TextEdit, follow_range
from editor_app.review.narrowing import narrowed, on_words


@dataclass(frozen=True, slots=True)
class Proposal:
    """``replacement`` for the words ``[start, end)`` (code points) of a section's text, by one person or by several
    who said the same. Only what changes is in it, whole words."""

    start: int
    end: int
    replacement: str
    remarks: tuple[Annotation, ...]

    @property
    def authors(self) -> tuple[str, ...]:
        """Who suggests it, each once."""
        return tuple(dict.fromkeys(remark.author for remark in self.remarks))

    def touches(self, other: Proposal) -> bool:
        """Whether both cannot stand: they change the same words, or write at the same place."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end


def proposals(remarks: Iterable[Annotation], section: str, text: str) -> tuple[Proposal, ...]:
    """The open suggestions on ``section`` that have a place in ``text``, in reading order, equal ones joined."""
    found: dict[tuple[int, int, str], list[Annotation]] = {}
    for remark in remarks:
        target = remark.target
        if (
            remark.motivation is Motivation.EDITING
            and remark.state is State.OPEN
            and remark.replacement is not None
            and target.section == section
            and target.quote is not None
            and not target.orphan
            and target.end <= len(text)
        ):
            change = narrowed(text, target.start, target.end, remark.replacement)
            if change is not None:
                found.setdefault(change, []).append(remark)
    return tuple(Proposal(*change, tuple(found[change])) for change in sorted(found))


def alternatives(made: Iterable[Proposal]) -> tuple[tuple[Proposal, ...], ...]:
    """The proposals in groups: alone when it can stand beside all others, else with its rivals, to be shown together
    and chosen from."""
    groups: list[list[Proposal]] = []
    for proposal in sorted(made, key=lambda each: (each.start, each.end, each.replacement)):
        if groups and any(proposal.touches(other) for other in groups[-1]):
            groups[-1].append(proposal)
        else:
            groups.append([proposal])
    return tuple(tuple(group) for group in groups)


def accept(text: str, proposal: Proposal, others: Iterable[Proposal] = ()) -> tuple[str, tuple[Proposal, ...]]:
    """``text`` with the proposal in it, and the other proposals where they stand then; its rivals are left out."""
    edit = TextEdit(proposal.start, proposal.end - proposal.start, len(proposal.replacement))
    after = text[: proposal.start] + proposal.replacement + text[proposal.end :]
    kept = []
    for other in others:
        if other is not proposal and not other.touches(proposal):
            start, end = follow_range(other.start, other.end, edit)
            kept.append(Proposal(start, end, other.replacement, other.remarks))
    return after, tuple(kept)


def accept_all(text: str, made: Iterable[Proposal]) -> str:
    """``text`` with every proposal in it. Raises ValueError when two of them cannot both stand."""
    ordered = sorted(made, key=lambda each: each.start)
    if any(one.touches(other) for one, other in pairwise(ordered)):
        raise ValueError("rival proposals")
    for proposal in reversed(ordered):
        text = text[: proposal.start] + proposal.replacement + text[proposal.end :]
    return text


def in_one_shape(remark: Annotation, text: str) -> Annotation:
    """A suggestion on whole words, and only those that change, of ``text``, which its place counts in: two people who
    mean the same have then said the same, whichever way they took. Other remarks come back as they are."""
    target = remark.target
    if remark.motivation is not Motivation.EDITING or remark.replacement is None or target.quote is None:
        return remark
    change = narrowed(text, target.start, target.end, remark.replacement)
    if change is None:
        return remark
    start, end, replacement = on_words(text, *change)
    return replace(
        remark, replacement=replacement, target=replace(target, start=start, end=end, quote=quote(text, start, end))
    )
