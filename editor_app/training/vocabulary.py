"""Choose the forms the model knows by number, give each its lemma, class and candidates, and number the text."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from editor_app.proofing.context.edits import Slip, bare, one_edit, slip, two_spellings
from editor_app.proofing.context.lexicon import NAME, UNKNOWN
from editor_app.proofing.context.phonetics import sound
from editor_app.proofing.context.tokens import NUMBER, tokens
from editor_app.training.lexicon import Lexicon, classes, gender_of, number_of, persons_of

IN_LEXICON, OUTSIDE, LEMMAS = 44_000, 2_500, 22_000
"""Forms of the lexicon and other forms in the vocabulary; lemmas with a row of their own."""
LEAST_CLASS, FUNCTION_WORDS = 300, 330
RIVALS = 32
_SIBLINGS, _HOMOPHONES, _HEARD = 24, 10, 30
_ALONE = frozenset("aàyô")
_FIRST = ("<s>", "<unk>", NUMBER, "<name>")


@dataclass(frozen=True, slots=True)
class Text:
    """``stream`` has the number in ``forms`` of every token, 0 at each paragraph's start; ``starts`` where each source
    begins; ``counts`` how often each form was seen."""

    stream: NDArray[np.int32]
    forms: list[str]
    counts: Counter[str]
    starts: dict[str, int]


def read(paragraphs: Iterable[tuple[str, str]], lexicon: Lexicon) -> Text:
    """Number the tokens of (source, paragraph) pairs; œ written oe is mended."""
    mended = {form.replace("œ", "oe"): form for form in lexicon.tags if "œ" in form}
    mended = {form: right for form, right in mended.items() if form not in lexicon.tags}
    numbers = {form: number for number, form in enumerate(_FIRST)}
    stream = array("i")
    starts: dict[str, int] = {}
    for source, paragraph in paragraphs:
        starts.setdefault(source, len(stream))
        stream.append(0)
        for token in tokens(paragraph, lexicon.tags.__contains__):
            form = mended.get(token.form, token.form)
            stream.append(numbers.setdefault(form, len(numbers)))
    stream.append(0)
    numbered = np.frombuffer(stream, np.int32)
    forms = list(numbers)
    counts = np.bincount(numbered, minlength=len(forms)).tolist()
    return Text(numbered, forms, Counter(dict(zip(forms, counts, strict=True))), starts)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """``words`` are proposed and counted by number; behind them in ``forms`` come forms known by lemma and class only.

    ``lemma`` and ``kind`` have one row a form of ``forms``; ``form_kind`` and ``form_lemma`` cover the whole lexicon.
    """

    words: list[str]
    forms: list[str]
    lemma: NDArray[np.int64]
    kind: NDArray[np.int64]
    form_kind: dict[str, int]
    form_lemma: dict[str, int]
    kind_number: NDArray[np.int8]
    kind_gender: NDArray[np.int8]
    kind_persons: NDArray[np.uint8]
    candidates: dict[str, dict[str, Slip]]

    def numbered(self, text: Text) -> NDArray[np.int32]:
        """The text's stream in this vocabulary's numbers."""
        number = {form: index for index, form in enumerate(self.forms)}
        to_number = np.full(len(text.forms), UNKNOWN, np.int32)
        for old, form in enumerate(text.forms):
            outside = NAME if form[0].isalpha() and form not in self.form_kind else UNKNOWN
            to_number[old] = number.get(form, outside)
        return to_number[text.stream]

    def rivals(self) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """For each word, numbers of forms it is mistaken for, repeated to fill a row; and how many differ."""
        number = {form: index for index, form in enumerate(self.words)}
        rows = np.zeros((len(self.words), RIVALS), np.int32)
        count = np.zeros(len(self.words), np.int32)
        rng = np.random.default_rng(0)
        for word, candidates in self.candidates.items():
            if candidates:
                drawn = rng.permutation([number[candidate] for candidate in candidates])[:RIVALS]
                rows[number[word]], count[number[word]] = np.resize(drawn, RIVALS), len(drawn)
        return rows, count


def choose(text: Text, lexicon: Lexicon) -> Vocabulary:
    """The vocabulary of a text."""
    counts = text.counts
    seen = sorted((form for form in text.forms[len(_FIRST) :]), key=lambda form: (-counts[form], form))
    known = [form for form in seen if form in lexicon.tags][:IN_LEXICON]
    others = [form for form in seen if form not in lexicon.tags][:OUTSIDE]
    words = [*_FIRST, *sorted(known + others, key=lambda form: (-counts[form], form))]
    weight: Counter[tuple[str, bool]] = Counter()
    for form, lemmas in lexicon.lemmas.items():
        for lemma in lemmas:
            weight[lemma] += counts[form] / len(lemmas)  # type: ignore[assignment]
    kept = sorted((lemma for lemma in weight if weight[lemma]), key=lambda lemma: (-weight[lemma], lemma))[: LEMMAS - 1]
    row = {lemma: index + 1 for index, lemma in enumerate(kept)}
    class_of = classes(lexicon, counts, LEAST_CLASS, FUNCTION_WORDS)
    names = sorted(set(class_of.values()))
    class_row = {name: index + len(_FIRST) for index, name in enumerate(names)}
    mark, other = len(class_row) + len(_FIRST), len(class_row) + len(_FIRST) + 1
    form_kind = {form: class_row[name] for form, name in class_of.items()}
    form_lemma = {
        form: row[max((lemma for lemma in lemmas if lemma in row), key=lambda lemma: (weight[lemma], lemma))]
        for form, lemmas in lexicon.lemmas.items()
        if any(lemma in row for lemma in lemmas)
    }
    inside = set(words)
    forms = [*words, *(form for form in sorted(form_lemma) if form not in inside)]
    kind = [form_kind.get(form, other if form[0].isalpha() else mark) for form in forms]
    kind[: len(_FIRST)] = range(len(_FIRST))
    numbers, genders = np.zeros(other + 1, np.int8), np.zeros(other + 1, np.int8)
    persons = np.zeros(other + 1, np.uint8)
    for form, name in class_of.items():
        readings = lexicon.tags[form] if name.startswith("=") else set(name.split("|"))
        row_of_class = class_row[name]
        numbers[row_of_class], genders[row_of_class] = number_of(readings), gender_of(readings)
        persons[row_of_class] = persons_of(readings)
    return Vocabulary(
        words,
        forms,
        np.array([form_lemma.get(form, 0) for form in forms], np.int64),
        np.array(kind, np.int64),
        form_kind,
        form_lemma,
        numbers,
        genders,
        persons,
        _candidates(words, lexicon, counts, form_kind),
    )


def _candidates(
    words: list[str], lexicon: Lexicon, counts: Counter[str], kind: dict[str, int]
) -> dict[str, dict[str, Slip]]:
    proposable = [word for word in words[len(_FIRST) :] if word in lexicon.tags and (len(word) > 1 or word in _ALONE)]
    good = set(proposable)
    by_letters: defaultdict[str, list[str]] = defaultdict(list)
    by_sound: defaultdict[str, list[str]] = defaultdict(list)
    for word in proposable:
        by_letters[bare(word)].append(word)
        if counts[word] >= _HEARD:
            by_sound[sound(word)].append(word)

    def commonest(found: Iterable[str], typed: str, most: int) -> list[str]:
        return sorted({word for word in found if word != typed}, key=lambda word: (-counts[word], word))[:most]

    candidates: dict[str, dict[str, Slip]] = {}
    for typed in proposable:
        found: dict[str, Slip] = {}
        for string in one_edit(typed):
            if string in good and string not in found and (kind_of_slip := slip(typed, string)) is not None:
                found[string] = kind_of_slip
        found |= dict.fromkeys(commonest(by_letters[bare(typed)], typed, RIVALS), Slip.ACCENT)
        siblings = (form for lemma in lexicon.lemmas[typed] for form in lexicon.forms[lemma] if form in good)
        for form in commonest(siblings, typed, _SIBLINGS):
            found.setdefault(form, Slip.SAME_LEMMA)
        for form in commonest(by_sound.get(sound(typed), ()), typed, _HOMOPHONES):
            found.setdefault(form, Slip.HOMOPHONE)
        candidates[typed] = {
            form: how for form, how in found.items() if not (kind[form] == kind[typed] and two_spellings(form, typed))
        }
    return candidates
