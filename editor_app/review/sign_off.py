"""Says who has signed which section, and what still stands between a letter and its *bon à tirer*."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from editor_app.issue.model import Issue
from editor_app.review.annotation import Annotation, Motivation, State, text_digest


class Verdict(StrEnum):
    """What one may say of a whole section; the values are kept and exchanged as they are read."""

    SEEN = "vu"
    TO_REVISE = "à revoir"
    READY = "bon à tirer"


@dataclass(frozen=True, slots=True)
class Signature:
    """The verdict of ``author`` on ``section``. ``current`` is False when the text has changed since ``when``: a
    signature holds for the text that was read, and for no other."""

    section: str
    author: str
    verdict: Verdict
    when: datetime.datetime
    current: bool
    remark: str
    """The id of the annotation that holds it."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """Where a letter stands. ``sections`` are the ids of those that need a signature, in reading order: all that have
    words; ``signatures`` the last word of each person on each of them, in that order; ``unsigned`` the sections that
    nobody signed as they stand or that somebody wants revised; ``open_remarks`` the comments and suggestions that
    nobody has answered for."""

    sections: tuple[str, ...]
    signatures: tuple[Signature, ...]
    unsigned: tuple[str, ...]
    open_remarks: tuple[Annotation, ...]

    @property
    def complete(self) -> bool:
        """Whether the letter is *bon à tirer* without anybody having to force it."""
        return not self.unsigned and not self.open_remarks

    def of(self, section_id: str) -> tuple[Signature, ...]:
        """Who signed that section."""
        return tuple(signature for signature in self.signatures if signature.section == section_id)


def sign_off(issue: Issue, annotations: Iterable[Annotation], texts: Mapping[str, str]) -> SignOff:
    """Where the letter stands, its texts by section id being ``texts``.

    A section is signed once somebody has said *vu* or *bon à tirer* of the very text that it has now, and nobody's last
    word on it is *à revoir*.
    """
    annotations = tuple(annotations)
    sections = tuple(
        section.id for section in issue.outline.walk() if section.file and texts.get(section.id, "").strip()
    )
    digests = {section: text_digest(texts[section]) for section in sections}
    signatures = _last_words(annotations, digests)
    signed = {signature.section for signature in signatures if _signs(signature)}
    revise = {signature.section for signature in signatures if signature.verdict is Verdict.TO_REVISE}
    return SignOff(
        sections,
        signatures,
        tuple(section for section in sections if section not in signed or section in revise),
        tuple(
            remark
            for remark in annotations
            if remark.state is State.OPEN and remark.motivation in (Motivation.COMMENTING, Motivation.EDITING)
        ),
    )


def _signs(signature: Signature) -> bool:
    return signature.current and signature.verdict is not Verdict.TO_REVISE


def _last_words(annotations: tuple[Annotation, ...], digests: Mapping[str, str]) -> tuple[Signature, ...]:
    verdicts = set(Verdict)
    last: dict[tuple[str, str], Annotation] = {}
    for remark in annotations:
        if (
            remark.motivation is Motivation.ASSESSING
            and remark.state is State.OPEN
            and remark.verdict in verdicts
            and remark.target.section in digests
        ):
            key = remark.target.section, remark.author
            if key not in last or _age(remark) > _age(last[key]):
                last[key] = remark
    order = {section: rank for rank, section in enumerate(digests)}
    return tuple(
        Signature(
            section,
            author,
            Verdict(str(remark.verdict)),
            remark.modified,
            remark.target.digest == digests[section],
            remark.id,
        )
        for (section, author), remark in sorted(last.items(), key=lambda item: (order[item[0][0]], item[0][1]))
    )


def _age(remark: Annotation) -> tuple[object, ...]:
    return remark.modified, remark.revision, remark.id
