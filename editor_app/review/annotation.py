"""A proofreader's remark, as a value and as the W3C Web Annotation that is kept and exchanged.

Terms and shape: https://www.w3.org/TR/annotation-model/ (body, target, selector, motivation). What the model has no
word for (state, revision, verdict, the digest of the text) stands under this program's own prefix.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, TypeVar

from editor_app.errors import LettrineError

CONTEXT: Final = ("http://www.w3.org/ns/anno.jsonld", {"lettrine": "urn:lettrine:"})
CONTEXT_LENGTH: Final = 32
"""Code points kept before and after the quoted words."""
MAX_BYTES: Final = 1024**2
"""Of one annotation in JSON."""

_PREFIX: Final = "lettrine:"
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")


class Motivation(StrEnum):
    """Why the remark was made: a comment, a rewording, an answer, or a verdict on a whole section."""

    COMMENTING = "commenting"
    EDITING = "editing"
    REPLYING = "replying"
    ASSESSING = "assessing"


class State(StrEnum):
    """What became of the remark. Deleting is a state, so that a deletion can be exchanged like any other change."""

    OPEN = "open"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    CLOSED = "closed"
    DELETED = "deleted"


@dataclass(frozen=True, slots=True)
class Quote:
    """TextQuoteSelector: the words themselves, with up to ``CONTEXT_LENGTH`` code points on either side."""

    exact: str
    prefix: str = ""
    suffix: str = ""


@dataclass(frozen=True, slots=True)
class Target:
    """What a remark is about: the words ``[start, end)`` (code points) of a section's text, or, when ``quote`` is
    None, the section as a whole. ``digest`` is the SHA-256 of the text that start and end count in, so that a place is
    never trusted on another text. A range of no length whose quote has words is an orphan. ``placed`` is the revision
    of the remark in which somebody set it on these words by hand, 0 when nobody did. ``taken`` is the digest of the
    text in which the letter found these words when it took the remark in: as long as it is ``digest`` the place was
    found, afterwards it has followed its words."""

    issue: str
    section: str
    start: int = 0
    end: int = 0
    quote: Quote | None = None
    digest: str = ""
    other_selectors: tuple[Mapping[str, object], ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)
    placed: int = 0
    taken: str = ""

    @property
    def orphan(self) -> bool:
        """Whether the words are gone or could not be found again."""
        return self.quote is not None and bool(self.quote.exact) and self.start == self.end


@dataclass(frozen=True, slots=True)
class Annotation:
    """One remark. ``id`` is a ``urn:uuid:``; ``revision`` grows by one with each change, so that of two copies the
    later is known; ``replacement`` is the suggested wording of an EDITING remark, ``verdict`` that of an ASSESSING one,
    ``reply_to`` the id of the remark a REPLYING one answers. ``created`` and ``modified`` have a time zone. What other
    programs added is kept in ``extra``, ``other_bodies`` and the target."""

    id: str
    motivation: Motivation
    target: Target
    author: str
    created: datetime.datetime
    modified: datetime.datetime
    body: str = ""
    replacement: str | None = None
    verdict: str | None = None
    reply_to: str | None = None
    revision: int = 1
    state: State = State.OPEN
    other_bodies: tuple[Mapping[str, object], ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict, hash=False)

    def at(self, start: int, end: int, digest: str) -> Annotation:
        """The same remark, its words being ``[start, end)`` (code points) of the text of that digest."""
        # Written out: a thousand of them are moved while somebody types, and ``replace`` takes three times as long.
        before = self.target
        target = Target(
            before.issue,
            before.section,
            start,
            end,
            before.quote,
            digest,
            before.other_selectors,
            before.extra,
            before.placed,
            before.taken,
        )
        return Annotation(
            self.id,
            self.motivation,
            target,
            self.author,
            self.created,
            self.modified,
            self.body,
            self.replacement,
            self.verdict,
            self.reply_to,
            self.revision,
            self.state,
            self.other_bodies,
            self.extra,
        )


def text_digest(text: str) -> str:
    """The SHA-256 of a section's text (LF line ends) in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def quote(text: str, start: int, end: int) -> Quote:
    """The words ``[start, end)`` of ``text`` with what surrounds them."""
    return Quote(text[start:end], text[max(0, start - CONTEXT_LENGTH) : start], text[end : end + CONTEXT_LENGTH])


def comment(text: str, start: int, end: int, *, issue: str, section: str, body: str, author: str) -> Annotation:
    """A new comment on the words ``[start, end)`` (code points) of ``text``, the section's text as it stands."""
    now = datetime.datetime.now(datetime.UTC).replace(microsecond=0)
    return Annotation(
        id=uuid.uuid4().urn,
        motivation=Motivation.COMMENTING,
        target=Target(issue, section, start, end, quote(text, start, end), text_digest(text)),
        author=author,
        created=now,
        modified=now,
        body=body,
    )


