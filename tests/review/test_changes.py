"""What people wrote and struck out becomes suggestions that, once accepted, give the text as they would have it."""

from __future__ import annotations

import datetime
import random
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from editor_app.review.annotation import Annotation, Motivation, Target, quote, text_digest
from editor_app.review.changes import Cell, Change, Suggested, Unplaced, edited, suggested
from editor_app.review.suggestions import accept, accept_all, alternatives, proposals

WHEN = datetime.datetime(2026, 11, 20, 10, tzinfo=datetime.UTC)
LUC, BEA = Change("Luc", WHEN), Change("Béa", WHEN)
WORDS = [
    "la",
    "la",
    "France",
    "agit",
    "pour",
    "protéger,",
    "les",
    "victimes",
    "🙂",
    "**et**",
    "ses",
    "amis.\n\n",
    "l’État",
]


def as_remarks(found: list[Suggested], text: str) -> list[Annotation]:
    return [
        Annotation(
            f"urn:uuid:{at:032x}",
            Motivation.EDITING,
            Target("i", "s", each.start, each.end, quote(text, each.start, each.end), text_digest(text)),
            each.author,
            each.when,
            each.when,
            replacement=each.replacement,
        )
        for at, each in enumerate(found)
    ]


def suggestions(cells: list[Cell], base: str) -> list[Suggested]:
    found = list(suggested(cells, base))
    assert all(isinstance(each, Suggested) for each in found)
    return [each for each in found if isinstance(each, Suggested)]


@given(st.lists(st.sampled_from(WORDS), max_size=25), st.lists(st.sampled_from(WORDS), max_size=25), st.randoms())
@settings(max_examples=400, deadline=None)
def test_all_suggestions_of_an_edited_text_give_it_in_any_order(
    before: list[str], others: list[str], chance: random.Random
) -> None:
    after = list(before)
    for word in others[:6]:
        at = chance.randrange(len(after) + 1)
        after[at : at + chance.randrange(3)] = [word] if chance.random() < 0.7 else []
    base, wanted = " ".join(before), " ".join(after)
    assume(base.strip())
    made = proposals(as_remarks(suggestions(edited(base, wanted, LUC), base), base), "s", base)
    assert all(len(group) == 1 for group in alternatives(made))
    assert accept_all(base, made) == wanted
    text, waiting = base, made
    while waiting:
        text, waiting = accept(text, chance.choice(waiting), waiting)
    assert text == wanted


@given(st.text("ab *_é🙂\n.", max_size=40), st.text("ab *_é🙂\n.", max_size=40))
@settings(max_examples=400, deadline=None)
def test_whatever_was_typed_is_suggested_or_said(base: str, wanted: str) -> None:
    found = list(suggested(edited(base, wanted, LUC), base))
    made = [each for each in found if isinstance(each, Suggested)]
    if len(made) == len(found):
        for one, other in pairwise(made):
            assert one.end <= other.start or one.start >= other.end or base == wanted
    if base.strip() != wanted.strip():
        assert found


def cells(*parts: tuple[str, Change | None, Change | None]) -> tuple[list[Cell], str]:
    made: list[Cell] = []
    size = 0
    for text, inserted, deleted in parts:
        for letter in text:
            own = inserted is None
            made.append(Cell(letter, (size, size + 1) if own else None, own, inserted, deleted))
            size += own
    return made, "".join(cell.text for cell in made if cell.own)


def test_what_one_adds_and_another_strikes_out_of_it_are_two_suggestions() -> None:
    made, base = cells(("Un ", None, None), ("grand et ", LUC, None), ("beau ", LUC, BEA), ("mot.", None, None))
    assert [(each.author, base[each.start : each.end], each.replacement) for each in suggestions(made, base)] == [
        ("Luc", "mot", "grand et beau mot"),
        ("Béa", "mot", "grand et mot"),
    ]


def test_what_was_written_and_struck_out_again_is_nothing() -> None:
    made, base = cells(("Un ", None, None), ("grand ", LUC, LUC), ("mot.", None, None))
    assert list(suggested(made, base)) == []


@pytest.mark.parametrize(
    ("base", "struck", "left"),
    [
        ("un **gros** mot", "gros", "un  mot"),
        ("un [lien](https://ex.org/lien) mort", "lien", "un  mort"),
        ("un **gros** mot", "gros mot", "un "),
        ("*un* **gros** mot", "un gros", " mot"),
        ("un **gros mot**", " mot", "un **gros**"),
    ],
)
def test_marks_with_nothing_left_between_them_go_too(base: str, struck: str, left: str) -> None:
    """What is shown of the base is its words; the marks stand in the source alone."""
    shown = [at for at, letter in enumerate(base) if letter != "*"]
    if "](" in base:
        shown = [*range(3), *range(4, 8), *range(base.index(")") + 1, len(base))]
    words = "".join(base[at] for at in shown)
    first = words.index(struck)
    made = [
        Cell(base[at], (at, at + 1), deleted=LUC if first <= rank < first + len(struck) else None)
        for rank, at in enumerate(shown)
    ]
    (one,) = suggestions(made, base)
    assert base[: one.start] + one.replacement + base[one.end :] == left


def test_a_change_of_what_is_in_no_text_is_said() -> None:
    made = [Cell(letter, None, deleted=LUC) for letter in "(sigle)"]
    (one,) = suggested(made, "")
    assert one == Unplaced(0, "(sigle)", "", "Luc", WHEN)
