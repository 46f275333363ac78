"""What speaks for a candidate and against the word as typed: the numbers the ranker judges by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.cloze import Cloze
from editor_app.proofing.context.edits import Slip
from editor_app.proofing.context.lexicon import NAME, NUMERAL, PARAGRAPH, UNKNOWN, Candidates, Form, Lexicon
from editor_app.proofing.context.ngrams import Trigrams
from editor_app.proofing.context.tokens import NUMBER, Token

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

_OPENING = frozenset('«"“(-–—•')
_SENTENCE_END = frozenset(".!?…:")
_SURPRISE_NEARBY, _UNKNOWN_NEARBY, _CAPITALS_NEARBY = 4, 4, 3
_THIRD_PLURAL, _PLURAL = 1 << 5, 0b111000
"""Bits of ``Lexicon.kind_persons``."""
_LONGEST_SUBJECT = 8
_CLAUSE_OPENERS = frozenset(("qui", "que", "qu'", "dont", "où", "car", "si", "comme", "lorsque", "quand", "ou", "mais"))
_OF = frozenset({"de", "d'"})
"""After these a noun may stand in either number (*un échange d’idée, d’idées*)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row a candidate of a token: ``place`` is the token's index, ``number`` the candidate's in the vocabulary;
    ``features`` has the row's numbers in the order of ``names``."""

    place: Ids
    number: Ids
    slips: Ids
    features: Floats


NAMES = (
    "network",
    "network of the candidate",
    "network of the typed",
    "trigrams",
    "trigrams before",
    "trigrams across",
    "trigrams after",
    "trigrams of the typed",
    "count of the typed",
    "count of the candidate",
    "same lemma",
    "same class",
    "typed is rare",
    "typed is unknown",
    "capital",
    "length",
    "rivals",
    "lead",
    "unknown before",
    "unknown after",
    "number before",
    "number after",
    "share among rivals",
    "agrees with the number before",
    "other number",
    "other number after de",
    "other gender",
    "masculine for feminine",
    "other tense",
    "surprise of the text",
    "surprise nearby",
    "unknown nearby",
    "capitals nearby",
    "agrees in number with the word before",
    "agrees in number with the word after",
    "agrees in gender with the word before",
    "agrees in gender with the word after",
    "coordinated subject",
    *(slip.name.lower() for slip in Slip),
)


AROUND = frozenset(
    (
        "surprise of the text", "surprise nearby", "unknown nearby", "capitals nearby",
        "agrees in number with the word before", "agrees in number with the word after",
        "agrees in gender with the word before", "agrees in gender with the word after", "coordinated subject",
    )
)  # fmt: skip
"""The evidence that lies in the words around."""


def questionable(tokens: list[Token], index: int) -> bool:
    """Whether the token may be doubted: a word, no acronym, no capital but at the start of a sentence."""
    token = tokens[index]
    if not token.is_word or (len(token.surface) > 1 and token.surface.isupper()):
        return False
    if not token.surface[0].isupper():
        return True
    before = index - 1
    while before >= 0 and tokens[before].surface[0] in _OPENING:
        before -= 1
    return before < 0 or tokens[before].surface[-1] in _SENTENCE_END


def gather(
    tokens: list[Token],
    lexicon: Lexicon,
    network: Cloze,
    trigrams: Trigrams,
    only: Mapping[int, Candidates] | None = None,
) -> Evidence | None:
    """The evidence on every candidate of every questionable token, or on those of ``only`` (by the tokens' indices);
    None when there is none."""
    asked = _candidates(tokens, lexicon) if only is None else only
    places = [np.full(len(found.numbers), index) for index, found in asked.items()]
    numbers = [found.numbers for found in asked.values()]
    slips = [found.slips for found in asked.values()]
    if not places:
        return None
    place, number, slip = np.concatenate(places), np.concatenate(numbers), np.concatenate(slips)
    forms = [lexicon.form(token.form, token.surface[0].isupper()) for token in tokens]
    edge = Form(PARAGRAPH, 0, PARAGRAPH, False)
    padded = [edge, edge, *forms, edge, edge]
    ids = np.array([form.number for form in padded], np.int64)
    lemma = np.array([form.lemma for form in padded], np.int64)
    kind = np.array([form.kind for form in padded], np.int64)
    features = _features(place, number, slip, tokens, (ids, lemma, kind), lexicon, network, trigrams)
    return Evidence(place, number, slip, features)