# To JSON


def to_json(annotation: Annotation) -> str:
    """The annotation as JSON-LD on one line."""
    extra = annotation.extra
    bodies: list[object] = []
    if annotation.body:
        bodies.append(_body(annotation.body, "replying" if annotation.reply_to else "commenting"))
    if annotation.replacement is not None:
        bodies.append(_body(annotation.replacement, "editing"))
    if annotation.verdict is not None:
        bodies.append(_body(annotation.verdict, "assessing"))
    creator = extra.get("creator")
    target: object = _target_values(annotation.target)
    values: dict[str, object] = {
        "@context": list(CONTEXT),
        "id": annotation.id,
        "type": "Annotation",
        "motivation": annotation.motivation.value,
        "creator": {"type": "Person", "name": annotation.author, **(creator if isinstance(creator, dict) else {})},
        "created": _instant(annotation.created),
        "modified": _instant(annotation.modified),
        "body": [*bodies, *annotation.other_bodies],
        "target": [annotation.reply_to, target] if annotation.reply_to else target,
        f"{_PREFIX}revision": annotation.revision,
        f"{_PREFIX}state": annotation.state.value,
        **{key: value for key, value in extra.items() if key != "creator"},
    }
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _body(value: str, purpose: str) -> dict[str, object]:
    return {"type": "TextualBody", "purpose": purpose, "format": "text/plain", "value": value}


def _target_values(target: Target) -> dict[str, object]:
    values: dict[str, object] = {
        "type": "SpecificResource",
        "source": f"urn:uuid:{target.issue}#{target.section}",
    }
    selectors: list[object] = []
    if target.quote is not None:
        words = target.quote
        selectors = [
            {"type": "TextPositionSelector", "start": target.start, "end": target.end},
            {"type": "TextQuoteSelector", "exact": words.exact, "prefix": words.prefix, "suffix": words.suffix},
        ]
    if selectors or target.other_selectors:
        values["selector"] = [*selectors, *target.other_selectors]
    if target.digest:
        values[f"{_PREFIX}textSha256"] = target.digest
    if target.placed:
        values[f"{_PREFIX}placed"] = target.placed
    if target.taken:
        values[f"{_PREFIX}takenOnTextSha256"] = target.taken
    return {**values, **target.extra}


def _instant(moment: datetime.datetime) -> str:
    return moment.astimezone(datetime.UTC).isoformat().replace("+00:00", "Z")


# From JSON


