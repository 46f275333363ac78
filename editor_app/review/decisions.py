"""What the author makes of remarks: suggestions accepted or refused, remarks answered, closed, placed, sections signed.

Values in, values out: each decision is the remarks that say something else afterwards, and for an acceptance the text.
A decision is a later revision of the remark; its words, its author and its date stay the proofreader's.
"""

from __future__ import annotations

import datetime
import re
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from editor_app.review.annotation import Annotation, Motivation, State, Target, comment, quote, text_digest
from editor_app.review.following import TextEdit, follow_range
from editor_app.review.sign_off import Verdict
from editor_app.review.suggestions import Proposal, alternatives, proposals

SHOWN: Final = 60
"""Code points of the words that a version's name quotes."""
_TOKEN: Final = re.compile(r"\w+|\s+|[^\w\s]")


@dataclass(frozen=True, slots=True)
class Acceptance:
    """What accepting suggestions makes of the text of ``section``. ``remarks`` are all that are no longer as they were:
    those accepted, the rivals set aside, those whose words moved; ``accepted`` and ``rivals`` are their proposals."""

    section: str
    before: str
    after: str
    remarks: tuple[Annotation, ...]
    accepted: tuple[Proposal, ...]
    rivals: tuple[Proposal, ...]

    @property
    def message(self) -> str:
        """What happened and whose words these are, in French: the name of the version that keeps it."""
        authors = of_people(name for proposal in self.accepted for name in proposal.authors)
        if len(self.accepted) != 1:
            return f"{len(self.accepted)} suggestions {authors} acceptées"
        (one,) = self.accepted
        old, new = _short(self.before[one.start : one.end]), _short(one.replacement)
        if not old:
            what = f"« {new} » ajouté"
        elif not new:
            what = f"« {old} » retiré"
        else:
            what = f"« {old} » devient « {new} »"
        return f"Suggestion {authors} acceptée : {what}"


def accept(chosen: Iterable[Proposal], remarks: Iterable[Annotation], section: str, text: str) -> Acceptance:
    """Put the chosen proposals into ``text``, that of ``section``.

    Whatever cannot stand beside them is refused with it. Remarks stay on their words; one on words that were replaced
    as a whole is then on those that replaced them. Raises ValueError when two of the chosen are rivals.
    """
    chosen = tuple(sorted(chosen, key=lambda each: (each.start, each.end)))
    if any(one.touches(other) for at, one in enumerate(chosen) for other in chosen[at + 1 : at + 2]):
        raise ValueError("rival proposals")
    remarks = tuple(remark for remark in remarks if remark.target.section == section)
    ids = {remark.id for proposal in chosen for remark in proposal.remarks}
    rivals = tuple(
        other
        for other in proposals(remarks, section, text)
        if not ids & {remark.id for remark in other.remarks} and any(other.touches(one) for one in chosen)
    )
    aside = {remark.id for proposal in rivals for remark in proposal.remarks}
    after, edits = text, []
    for one in reversed(chosen):
        after = after[: one.start] + one.replacement + after[one.end :]
        edits.extend(_edits(text[one.start : one.end], one.replacement, one.start))
    digest, now = text_digest(after), _now()
    changed = []
    for remark in remarks:
        carried = _carried(remark, edits, digest)
        if remark.id in ids:
            carried = _decided(carried, State.ACCEPTED, now)
        elif remark.id in aside:
            carried = _decided(carried, State.REFUSED, now)
        if carried != remark:
            changed.append(carried)
    return Acceptance(section, text, after, tuple(changed), chosen, rivals)


def decided(remark: Annotation, state: State) -> Annotation:
    """The remark refused, closed, opened again, withdrawn."""
    return _decided(remark, state, _now())


def reply(to: Annotation, body: str, author: str) -> Annotation:
    """An answer to a remark, or to an answer to it: conversations have one level."""
    now = _now()
    return Annotation(
        id=uuid.uuid4().urn,
        motivation=Motivation.REPLYING,
        target=replace(to.target, placed=0),
        author=author,
        created=now,
        modified=now,
        body=body,
        reply_to=to.reply_to or to.id,
    )


def suggestion(
    text: str, start: int, end: int, replacement: str, *, issue: str, section: str, author: str, body: str = ""
) -> Annotation:
    """A new suggestion: ``replacement`` for the words ``[start, end)`` (code points) of ``text``."""
    made = comment(text, start, end, issue=issue, section=section, body=body, author=author)
    return replace(made, motivation=Motivation.EDITING, replacement=replacement)


def placed(remark: Annotation, text: str, start: int, end: int) -> Annotation:
    """The remark set by hand on the words ``[start, end)`` (code points) of its section's ``text``. These become its
    quote, so that it can be found again by them; no return that knows nothing of it sets it elsewhere."""
    revision = remark.revision + 1
    target = replace(
        remark.target,
        start=start,
        end=end,
        quote=quote(text, start, end),
        digest=text_digest(text),
        placed=revision,
    )
    return replace(remark, target=target, modified=_now(), revision=revision)


def signed(
    remarks: Iterable[Annotation], verdict: Verdict | None, text: str, *, issue: str, section: str, author: str
) -> tuple[Annotation, ...]:
    """The remarks that change when ``author`` says ``verdict`` of the section's ``text``, in place of what they said of
    it before; None takes that back."""
    before = [
        remark
        for remark in remarks
        if remark.motivation is Motivation.ASSESSING
        and remark.target.section == section
        and remark.author == author
        and remark.state is State.OPEN
    ]
    now, target = _now(), Target(issue, section, digest=text_digest(text))
    if verdict is None:
        return tuple(_decided(remark, State.DELETED, now) for remark in before)
    if not before:
        made = Annotation(uuid.uuid4().urn, Motivation.ASSESSING, target, author, now, now, verdict=verdict.value)
        return (made,)
    last = max(before, key=lambda remark: (remark.modified, remark.revision, remark.id))
    again = replace(last, verdict=verdict.value, target=target, modified=now, revision=last.revision + 1)
    return (again, *(_decided(remark, State.DELETED, now) for remark in before if remark is not last))


