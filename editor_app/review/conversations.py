"""Sets remarks out as they are read: in the order of the text, equal suggestions as one, answers under remarks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from editor_app.issue.outline import Outline
from editor_app.review.annotation import Annotation, Motivation, State
from editor_app.review.suggestions import Proposal, alternatives, proposals


@dataclass(frozen=True, slots=True)
class Conversation:
    """A remark, or several people's suggestion of the same, with its answers from the first to the last. ``proposal``
    is what an open suggestion would change in the text as it is, None where it has no place; ``rivals`` are those it
    cannot stand beside."""

    remarks: tuple[Annotation, ...]
    replies: tuple[Annotation, ...] = ()
    proposal: Proposal | None = None
    rivals: tuple[Proposal, ...] = ()

    @property
    def remark(self) -> Annotation:
        """The remark, the first of those that say the same."""
        return self.remarks[0]

    @property
    def authors(self) -> tuple[str, ...]:
        """Who says so, each once."""
        return tuple(dict.fromkeys(remark.author for remark in self.remarks))

    @property
    def open(self) -> bool:
        """Whether it waits for a decision."""
        return self.remark.state is State.OPEN

    @property
    def suggests(self) -> bool:
        """Whether other words are proposed."""
        return self.remark.motivation is Motivation.EDITING


def conversations(
    outline: Outline, annotations: Iterable[Annotation], texts: Mapping[str, str]
) -> tuple[Conversation, ...]:
    """Every remark that was not withdrawn, verdicts on sections aside; those of sections that left the letter come
    last. ``texts`` are those that the remarks have their places in; without one, suggestions are not laid beside each
    other. An answer to a remark that is not there stands by itself."""
    shown = [
        one for one in annotations if one.state is not State.DELETED and one.motivation is not Motivation.ASSESSING
    ]
    ids = {remark.id for remark in shown}
    replies: defaultdict[str, list[Annotation]] = defaultdict(list)
    tops: list[Annotation] = []
    by_section: defaultdict[str, list[Annotation]] = defaultdict(list)
    for remark in shown:
        if remark.reply_to in ids and remark.reply_to != remark.id:
            replies[remark.reply_to].append(remark)
        else:
            tops.append(remark)
            by_section[remark.target.section].append(remark)
    proposed: dict[str, tuple[Proposal, tuple[Proposal, ...]]] = {}
    for section, remarks in by_section.items():
        for group in alternatives(proposals(remarks, section, texts.get(section, ""))):
            for proposal in group:
                rivals = tuple(other for other in group if other is not proposal and other.touches(proposal))
                proposed.update((remark.id, (proposal, rivals)) for remark in proposal.remarks)
    order = {section.id: rank for rank, section in enumerate(outline.walk())}
    tops.sort(key=lambda one: (order.get(one.target.section, len(order)), one.target.start, one.created, one.id))
    told: set[str] = set()
    found = []
    for remark in tops:
        if remark.id in told:
            continue
        known = proposed.get(remark.id)
        same = known[0].remarks if known is not None else (remark,)
        told.update(one.id for one in same)
        answers = sorted((one for each in same for one in replies[each.id]), key=lambda one: (one.created, one.id))
        found.append(Conversation(same, tuple(answers), *(known or ())))
    return tuple(found)