def from_json(source: str) -> Annotation:
    """The annotation written by ``to_json``, here or elsewhere. Raises LettrineError with a French sentence that says
    what is wrong; the caller adds the file and the line."""
    if len(source.encode("utf-8", "surrogatepass")) > MAX_BYTES:
        raise _wrong(f"elle dépasse {MAX_BYTES // 1024} Kio")
    try:
        values = json.loads(source, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise _wrong("ce n’est pas du JSON") from error
    values = _object(values, "elle")
    if values.get("type") != "Annotation":
        raise _wrong("son « type » n’est pas « Annotation »")
    identifier = _string(values, "id")
    try:
        if not identifier.startswith("urn:uuid:"):
            raise ValueError
        uuid.UUID(identifier)
    except ValueError as error:
        raise _wrong("son « id » n’est pas de la forme « urn:uuid:… »") from error
    known, others = _bodies(values.get("body", []))
    reply_to, target = _targets(values.get("target"))
    creator = _object(values.get("creator", {"name": ""}), "« creator »")
    revision = values.get(f"{_PREFIX}revision", 1)
    if type(revision) is not int or not 0 < revision < 2**53:
        raise _wrong(f"« {_PREFIX}revision » n’est pas un nombre à partir de 1")
    if target.placed > revision:
        raise _wrong(f"« {_PREFIX}placed » n’est pas l’une de ses révisions")
    created = _moment(values, "created")
    return Annotation(
        id=identifier,
        motivation=_choice(values, "motivation", Motivation, None),
        target=target,
        author=_string(creator, "name"),
        created=created,
        modified=_moment(values, "modified") if "modified" in values else created,
        body=known.get("commenting", known.get("replying", "")),
        replacement=known.get("editing"),
        verdict=known.get("assessing"),
        reply_to=reply_to,
        revision=revision,
        state=_choice(values, f"{_PREFIX}state", State, State.OPEN),
        other_bodies=others,
        extra=_remainder(values, creator),
    )


_Choice = TypeVar("_Choice", bound=StrEnum)
_KNOWN: Final = frozenset(
    ("@context", "id", "type", "motivation", "creator", "created", "modified", "body", "target")
) | {f"{_PREFIX}revision", f"{_PREFIX}state"}


def _wrong(what: str) -> LettrineError:
    return LettrineError(f"cette remarque ne peut pas être lue : {what} ; restaurez-la depuis une copie.")


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _object(value: object, name: str) -> dict[str, object]:
    if not isinstance(value, dict):
        raise _wrong(f"{name} n’est pas un objet JSON")
    return value


def _string(values: Mapping[str, object], key: str, default: str | None = None) -> str:
    value = values.get(key, default)
    if not isinstance(value, str):
        raise _wrong(f"« {key} » manque ou n’est pas un texte")
    if any("\ud800" <= letter <= "\udfff" for letter in value):
        raise _wrong(f"« {key} » contient un demi-caractère")
    return value


def _choice(values: Mapping[str, object], key: str, kinds: type[_Choice], default: _Choice | None) -> _Choice:
    value = _string(values, key, default)
    if value not in {kind.value for kind in kinds}:
        raise _wrong(f"« {key} » ne peut pas être « {value[:40]} »")
    return kinds(value)


def _moment(values: Mapping[str, object], key: str) -> datetime.datetime:
    try:
        moment = datetime.datetime.fromisoformat(_string(values, key))
        if moment.tzinfo is None:
            raise ValueError
        return moment.astimezone(datetime.UTC)
    except (ValueError, OverflowError) as error:
        raise _wrong(f"« {key} » n’est pas une date avec son fuseau") from error


def _bodies(value: object) -> tuple[dict[str, str], tuple[dict[str, object], ...]]:
    known: dict[str, str] = {}
    others: list[dict[str, object]] = []
    for item in value if isinstance(value, list) else [value]:
        body = _object(item, "« body »")
        purpose = body.get("purpose", "commenting")
        plain = body.get("type") == "TextualBody" and body.keys() <= {"type", "purpose", "format", "value"}
        if plain and purpose in ("commenting", "editing", "assessing", "replying") and purpose not in known:
            known[str(purpose)] = _string(body, "value")
        else:
            others.append(body)
    return known, tuple(others)


def _targets(value: object) -> tuple[str | None, Target]:
    if not isinstance(value, list):
        return None, _target(_object(value, "« target »"))
    if len(value) != 2 or not isinstance(value[0], str):
        raise _wrong("« target » n’est pas une remarque suivie de son passage")
    return value[0], _target(_object(value[1], "« target »"))


def _target(values: dict[str, object]) -> Target:
    issue, mark, section = _string(values, "source").removeprefix("urn:uuid:").partition("#")
    if not mark or not issue or not section:
        raise _wrong("« source » ne nomme pas un numéro et sa rubrique")
    selectors = values.get("selector", [])
    start = end = 0
    words: Quote | None = None
    others: list[Mapping[str, object]] = []
    for item in selectors if isinstance(selectors, list) else [selectors]:
        selector = _object(item, "« selector »")
        match selector.get("type"):
            case "TextPositionSelector":
                start, end = _position(selector)
            case "TextQuoteSelector":
                words = Quote(
                    _string(selector, "exact"), _string(selector, "prefix", ""), _string(selector, "suffix", "")
                )
            case _:
                others.append(selector)
    digest, taken = _digest(values, f"{_PREFIX}textSha256"), _digest(values, f"{_PREFIX}takenOnTextSha256")
    placed = values.get(f"{_PREFIX}placed", 0)
    if type(placed) is not int or placed < 0:
        raise _wrong(f"« {_PREFIX}placed » n’est pas un nombre")
    own = (f"{_PREFIX}textSha256", f"{_PREFIX}takenOnTextSha256", f"{_PREFIX}placed")
    known = ("type", "source", "selector", *own)
    extra = {key: value for key, value in values.items() if key not in known}
    return Target(issue, section, start, end, words, digest, tuple(others), extra, placed, taken)


def _digest(values: dict[str, object], key: str) -> str:
    digest = _string(values, key, "")
    if digest and not _DIGEST.fullmatch(digest):
        raise _wrong(f"« {key} » n’est pas une empreinte SHA-256")
    return digest


def _position(selector: Mapping[str, object]) -> tuple[int, int]:
    start, end = selector.get("start"), selector.get("end")
    if type(start) is not int or type(end) is not int or not 0 <= start <= end < 2**53:
        raise _wrong("« start » et « end » ne forment pas un passage")
    return start, end


def _remainder(values: dict[str, object], creator: dict[str, object]) -> dict[str, object]:
    extra = {key: value for key, value in values.items() if key not in _KNOWN}
    about_creator = {key: value for key, value in creator.items() if key not in ("type", "name")}
    return {**extra, "creator": about_creator} if about_creator else extra
