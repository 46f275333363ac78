"""Finds proper names: those to confirm, and those so alike that one is probably a misspelling of the other."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

from editor_app.proofing.accepted import accepts, given_names, issue_forms
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.layer import Prose
from editor_app.proofing.vocabulary import Verdict, Vocabulary
from editor_app.proofing.words import tokens, without_elision

UNKNOWN = "names/to-confirm"
ALIKE = "names/near-identical"

_SHORTEST = 4
_LONGEST = 60
_LONG = 9
_GAP = "[ \u00a0\u202f]"
_CIVILITY = re.compile(
    rf"(?<![\w.])(?:MM?\.|M(?:me|mes|lle|lles|r)\.?|Dr|Pr){_GAP}+(?:[^\W\d_a-z][^\W_-]*-?[^\W_]*{_GAP}+)?$"
)
_FULL_NAME = re.compile(
    rf"(?P<given>[^\W\d_a-zà-öø-ÿ][^\W_]*(?:-[^\W_]+)*){_GAP}(?:(?:de|du|van|von|di|El|Al|Le|La){_GAP})?$"
)
_FAMILY = re.compile(
    rf"{_GAP}(?:(?:de|du|van|von|di|El|Al|Le|La){_GAP})?(?P<family>[^\W\d_a-zà-öø-ÿ][^\W_]*(?:-[^\W_]+)*)"
)
_ENDING = re.compile("(?:es|e|s|x)$")


class Names:
    """The layer of names that nothing confirms (``names/to-confirm``): words with a capital that no list has. They are
    not called wrong, since a program cannot know; whoever writes the letter adds them to its words."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        for judged in self._vocabulary.unknown(prose):
            if judged.verdict is Verdict.NAME:
                written = prose.text[judged.word.start : judged.word.end]
                yield name_to_confirm(judged.word.start, judged.word.end, written)


def name_to_confirm(start: int, end: int, written: str, times: int = 1) -> Diagnostic:
    """The advice to confirm the name ``written`` at ``[start, end)``, which occurs ``times`` times in the letter."""
    often = f", {times} fois dans la lettre" if times > 1 else ""
    message = f"Nom à confirmer : « {written} »{often}."
    return Diagnostic(UNKNOWN, Category.NAMES, Severity.ADVICE, start, end, written, message)


@dataclass(frozen=True, slots=True)
class NameUse:
    """A proper name where it stands: ``[start, end)`` in code points of its block. ``known`` when the dictionary or a
    public list has it, ``accepted`` when the issue's own words do; ``person`` when it is the surname after a title of
    civility. ``partners`` are the given name before it and the capitalised word after it, where there are."""

    start: int
    end: int
    text: str
    form: str
    known: bool
    accepted: bool
    person: bool
    partners: tuple[str, ...]


def names_in(prose: Prose, vocabulary: Vocabulary) -> tuple[NameUse, ...]:
    """The proper names of a block that may be compared with others: four to sixty letters, not all capitals."""
    if not vocabulary.available:
        return ()
    text = prose.text
    accepted = issue_forms(prose.words) if prose.words else frozenset()
    found = []
    for token in tokens(text):
        written = token.group()
        if (
            written.islower()
            or not _SHORTEST <= len(written) <= _LONGEST
            or any(letter.isdigit() for letter in written)
        ):
            continue
        word = without_elision(written, token.start())
        form = word.form
        if not form[0].isupper() or len(form) < _SHORTEST or form.isupper():
            continue
        before = text[max(0, word.start - 60) : word.start]
        family = _FAMILY.match(text, word.end)
        person = family is None and _CIVILITY.search(before) is not None
        known = vocabulary.knows(form)
        if known and not person and form not in given_names() and vocabulary.is_common(form) and "-" not in form:
            continue
        given = _FULL_NAME.search(before)
        partners = [given["given"]] if given and given["given"] in given_names() else []
        partners += [family["family"]] if family else []
        found.append(
            NameUse(
                word.start,
                word.end,
                text[word.start : word.end],
                form,
                known,
                accepts(accepted, form),
                person,
                tuple(partners),
            )
        )
    return tuple(found)