def sound(proposal: Proposal, text: str) -> bool:
    """Whether the suggestion was made on the words that are there now, and not on others that were since written in
    their place."""
    return any(
        remark.target.quote is not None and text[remark.target.start : remark.target.end] == remark.target.quote.exact
        for remark in proposal.remarks
    )


def proposal_of(remark: Annotation, remarks: Iterable[Annotation], text: str) -> Proposal | None:
    """What a suggestion proposes for its section's ``text``, with whoever else proposes the same; None when it is not
    open, has no place, or says what the text says already."""
    found = proposals(remarks, remark.target.section, text)
    return next((each for each in found if any(one.id == remark.id for one in each.remarks)), None)


def typographic_proposals(author: str, remarks: Iterable[Annotation], section: str, text: str) -> tuple[Proposal, ...]:
    """What ``author`` proposes for the typography of a section, as far as nothing rivals it and it stands on the words
    it was made on: all of it can be accepted at once."""
    groups = alternatives(proposals(remarks, section, text))
    return tuple(
        group[0]
        for group in groups
        if len(group) == 1
        and author in group[0].authors
        and sound(group[0], text)
        and typographic(*_in_words(text, group[0]))
    )


def _in_words(text: str, proposal: Proposal) -> tuple[str, str]:
    """What changes, with what touches it: a space says nothing of itself."""
    before, after = text[max(0, proposal.start - 1) : proposal.start], text[proposal.end : proposal.end + 1]
    return f"{before}{text[proposal.start : proposal.end]}{after}", f"{before}{proposal.replacement}{after}"


_QUOTES: Final = re.compile("[«»“”„‟″]")
_APOSTROPHES: Final = re.compile("[’‘ʼ′]")
_DASHES: Final = re.compile("[‐‑‒–—−]")
_ORDINAL: Final = re.compile(r"(?<=\d)(?:i?[eè]me|ième|ieme)\b")
_BY_MARKS: Final = re.compile(r"""\s*(["'\-.,;:!?…()\[\]/%€°])\s*""")
_CAPITALS: Final = str.maketrans("ÀÂÄÇÉÈÊËÎÏÔÖÙÛÜ", "AAACEEEEIIOOUUU")


def typographic(before: str, after: str) -> bool:
    """Whether only typography changes: kinds of spaces, quotation marks, apostrophes and dashes, spaces beside
    punctuation, three dots made one sign, an accent on a capital, an ordinal's ending. Letters stay, and so do marks of
    punctuation, which mean something."""
    return before != after and _plain(before) == _plain(after)


def listed(names: Iterable[str]) -> str:
    """« Ana », « Ana et Bo », « Ana, Bo et Chloé »: each name once."""
    known = list(dict.fromkeys(names))
    return known[0] if len(known) == 1 else f"{', '.join(known[:-1])} et {known[-1]}" if known else ""


def of_people(names: Iterable[str]) -> str:
    """« d’Ana et Bo », « de Bo »: whose it is."""
    names = listed(names)
    return f"d’{names}" if names[:1].translate(_CAPITALS) in tuple("AEIOUY") else f"de {names}"


def _plain(text: str) -> str:
    text = _DASHES.sub("-", _APOSTROPHES.sub("'", _QUOTES.sub('"', text))).replace("...", "…")
    return " ".join(_BY_MARKS.sub(r"\1", _ORDINAL.sub("e", text)).translate(_CAPITALS).split())


def _short(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"


def _now() -> datetime.datetime:
    return datetime.datetime.now(datetime.UTC).replace(microsecond=0)


def _decided(remark: Annotation, state: State, now: datetime.datetime) -> Annotation:
    return replace(remark, state=state, modified=now, revision=remark.revision + 1)


def _edits(before: str, after: str, at: int) -> list[TextEdit]:
    """The replacement of ``before``, which stands at ``at``, token by token, from the last to the first: words that
    stay keep the remarks that are on them."""
    from rapidfuzz.distance import LCSseq  # noqa: PLC0415  (heavy, and of no use to a window without remarks)

    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    starts = [at]
    for token in old:
        starts.append(starts[-1] + len(token))
    edits: list[TextEdit] = []
    for change in LCSseq.opcodes(old, new):
        if change.tag == "equal":
            continue
        start = starts[change.src_start]
        removed, inserted = starts[change.src_end] - start, sum(map(len, new[change.dest_start : change.dest_end]))
        if edits and edits[-1].start + edits[-1].removed == start:
            last = edits.pop()
            edits.append(TextEdit(last.start, last.removed + removed, last.inserted + inserted))
        else:
            edits.append(TextEdit(start, removed, inserted))
    return edits[::-1]


def _carried(remark: Annotation, edits: Sequence[TextEdit], digest: str) -> Annotation:
    target = remark.target
    if target.quote is None:
        return remark
    start, end = target.start, target.end
    for edit in edits:
        if start < end and (edit.start, edit.removed) == (start, end - start) and edit.inserted:
            end = start + edit.inserted
        else:
            start, end = follow_range(start, end, edit)
    return replace(remark, target=replace(target, start=start, end=end, digest=digest))
