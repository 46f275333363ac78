"""Joins the remarks that came back from several people: all there, in any order, any number of times, the same result.

Two copies of a remark are two records of the same id and author, and the later one is kept. A record of the same id by
someone else is another remark, whatever it says: nobody withdraws or changes what another person wrote.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from editor_app.review.annotation import Annotation, to_json

_Key: TypeAlias = tuple[str, str]


def join(*sets: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Every remark of all sets once, in its latest revision, in the order of creation.

    Commutative, associative and idempotent. When two people's remarks carry one id, that of the first name keeps it and
    the others get ids made of it and of their authors' names.
    """
    latest: dict[_Key, Annotation] = {}
    for remarks in sets:
        for remark in remarks:
            _keep(latest, remark)
    authors: dict[str, list[str]] = {}
    for identifier, author in latest:
        authors.setdefault(identifier, []).append(author)
    for identifier, names in authors.items():
        for author in sorted(names)[1:]:
            remark = latest.pop((identifier, author))
            _keep(latest, replace(remark, id=_own_id(identifier, author)))
    return tuple(sorted(latest.values(), key=lambda remark: (remark.created, remark.id)))


def take_in(own: Iterable[Annotation], returned: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """The letter's ``own`` remarks, in their order, with what the returns add or say later; then the new ones.

    A copy that says nothing later, and was made on another text than today's, leaves the letter's own with the place it
    has. Where both are placed in today's text, one with a place goes before an orphan, and of two places the first:
    so the order in which returns came says nothing, once ``anchoring.place`` has set each on that text.
    """
    own = tuple(own)
    before = {(remark.id, remark.author): remark for remark in own}
    joined = {remark.id: remark for remark in join(own, returned)}
    kept = []
    for remark in own:
        after = joined.pop(remark.id, remark)
        elsewhere = after.target.digest != remark.target.digest
        kept.append(before[remark.id, remark.author] if elsewhere and _said(after) == _said(remark) else after)
    return (*kept, *joined.values())


def written_by(author: str, remarks: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Of the remarks in a return, those that its author may speak for: their own."""
    return tuple(remark for remark in remarks if remark.author == author)


def _keep(latest: dict[_Key, Annotation], remark: Annotation) -> None:
    key = remark.id, remark.author
    known = latest.get(key)
    if known is None or _age(remark) > _age(known):
        latest[key] = remark


def _age(remark: Annotation) -> tuple[object, ...]:
    """What makes a copy the later one, or the better placed; the rest only so that any order gives the same."""
    target = remark.target
    placed = not target.orphan, -target.start, -target.end
    return remark.revision, remark.modified, *_said(remark), *placed, to_json(remark)


def _said(remark: Annotation) -> tuple[str, ...]:
    """What the remark says, without where its words stand today, which follows the text; of a whole section, the text
    it was said of counts."""
    target = remark.target
    unplaced = remark
    if target.quote is not None:
        unplaced = replace(remark, target=replace(target, start=0, end=0, digest=""))
    return (json.dumps(json.loads(to_json(unplaced)), sort_keys=True),)


def _own_id(identifier: str, author: str) -> str:
    return uuid.uuid5(uuid.UUID(identifier), author).urn