def _candidates(tokens: list[Token], lexicon: Lexicon) -> dict[int, Candidates]:
    asked = {}
    for index, token in enumerate(tokens):
        if questionable(tokens, index):
            found = lexicon.candidates_of(lexicon.ligatures.get(token.form, token.form))
            if len(found.numbers):
                asked[index] = found
    return asked


def _features(
    place: Ids,
    number: Ids,
    slip: Ids,
    tokens: list[Token],
    text: tuple[Ids, Ids, Ids],
    lexicon: Lexicon,
    network: Cloze,
    trigrams: Trigrams,
) -> Floats:
    ids, lemma, kind = text
    asked, row = np.unique(place, return_inverse=True)
    at, here = place + 2, asked + 2
    known_rows = len(network.own.rows)
    own = np.where(ids < known_rows, ids, 0)
    context = network.contexts(own[1:-1], lemma[1:-1], kind[1:-1])[1:-1]
    typed_vectors = network.answers(own[here], lemma[here], kind[here])
    typed = np.einsum("ij,ij->i", context[asked], typed_vectors) + network.bias[ids[here]]
    vectors = network.answers(
        np.where(number < known_rows, number, 0),
        lexicon.word_lemma[number].astype(np.int64),
        lexicon.word_kind[number].astype(np.int64),
    )
    meant = np.einsum("ij,ij->i", context[place], vectors) + network.bias[number]
    expected = _log_sum(context[asked] @ network.common.T + network.common_bias)
    top = np.full(len(asked), -np.inf, np.float32)
    np.maximum.at(top, row, meant)
    top = np.maximum(top, typed)
    total = np.exp(typed - top)
    np.add.at(total, row, np.exp(meant - top[row]))
    share = meant - top[row] - np.log(total)[row]
    delta, typed_scores = _trigram_scores(ids, here, at, number, row, trigrams)
    gain = meant - typed[row] + delta.sum(0)
    lead = gain - _best_of_others(gain, row, len(asked))
    typed_number, previous, following = ids[at], ids[at - 1], ids[at + 1]
    lengths = np.array([len(token.form) for token in tokens])
    capitals = np.array([token.surface[0].isupper() for token in tokens])
    unknown = np.array([token.is_word and not lexicon.form(token.form).exists for token in tokens])
    number_of, gender_of = lexicon.kind_number.astype(np.int64), lexicon.kind_gender.astype(np.int64)
    persons = lexicon.kind_persons
    meant_kind = lexicon.word_kind[number]
    same_lemma = (lemma[at] == lexicon.word_lemma[number]) & (lemma[at] > 0)
    other_number = same_lemma & (number_of[meant_kind] * number_of[kind[at]] < 0)
    other_gender = same_lemma & ~other_number & (gender_of[meant_kind] * gender_of[kind[at]] < 0)
    after_of = np.array([index > 0 and tokens[index - 1].form in _OF for index in range(len(tokens))])
    columns = [
        meant - typed[row],
        meant - expected[row],
        typed[row] - expected[row],
        delta.sum(0),
        *delta,
        typed_scores.sum(0)[row] / 3,
        lexicon.log_count[typed_number],
        lexicon.log_count[number],
        same_lemma,
        kind[at] == meant_kind,
        typed_number == UNKNOWN,
        unknown[place],
        capitals[place],
        np.minimum(lengths[place], 10),
        np.log(np.bincount(row)[row]),
        np.clip(lead, -20, 20),
        (previous == UNKNOWN) | (previous == NAME),
        (following == UNKNOWN) | (following == NAME),
        previous == NUMERAL,
        following == NUMERAL,
        share,
        _wanted_number(tokens)[place] * (number_of[meant_kind] - number_of[kind[at]]),
        other_number,
        other_number & after_of[place],
        other_gender,
        other_gender & (gender_of[kind[at]] > 0),
        same_lemma & (persons[meant_kind] & persons[kind[at]] > 0),
        *(around[row] for around in _surprises(expected - typed, asked)),
        _nearby(unknown, _UNKNOWN_NEARBY)[place],
        _nearby(capitals, _CAPITALS_NEARBY)[place],
        *(of[kind[at + step]] * (of[meant_kind] - of[kind[at]]) for of in (number_of, gender_of) for step in (-1, 1)),
        (_coordinated(tokens, lexicon, kind[2:-2]) & (persons[kind[2:-2]] & _PLURAL == 0))[place]
        & same_lemma
        & (persons[meant_kind] == _THIRD_PLURAL),
        *(slip == one for one in Slip),
    ]
    return np.stack(columns, 1).astype(np.float32)


