"""After a text was edited a remark is on its own words or nowhere: never on others."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.review.anchoring import locate, place
from editor_app.review.annotation import comment
from editor_app.review.offset_map import OffsetMap
from editor_app.review.remapping import remap

Word = tuple[str, int | None]
"""A word and its number in the first text; None for one that was added."""
Paragraphs = list[list[Word]]

FORMS = (
    "Le ministère de {} rappelle que la lutte contre la traite des êtres humains demeure une priorité .",
    "Les victimes sont protégées par la loi . Les victimes sont entendues . Les agents de {} sont formés à {} .",
    "La France agit avec ses partenaires . En {} , {} victimes ont été identifiées par les services de {} .",
)
EMOJI = ("🙂", "👩‍🔬", "🇫🇷", "🧵")


@dataclass
class Count:
    """Of the remarks whose words all stayed together: how many are right; of all: how many are on other words."""

    survivors: int = 0
    right: int = 0
    wrong: int = 0
    others: int = 0
    others_kept: int = 0


@pytest.fixture(scope="module")
def prose(sample: Path) -> list[list[str]]:
    texts = [path.read_text(encoding="utf-8") for path in sorted((sample / "sections").glob("*.md"))]
    return [paragraph.split() for text in texts for paragraph in text.split("\n\n") if paragraph.strip()]


def some_prose(chance: random.Random, prose: list[list[str]]) -> list[list[str]]:
    length = chance.randrange(8, 30)
    start = chance.randrange(len(prose) - length)
    return [list(paragraph) for paragraph in prose[start : start + length]]


def with_emoji(chance: random.Random, prose: list[list[str]]) -> list[list[str]]:
    return [
        [f"{word}{chance.choice(EMOJI)}" if chance.random() < 0.1 else word for word in paragraph]
        for paragraph in some_prose(chance, prose)
    ]


def repetitive(chance: random.Random, prose: list[list[str]]) -> list[list[str]]:
    """Paragraphs made of three sentences in which only names and figures differ."""
    names = sorted({word.capitalize() for paragraph in prose for word in paragraph if word.isalpha()})
    made = []
    for _ in range(chance.randrange(8, 25)):
        sentences = [chance.choice(FORMS) for _ in range(chance.randrange(2, 5))]
        made.append(" ".join(s.format(*(chance.choice(names) for _ in range(3))) for s in sentences).split())
    return made


def numbered(paragraphs: list[list[str]]) -> Paragraphs:
    number = 0
    made: Paragraphs = []
    for paragraph in paragraphs:
        made.append([(word, number + at) for at, word in enumerate(paragraph)])
        number += len(paragraph)
    return made


def written(paragraphs: Paragraphs, *, cleaned: bool = False) -> tuple[str, dict[int, tuple[int, int]]]:
    """The text, and where each word of the first text is; ``cleaned``: with French apostrophes and spaces."""
    text, places = "", {}
    for paragraph in paragraphs:
        text += "\n\n" if text else ""
        for at, (raw, number) in enumerate(paragraph):
            word = raw.replace("'", "’").replace("...", "…").replace('"', "”") if cleaned else raw
            if at:
                text += "\u00a0" if cleaned and word in (":", ";", "?", "!", "»") else " "
            if number is not None:
                places[number] = (len(text), len(text) + len(word))
            text += word
    return text, places


def edited(chance: random.Random, paragraphs: Paragraphs, rate: float) -> Paragraphs:
    """Words replaced, removed, added at that rate; paragraphs moved, split, merged, one removed or added."""
    words = [word for paragraph in paragraphs for word, _ in paragraph]
    after: Paragraphs = []
    for paragraph in paragraphs:
        kept: list[Word] = []
        for word in paragraph:
            kind = chance.random() / rate
            if kind >= 1 or kind > 0.7:
                kept.append(word)
            if kind < 0.4 or 0.7 <= kind < 1:
                kept.append((chance.choice([other for other in words if other != word[0]]), None))
        after.append(kept)
    for _ in range(max(1, len(after) // 6)):
        at = chance.randrange(len(after))
        match chance.randrange(3):
            case 0:
                after.insert(chance.randrange(len(after)), after.pop(at))
            case 1 if len(after[at]) > 3:
                cut = chance.randrange(1, len(after[at]))
                after[at : at + 1] = [after[at][:cut], after[at][cut:]]
            case 2 if at + 1 < len(after):
                after[at : at + 2] = [after[at] + after[at + 1]]
    if chance.random() < 0.3 and len(after) > 3:
        after.pop(chance.randrange(len(after)))
    if chance.random() < 0.3:
        after.insert(chance.randrange(len(after)), [(chance.choice(words), None) for _ in range(30)])
    return after


def measured(
    make: Callable[[random.Random, list[list[str]]], list[list[str]]],
    prose: list[list[str]],
    letters: int,
    rate: float = 0.3,
    seed: int = 14,
) -> Count:
    """Six remarks of one to six words on each of so many letters."""
    chance = random.Random(seed)  # noqa: S311
    count = Count()
    for _ in range(letters):
        first = numbered(make(chance, prose))
        base, before = written(first)
        later = edited(chance, first, rate)
        text, after = written(later, cleaned=chance.random() < 0.5)
        rank = {number: at for at, (_, number) in enumerate(word for p in later for word in p) if number is not None}
        moved = OffsetMap(base, text)
        for _ in range(6):
            paragraph = chance.choice(first)
            length = min(len(paragraph), chance.randrange(1, 7))
            start = chance.randrange(len(paragraph) - length + 1)
            own = [number for _, number in paragraph[start : start + length] if number is not None]
            found = remap(before[own[0]][0], before[own[-1]][1], moved)
            ranks = [rank.get(number, -1) for number in own]
            if -1 not in ranks and ranks == list(range(ranks[0], ranks[0] + length)):
                count.survivors += 1
                count.right += found == (after[own[0]][0], after[own[-1]][1])
                count.wrong += found not in (None, (after[own[0]][0], after[own[-1]][1]))
            else:
                count.others += 1
                left = [after[number] for number in own if number in after]
                touched = found is not None and any(found[0] < end and begin < found[1] for begin, end in left)
                count.others_kept += touched
                count.wrong += found is not None and not touched
    print(f"{make.__name__}: {count}")
    return count


KINDS = pytest.mark.parametrize("make", [some_prose, with_emoji, repetitive])


@KINDS
def test_after_a_third_of_the_words_changed_no_remark_is_on_other_words(
    make: Callable[[random.Random, list[list[str]]], list[list[str]]], prose: list[list[str]]
) -> None:
    count = measured(make, prose, 20)
    assert count.wrong <= (1 if make is repetitive else 0)
    assert count.right >= (0.4 if make is repetitive else 0.93) * count.survivors


def test_after_ordinary_edits_nearly_every_remark_is_on_its_words(prose: list[list[str]]) -> None:
    count = measured(some_prose, prose, 30, rate=0.05)
    assert count.wrong == 0
    assert count.right >= 0.99 * count.survivors


@pytest.mark.long
@pytest.mark.timeout(1800)
@KINDS
def test_of_ten_thousand_remarks_at_most_one_in_a_thousand_is_on_other_words(
    make: Callable[[random.Random, list[list[str]]], list[list[str]]], prose: list[list[str]]
) -> None:
    count = measured(make, prose, 1667)
    assert count.wrong <= 0.001 * (count.survivors + count.others)


TEXTS = st.lists(st.sampled_from(["un", "deux", "trois", "l’été", "🙂", "\n\n", ".", "«", "x"]), max_size=30).map(
    " ".join
)


@given(TEXTS, TEXTS, st.integers(0, 60), st.integers(0, 60))
@settings(max_examples=200, deadline=None)
def test_a_place_is_within_the_text_and_holds_a_word_remarked_upon(one: str, two: str, first: int, last: int) -> None:
    start, end = sorted((min(first, len(one)), min(last, len(one))))
    found = remap(start, end, OffsetMap(one, two))
    if found is not None:
        assert 0 <= found[0] <= found[1] <= len(two)


def test_paragraphs_that_are_all_the_same_are_told_apart_by_rank_while_there_are_as_many() -> None:
    same = "Les victimes sont protégées par la loi et par les agents de la France.\n\n"
    start = same.index("protégées") + len(same) * 2
    remark = comment(same * 6, start, start + 9, issue="i", section="s", body="", author="")
    before = "Un tout nouveau début de lettre.\n\n"
    assert locate(remark, before + same * 6, same * 6) == (start + len(before), start + len(before) + 9)
    assert locate(remark, same * 5, same * 6) is None


def test_a_remark_keeps_its_words_through_cleaned_typography() -> None:
    base = 'Il dit "bonjour à tous" : l\'été vient... et passe.'
    text = "Il dit «\u00a0bonjour à tous\u00a0»\u00a0: l’été vient… et passe."
    start = base.index('"bonjour')
    remark = comment(base, start, base.index("...") + 3, issue="i", section="s", body="", author="")
    found = locate(remark, text, base)
    assert found is not None
    assert text[slice(*found)] == "«\u00a0bonjour à tous\u00a0»\u00a0: l’été vient…"


def test_placing_uses_the_text_that_a_packet_carried() -> None:
    base = "La France agit avec ses partenaires. Elle forme les agents, avec eux, à protéger les victimes avec soin."
    start = base.index("avec", 40)
    remark = comment(base, start, start + 4, issue="i", section="s", body="", author="")
    text = base.replace("forme", "instruit").replace("La France", "Cette année encore, la France")
    (placed,) = place([remark], "s", text, [base])
    assert (placed.target.start, placed.target.end) == (text.index("avec eux"), text.index("avec eux") + 4)


def test_without_the_earlier_text_nearly_the_quote_in_one_place_is_found() -> None:
    base = "La France agit avec ses partenaires européens pour protéger toutes les victimes de la traite."
    start = base.index("partenaires")
    end = base.index(" toutes")
    remark = comment(base, start, end, issue="i", section="s", body="", author="")
    text = f"Avant. {base.replace('partenaires européens', 'partenaires europeens')} Après."
    found = locate(remark, text)
    assert found is not None
    assert text[slice(*found)] == "partenaires europeens pour protéger"
    assert locate(remark, f"{text}\n\n{text}") is None
