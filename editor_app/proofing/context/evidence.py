"""What speaks for a candidate and against the word as typed: the numbers the ranker judges by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.cloze import Cloze
from editor_app.proofing.context.edits import Slip
from editor_app.proofing.context.lexicon import NAME, NUMERAL, PARAGRAPH, UNKNOWN, Candidates, Form, Lexicon
from editor_app.proofing.context.ngrams import Trigrams
from editor_app.proofing.context.phrases import DETERMINERS, phrases
from editor_app.proofing.context.tokens import NUMBER, Token

Floats = NDArray[np.float32]
Ids = NDArray[np.int64]

_OPENING = frozenset('«"“(-–—•')
_SENTENCE_END = frozenset(".!?…:")
_SURPRISE_NEARBY, _UNKNOWN_NEARBY, _CAPITALS_NEARBY = 4, 4, 3
_THIRD_PLURAL, _PLURAL = 1 << 5, 0b111000
"""Bits of ``Lexicon.kind_persons``."""
_OF = frozenset({"de", "d'"})
"""After these a noun may stand in either number (*un échange d’idée, d’idées*)."""
_ONE_LETTER_WORDS = frozenset("aàyô")
_WORTH_WEIGHING = np.float32(-4)
"""What the network must see in a candidate at least, against the typed word (natural logarithm). Of the words that were
meant 99.9 % pass, of all others one in eight: what is left is soon weighed."""


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
    "letter alone",
    "mark before",
    "mark after",
    "surprise of the text",
    "surprise nearby",
    "unknown nearby",
    "capitals nearby",
    "agrees in number with the word before",
    "agrees in number with the word after",
    "agrees in gender with the word before",
    "agrees in gender with the word after",
    "coordinated subject",
    "agrees in number with its determiner",
    "agrees in gender with its determiner",
    "agrees with its subject",
    *(slip.name.lower() for slip in Slip),
)


AROUND = frozenset(
    (
        "surprise of the text", "surprise nearby", "unknown nearby", "capitals nearby",
        "agrees in number with the word before", "agrees in number with the word after",
        "agrees in gender with the word before", "agrees in gender with the word after", "coordinated subject",
        "agrees in number with its determiner", "agrees in gender with its determiner", "agrees with its subject",
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
    """The evidence on every candidate worth weighing of every questionable token, or on all of ``only`` (by the tokens'
    indices); None when there is none."""
    asked = _candidates(tokens, lexicon) if only is None else only
    if not asked:
        return None
    place = np.repeat(np.fromiter(asked, np.int64, len(asked)), [len(found.numbers) for found in asked.values()])
    number = np.concatenate([found.numbers for found in asked.values()])
    slip = np.concatenate([found.slips for found in asked.values()])
    text = _Text.of(tokens, lexicon)
    views = _views(place, number, text, lexicon, network)
    if only is None:
        kept = np.flatnonzero(views.meant - views.typed[views.row] > _WORTH_WEIGHING)
        kept = kept[~_only_gender(place[kept], number[kept], tokens, text, lexicon)]
        if not len(kept):
            return None
        place, number, slip = place[kept], number[kept], slip[kept]
        views = replace(views, row=views.row[kept], meant=views.meant[kept], share=views.share[kept])
    return Evidence(place, number, slip, _features(place, number, slip, tokens, text, views, lexicon, trigrams))


def _only_gender(place: Ids, number: Ids, tokens: list[Token], text: _Text, lexicon: Lexicon) -> NDArray[np.bool_]:
    """The candidates that differ from the typed word by their gender alone, where nothing beside it has one: behind a
    determiner such as *les* or *l’*, and before no word of the other gender. *Les salariées* are as right as *les
    salariés*, whichever the texts have more of."""
    gender, count, at = lexicon.kind_gender, lexicon.kind_number, place + 2
    typed, meant = text.kind[at], lexicon.word_kind[number]
    free = np.array([index > 0 and tokens[index - 1].form in DETERMINERS for index in range(len(tokens))])[place]
    only: NDArray[np.bool_] = (
        free
        & (gender[text.kind[at - 1]] == 0)
        & (gender[text.kind[at + 1]] * gender[typed] >= 0)
        & (text.lemma[at] == lexicon.word_lemma[number])
        & (text.lemma[at] > 0)
        & (gender[meant] * gender[typed] < 0)
        & (count[meant] == count[typed])
    )
    return only


@dataclass(frozen=True, slots=True)
class _Text:
    """The tokens' numbers, lemmas and classes, with two paragraph edges on either side; and which are in no lexicon."""

    ids: Ids
    lemma: Ids
    kind: Ids
    unknown: NDArray[np.bool_]

    @classmethod
    def of(cls, tokens: list[Token], lexicon: Lexicon) -> _Text:
        forms = [lexicon.form(token.form, token.surface[0].isupper()) for token in tokens]
        edge = Form(PARAGRAPH, 0, PARAGRAPH, False)
        padded = [edge, edge, *forms, edge, edge]
        ids, lemma, kind = (
            np.array([getattr(form, name) for form in padded], np.int64) for name in ("number", "lemma", "kind")
        )
        unknown = np.array([token.is_word and not form.exists for token, form in zip(tokens, forms, strict=True)])
        return cls(ids, lemma, kind, unknown)


