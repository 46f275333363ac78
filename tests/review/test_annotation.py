"""A remark is a W3C annotation, and comes back the same."""

from __future__ import annotations

import datetime
import json
import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.errors import LettrineError
from editor_app.review.annotation import (
    CONTEXT_LENGTH,
    Annotation,
    Motivation,
    Quote,
    State,
    Target,
    comment,
    from_json,
    text_digest,
    to_json,
)

TEXT = "Les derniers mois ont été riches d’activités menées par la France avec ses partenaires."
REMARK = comment(TEXT, 22, 32, issue="5f0c", section="editorial", body="Trop fort\u00a0?", author="Mme Martin")

WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMES = st.from_regex(r"[a-z0-9-]{1,12}", fullmatch=True)
MOMENTS = st.datetimes(
    datetime.datetime(2000, 1, 2),  # noqa: DTZ001  hypothesis adds the time zone
    datetime.datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.just(datetime.UTC),
)
UNKNOWN = st.dictionaries(st.sampled_from(["generator", "x:couleur", "rights"]), WORDS | st.integers(), max_size=2)
BODIES = st.lists(st.builds(lambda v: {"type": "TextualBody", "purpose": "tagging", "value": v}, WORDS), max_size=2)
SELECTORS = st.lists(st.builds(lambda v: {"type": "XPathSelector", "value": v}, WORDS), max_size=1)
TARGETS = st.builds(
    lambda issue, section, start, length, quote, digest, others, extra: Target(
        issue, section, start if quote else 0, start + length if quote else 0, quote, digest, tuple(others), extra
    ),
    NAMES,
    NAMES,
    st.integers(0, 10**6),
    st.integers(0, 100),
    st.none() | st.builds(Quote, WORDS, WORDS, WORDS),
    st.just("") | st.builds(text_digest, WORDS),
    SELECTORS,
    UNKNOWN,
)
ANNOTATIONS = st.builds(
    Annotation,
    id=st.uuids().map(lambda u: u.urn),
    motivation=st.sampled_from(list(Motivation)),
    target=TARGETS,
    author=WORDS,
    created=MOMENTS,
    modified=MOMENTS,
    body=WORDS,
    replacement=st.none() | WORDS,
    verdict=st.sampled_from([None, "vu", "à revoir", "bon à tirer"]),
    reply_to=st.none() | st.uuids().map(lambda u: u.urn),
    revision=st.integers(1, 1000),
    state=st.sampled_from(list(State)),
    other_bodies=BODIES.map(tuple),
    extra=UNKNOWN,
)


def changed(**changes: object) -> str:
    values = json.loads(to_json(REMARK))
    values.update(changes)
    return json.dumps(values)


def selecting(**selector: object) -> str:
    return changed(target={"source": "urn:uuid:5f0c#editorial", "selector": [selector]})


@given(ANNOTATIONS)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_read_back_the_same(annotation: Annotation) -> None:
    line = to_json(annotation)
    assert "\n" not in line
    assert from_json(line) == annotation


def test_it_is_written_in_the_words_of_the_standard() -> None:
    values = json.loads(to_json(REMARK))
    assert values["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
    assert values["type"] == "Annotation"
    assert values["motivation"] == "commenting"
    assert values["body"] == [
        {"type": "TextualBody", "purpose": "commenting", "format": "text/plain", "value": "Trop fort\u00a0?"}
    ]
    position, quote = values["target"]["selector"]
    assert position == {"type": "TextPositionSelector", "start": 22, "end": 32}
    assert quote["type"] == "TextQuoteSelector"
    assert quote["prefix"] + quote["exact"] + quote["suffix"] in TEXT
    assert values["created"].endswith("Z")


def test_a_new_comment_quotes_its_words_and_what_surrounds_them() -> None:
    quote = REMARK.target.quote
    assert quote is not None
    assert quote.exact == TEXT[22:32]
    assert quote.prefix == TEXT[:22]
    assert quote.suffix == TEXT[32 : 32 + CONTEXT_LENGTH]
    assert REMARK.target.digest == text_digest(TEXT)
    assert (REMARK.state, REMARK.revision) == (State.OPEN, 1)


def test_fields_of_other_programs_survive() -> None:
    values = json.loads(to_json(REMARK))
    values["creator"]["email"] = "mailto:a@exemple.fr"
    values["via"] = {"a": [1, None, True]}
    values["target"]["renderedVia"] = "x"
    values["body"].append({"type": "Image", "id": "http://exemple.fr/a.png"})
    again = json.loads(to_json(from_json(json.dumps(values))))
    assert again == values


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("", "JSON"),
        ("[" * 100_000, "JSON"),
        ("[]", "objet"),
        ("NaN", "JSON"),
        (changed(type="Note"), "type"),
        (changed(id="urn:uuid:x"), "urn:uuid"),
        (changed(id=str(uuid.uuid4())), "urn:uuid"),
        (changed(motivation="linking"), "motivation"),
        (changed(created="hier"), "created"),
        (changed(created="2021-01-01T00:00:00"), "fuseau"),
        (changed(created=12), "created"),
        (changed(body="texte"), "body"),
        (changed(target=None), "target"),
        (changed(target={"source": "urn:uuid:5f0c"}), "source"),
        (selecting(type="TextPositionSelector", start=3, end=1), "start"),
        (selecting(type="TextPositionSelector", start=True, end=1), "start"),
        (selecting(type="TextQuoteSelector"), "exact"),
        (changed(**{"lettrine:revision": 0}), "revision"),
        (changed(**{"lettrine:state": "perdu"}), "state"),
        (changed(creator={"name": "\ud800"}), "demi-caractère"),
        (changed(x="y" * 2**20), "Kio"),
    ],
    ids=range(21),
)  # fmt: skip
def test_what_is_not_a_remark_is_refused_with_a_sentence(line: str, said: str) -> None:
    with pytest.raises(LettrineError, match=said) as error:
        from_json(line)
    assert str(error.value).endswith("restaurez-la depuis une copie.")
