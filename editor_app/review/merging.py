"""Joins the remarks that came back from several people: all there, in any order, any number of times, the same result.

Two copies of a remark are two records of the same id and author, and the later one is kept. A record of the same id by
someone else is another remark, whatever it says: nobody withdraws or changes what another person wrote.

Where its words stand goes with what the remark says, unless somebody set it there by hand: a place that a person gave
stays, whatever the other copies say, until its words go.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeAlias

from editor_app.review.annotation import Annotation, Target, to_json

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

    A place that has followed its words since it was taken in stays, unless somebody set it elsewhere by hand: what was
    typed is known, where the words of a return are was only found. Of two places found in one text, one with words goes
    before an orphan, and of two the first: so the order in which returns come says nothing, once ``anchoring.place``
    has set each on that text and ``taken`` says so.
    """
    own = tuple(own)
    # One whose id somebody else's remark bears too may have got another.
    before = {
        (each, remark.author): remark for remark in own for each in (remark.id, _own_id(remark.id, remark.author))
    }
    joined = {}
    for remark in join(own, returned):
        known = before.get((remark.id, remark.author))
        joined[remark.id] = remark if known is None else _where_it_was(known, remark)
    return (*(joined.pop(remark.id) for remark in own), *joined.values())


def taken(remark: Annotation) -> Annotation:
    """A remark of a return as it is taken in: its place was found in the text that it counts in."""
    target = remark.target
    return remark if target.quote is None else replace(remark, target=replace(target, taken=target.digest))


def _where_it_was(own: Annotation, after: Annotation) -> Annotation:
    one, other = own.target, after.target
    found = one.taken == one.digest == other.digest
    words_differ = one.quote is None or (one.section, one.quote) != (other.section, other.quote)
    if found or words_differ or _by_hand(one)[0] != _by_hand(other)[0]:
        return after
    return replace(after, target=one)


def written_by(author: str, remarks: Iterable[Annotation]) -> tuple[Annotation, ...]:
    """Of the remarks in a return, those that its author may speak for: their own."""
    return tuple(remark for remark in remarks if remark.author == author)


def _keep(latest: dict[_Key, Annotation], remark: Annotation) -> None:
    key = remark.id, remark.author
    known = latest.get(key)
    if known is None:
        latest[key] = remark
    elif known != remark:
        later = remark if _is_later(remark, known) else known
        target = max(known.target, remark.target, key=_by_hand)
        latest[key] = replace(later, target=target) if _by_hand(target)[0] else later


def _is_later(remark: Annotation, known: Annotation) -> bool:
    """Whether a copy is the later one, or the better placed."""
    one, other = (remark.revision, remark.modified), (known.revision, known.modified)
    return one > other if one != other else _age(remark) > _age(known)


def _age(remark: Annotation) -> tuple[object, ...]:
    """Of copies of one revision and time: what they say, so that any order gives the same; then which is placed."""
    target = remark.target
    return *_said(remark), not target.orphan, -target.start, -target.end, to_json(remark)


def _by_hand(target: Target) -> tuple[int, str]:
    """How late somebody set it on words that are there; of places given in one revision, any order gives the same."""
    return (0, "") if not target.placed or target.orphan else (target.placed, repr(target))


def _said(remark: Annotation) -> tuple[str, str]:
    """What the remark says, and of which words, without where these stand today, which follows the text; of a whole
    section, the text it was said of counts."""
    target = remark.target
    if target.quote is not None:
        target = replace(target, start=0, end=0, digest="", taken="")
    values = json.loads(to_json(replace(remark, target=target)))
    return json.dumps({**values, "target": None}, sort_keys=True), json.dumps(values["target"], sort_keys=True)


def _own_id(identifier: str, author: str) -> str:
    return uuid.uuid5(uuid.UUID(identifier), author).urn