@dataclass(frozen=True, slots=True)
class _Views:
    """What the network thinks. ``asked`` are the tokens asked about, ``row`` tells which of them each candidate is for;
    ``typed`` and ``expected`` (any common word there) have one score an asked token, ``meant`` and ``share`` (log
    probability among its rivals) one a candidate. ``rivals``: how many candidates each asked token has."""

    asked: Ids
    row: Ids
    typed: Floats
    expected: Floats
    meant: Floats
    share: Floats
    rivals: Ids


def _views(place: Ids, number: Ids, text: _Text, lexicon: Lexicon, network: Cloze) -> _Views:
    asked, row = np.unique(place, return_inverse=True)
    here = asked + 2
    known_rows = len(network.own.rows)
    own = np.where(text.ids < known_rows, text.ids, 0)
    context = network.contexts(own[1:-1], text.lemma[1:-1], text.kind[1:-1])[1:-1][asked]
    typed_vectors = network.answers(own[here], text.lemma[here], text.kind[here])
    typed = np.einsum("ij,ij->i", context, typed_vectors) + network.bias[text.ids[here]]
    vectors = network.answers(
        np.where(number < known_rows, number, 0), lexicon.word_lemma[number], lexicon.word_kind[number]
    )
    meant = np.einsum("ij,ij->i", context[row], vectors) + network.bias[number]
    expected = _log_sum(context @ network.common.T + network.common_bias)
    starts = np.flatnonzero(np.append(True, row[1:] != row[:-1]))
    top = np.maximum(np.maximum.reduceat(meant, starts), typed)
    total = np.exp(typed - top) + np.add.reduceat(np.exp(meant - top[row]), starts)
    share = meant - (top + np.log(total))[row]
    return _Views(asked, row, typed, expected, meant, share, np.bincount(row))


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
    text: _Text,
    views: _Views,
    lexicon: Lexicon,
    trigrams: Trigrams,
) -> Floats:
    asked, row, ids, lemma, kind = views.asked, views.row, text.ids, text.lemma, text.kind
    at = place + 2
    typed, expected, meant = views.typed, views.expected, views.meant
    delta, typed_scores = _trigram_scores(ids, asked + 2, at, number, row, trigrams)
    gain = meant - typed[row] + delta.sum(0)
    lead = gain - _best_of_others(gain, row, len(asked))
    typed_number, previous, following = ids[at], ids[at - 1], ids[at + 1]
    lengths = np.array([len(token.form) for token in tokens])
    capitals = np.array([token.surface[0].isupper() for token in tokens])
    unknown = text.unknown
    number_of, gender_of = lexicon.kind_number.astype(np.int64), lexicon.kind_gender.astype(np.int64)
    persons = lexicon.kind_persons
    typed_kind, meant_kind = kind[at], lexicon.word_kind[number]
    other = number_of[meant_kind] - number_of[typed_kind]
    same_lemma = (lemma[at] == lexicon.word_lemma[number]) & (lemma[at] > 0)
    other_number = same_lemma & (number_of[meant_kind] * number_of[typed_kind] < 0)
    other_gender = same_lemma & ~other_number & (gender_of[meant_kind] * gender_of[typed_kind] < 0)
    after_of = np.array([index > 0 and tokens[index - 1].form in _OF for index in range(len(tokens))])
    mark = np.array([True, *(not (token.is_word or token.form == NUMBER) for token in tokens), True])
    mark_before, mark_after = mark[place], mark[place + 2]
    around = phrases(tokens, kind[2:-2], lexicon)
    surprises = _surprises(expected - typed, asked)
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
        typed_kind == meant_kind,
        typed_number == UNKNOWN,
        unknown[place],
        capitals[place],
        np.minimum(lengths[place], 10),
        np.log(views.rivals[row]),
        np.clip(lead, -20, 20),
        (previous == UNKNOWN) | (previous == NAME),
        (following == UNKNOWN) | (following == NAME),
        previous == NUMERAL,
        following == NUMERAL,
        views.share,
        around.figure[place] * other,
        other_number,
        other_number & after_of[place],
        other_gender,
        other_gender & (gender_of[typed_kind] > 0),
        same_lemma & (persons[meant_kind] & persons[typed_kind] > 0),
        _alone(tokens)[place] & ~mark_before & ~mark_after,
        mark_before,
        mark_after,
        *(surprise[row] for surprise in surprises),
        _nearby(unknown, _UNKNOWN_NEARBY)[place],
        _nearby(capitals, _CAPITALS_NEARBY)[place],
        *(of[kind[at + step]] * (of[meant_kind] - of[typed_kind]) for of in (number_of, gender_of) for step in (-1, 1)),
        (around.coordinated & (persons[kind[2:-2]] & _PLURAL == 0))[place]
        & same_lemma
        & (persons[meant_kind] == _THIRD_PLURAL),
        around.determiner_number[place] * other,
        around.determiner_gender[place] * (gender_of[meant_kind] - gender_of[typed_kind]),
        around.subject[place] * other * ((persons[meant_kind] > 0) & (persons[typed_kind] > 0)),
        *(slip == one for one in Slip),
    ]
    return np.stack(columns, 1).astype(np.float32)


def _alone(tokens: list[Token]) -> NDArray[np.bool_]:
    """Single letters that are no words."""
    return np.array(
        [len(token.form) == 1 and token.is_word and token.form not in _ONE_LETTER_WORDS for token in tokens]
    )


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