def _wanted_number(tokens: list[Token]) -> Ids:
    """1 behind a figure that asks for the plural, -1 behind one that asks for the singular (0, 1, 1,5)."""
    wanted = np.zeros(len(tokens), np.int64)
    for index, token in enumerate(tokens[:-1]):
        figure = token.surface.split(",")[0]
        if token.form == NUMBER and figure.isdecimal():
            wanted[index + 1] = 1 if int(figure) > 1 else -1
    return wanted


def _surprises(surprise: Floats, asked: Ids) -> tuple[Floats, Floats]:
    """For each word asked about, how badly the network expects the others: all of them, and those at most
    ``_SURPRISE_NEARBY`` tokens away. Where it understands little of a text, its doubts are worth little."""
    others = max(1, len(asked) - 1)
    clipped = np.clip(surprise, -5, 15)
    near = np.abs(asked[:, None] - asked[None, :]) <= _SURPRISE_NEARBY
    np.fill_diagonal(near, val=False)
    nearby: Floats = near.astype(np.float32) @ clipped / np.maximum(1, near.sum(1))
    return (clipped.sum() - clipped) / others, nearby


def _nearby(marked: NDArray[np.bool_], reach: int) -> Ids:
    """How many of the tokens at most ``reach`` away from each are marked, itself left out."""
    total = np.concatenate([[0], np.cumsum(marked)])
    at = np.arange(len(marked))
    counted: Ids = total[np.minimum(at + reach + 1, len(marked))] - total[np.maximum(at - reach, 0)] - marked
    return counted


def _coordinated(tokens: list[Token], lexicon: Lexicon, kind: Ids) -> NDArray[np.bool_]:
    """The tokens before which, in the same clause and with no other verb between, two things are joined by *et*."""
    found = np.zeros(len(tokens), np.bool_)
    joined = -1
    for index, token in enumerate(tokens):
        found[index] = 1 < index - joined <= _LONGEST_SUBJECT and joined > 0
        is_mark = not (token.is_word or token.form == NUMBER)
        is_verb = found[index] and lexicon.kind_persons[kind[index]] > 0
        if token.form == "et":
            joined = index
        elif is_mark or is_verb or token.form in _CLAUSE_OPENERS:
            joined = -1
    return found


def _trigram_scores(ids: Ids, here: Ids, at: Ids, number: Ids, row: Ids, trigrams: Trigrams) -> tuple[Floats, Floats]:
    """What each candidate gains over the typed word in the three trigrams it is part of, and what the typed has."""
    place, word = np.concatenate([here, at]), np.concatenate([ids[here], number])
    before, last, following, next_ = (ids[place + step] for step in (-2, -1, 1, 2))
    scores = trigrams.log_probability(
        np.concatenate([before, last, word]),
        np.concatenate([last, word, following]),
        np.concatenate([word, following, next_]),
    ).reshape(3, -1)
    typed = scores[:, : len(here)]
    return scores[:, len(here) :] - typed[:, row], typed


def _log_sum(scores: Floats) -> Floats:
    top = scores.max(1, keepdims=True)
    result: Floats = (top + np.log(np.exp(scores - top).sum(1, keepdims=True)))[:, 0]
    return result


def _best_of_others(gain: Floats, row: Ids, rows: int) -> Floats:
    best = np.full(rows, -np.inf, np.float32)
    np.maximum.at(best, row, gain)
    rest = np.where(gain >= best[row], -np.inf, gain)
    second = np.full(rows, -np.inf, np.float32)
    np.maximum.at(second, row, rest)
    others = np.where(gain >= best[row], second[row], best[row])
    limited: Floats = np.maximum(others, np.minimum(gain, 0) - 20)
    return limited
