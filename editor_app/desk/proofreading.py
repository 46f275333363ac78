"""Sending a letter to proofreaders and taking in what they say of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from editor_app.errors import LettrineError
from editor_app.issue.model import Issue
from editor_app.review.annotation import Annotation
from editor_app.storage.kept_letter import KeptLetter

if TYPE_CHECKING:
    from editor_app.exporting.packet_reading import Returned


@dataclass(frozen=True, slots=True)
class Merged:
    """Every remark of the letter after returns were taken in; of those, the new ones, those that say something else
    than before, and those of the returns that no words of the letter could surely be found for."""

    annotations: tuple[Annotation, ...]
    new: tuple[Annotation, ...]
    changed: tuple[Annotation, ...]
    orphans: tuple[Annotation, ...]


class ProofreadLetter(KeptLetter):
    """An open letter that goes out to proofreaders and comes back with remarks."""

    def make_packet(self, to: Path, *, reader: str, before: datetime.date | None = None, look_at: str = "") -> None:
        """Write the packet for the proofreader ``reader`` as the file ``to``: what to send for proofreading.

        ``before`` is the day by which it is wanted, ``look_at`` what to look at. Raises LettrineError when it cannot be
        made; ``to`` is then as it was.
        """
        from editor_app.exporting.format import Letter
        from editor_app.exporting.packet import Request, make_packet

        letter = Letter(self.issue, self.texts, self._folder.files())
        make_packet(letter, self.annotations, Request(reader, before, look_at), to)

    def merge(self, paths: Iterable[Path]) -> Merged:
        """Take in the remarks of returns, in any order and any number of times, and set each on its words.

        Writes ``review/annotations.jsonl``. Raises LettrineError when one return is refused; nothing is changed then.
        """
        from editor_app.exporting.packet_reading import read_return

        returns = [read_return(path) for path in paths]
        for returned in returns:
            if returned.issue != self.issue.id:
                raise LettrineError(
                    f"{returned.path} : cette relecture est celle d’une autre lettre que {self.path.name} ; "
                    "ouvrez cette autre lettre pour l’y prendre."
                )
        merged = merged_remarks(self.issue, self.texts, self.annotations, returns)
        self.save_annotations(merged.annotations)
        return merged


def merged_remarks(
    issue: Issue, texts: Mapping[str, str], own: Iterable[Annotation], returns: Iterable[Returned]
) -> Merged:
    """What ``ProofreadLetter.merge`` makes of the remarks ``own`` and of ``returns``, for a letter whose texts (by
    section id) may not be written yet; changes nothing."""
    from editor_app.review.anchoring import place
    from editor_app.review.merging import join, take_in

    before = {remark.id: remark for remark in own}
    returns = tuple(returns)
    after = take_in(before.values(), join(*(returned.remarks for returned in returns)))
    for section in issue.outline.walk():
        if section.id in texts:
            bases = {returned.texts[section.id] for returned in returns if section.id in returned.texts}
            fresh = tuple(remark for remark in after if before.get(remark.id) is not remark)
            placed = {remark.id: remark for remark in place(fresh, section.id, texts[section.id], sorted(bases))}
            after = tuple(placed.get(remark.id, remark) for remark in after)
    new = tuple(remark for remark in after if remark.id not in before)
    changed = tuple(remark for remark in after if remark.id in before and remark != before[remark.id])
    lost = tuple(
        remark for remark in (*new, *changed) if remark.target.orphan or remark.target.section not in issue.outline
    )
    return Merged(after, new, changed, lost)