def near_identical(uses: Iterable[NameUse]) -> dict[str, tuple[str, ...]]:
    """For each name that resembles another of the same letter, those others: « Dupont » and « Dupond ».

    Two names are near-identical one edit apart (two from nine letters on), accents aside. At least one must be unknown,
    or both must be surnames of people, or go with the same given name or surname; plurals and feminines of one word do
    not count. A name that the issue accepts is taken to be right: it is suggested for the other and is not flagged
    itself.
    """
    known: dict[str, bool] = {}
    persons: set[str] = set()
    partners: dict[str, set[str]] = defaultdict(set)
    accepted: set[str] = set()
    for use in uses:
        known[use.form] = use.known
        if use.person:
            persons.add(use.form)
        partners[use.form].update(use.partners)
        if use.accepted:
            accepted.add(use.form)
    alike: dict[str, list[str]] = defaultdict(list)
    for one, other in _close_pairs(frozenset(known)):
        both_people = one in persons and other in persons
        if known[one] and known[other] and not (both_people or partners[one] & partners[other]):
            continue
        if _same_word(one, other) and not both_people:
            continue
        if one not in accepted:
            alike[one].append(other)
        if other not in accepted:
            alike[other].append(one)
    return {form: tuple(sorted(others)) for form, others in alike.items()}


def alike_diagnostic(use: NameUse, others: tuple[str, ...]) -> Diagnostic:
    """The diagnostic, in its block, of a name that resembles ``others``; each is a suggestion."""
    shown = " et ".join(f"« {other} »" for other in others)
    return Diagnostic(
        ALIKE,
        Category.NAMES,
        Severity.ERROR,
        use.start,
        use.end,
        use.text,
        f"Deux noms presque identiques dans la lettre : « {use.form} » et {shown}.",
        others,
    )


@lru_cache(8)
def _close_pairs(forms: frozenset[str]) -> tuple[tuple[str, str], ...]:
    """The pairs of ``forms`` that are close, found through what is left of each with one or two letters taken out."""
    places: dict[str, list[str]] = defaultdict(list)
    for form in sorted(forms):
        for key in _keys(form):
            places[key].append(form)
    pairs = {pair for together in places.values() if len(together) > 1 for pair in combinations(together, 2)}
    return tuple(sorted(pair for pair in pairs if _close(*pair)))


@lru_cache(20_000)
def _keys(form: str) -> frozenset[str]:
    bare = _bare(form)
    keys = {bare, *(bare[:at] + bare[at + 1 :] for at in range(len(bare)))}
    if len(bare) >= _LONG:
        keys |= {key[:at] + key[at + 1 :] for key in tuple(keys) for at in range(len(key))}
    return frozenset(keys)


@lru_cache(20_000)
def _close(one: str, other: str) -> bool:
    first, second = _bare(one), _bare(other)
    if first == second:
        return one.casefold()[1:] != other.casefold()[1:]
    distance = _distance(first, second)
    return distance == 1 or (distance == 2 and min(len(first), len(second)) >= _LONG)


def _distance(one: str, other: str) -> int:
    """Insertions, deletions, substitutions and swaps of neighbours that lead from ``one`` to ``other``."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        current = [i]
        for j, opposite in enumerate(other, 1):
            cost = min(row[j] + 1, current[-1] + 1, row[j - 1] + (letter != opposite))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == opposite:
                cost = min(cost, before[j - 2] + 1)
            current.append(cost)
        before, row = row, current
    return row[-1]


def _bare(form: str) -> str:
    """``form`` without its capitals and accents."""
    return "".join(c for c in unicodedata.normalize("NFD", form.casefold()) if not unicodedata.combining(c))


def _same_word(one: str, other: str) -> bool:
    """Whether both are one word in the plural or the feminine."""
    return _ENDING.sub("", _bare(one)) == _ENDING.sub("", _bare(other))
