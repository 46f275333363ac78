"""Suggestions are joined, set side by side, and applied; the order in which they are accepted changes nothing."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.review.annotation import Annotation, Motivation, State, comment
from editor_app.review.suggestions import accept, accept_all, alternatives, proposals

TEXT = "La France agit avec ses partenaires pour protégées les victimes."


def suggest(words: str, instead: str, author: str = "Anne", text: str = TEXT) -> Annotation:
    start = text.index(words)
    made = comment(text, start, start + len(words), issue="i", section="s", body="", author=author)
    return replace(made, motivation=Motivation.EDITING, replacement=instead)


def test_the_same_suggestion_twice_is_one_with_two_names() -> None:
    (one,) = proposals([suggest("protégées", "protéger"), suggest("protégées", "protéger", "Luc")], "s", TEXT)
    assert one.authors == ("Anne", "Luc")


def test_the_same_change_on_more_words_is_the_same_suggestion() -> None:
    (one,) = proposals([suggest("protégées", "protéger"), suggest("pour protégées", "pour protéger", "Luc")], "s", TEXT)
    assert (TEXT[one.start : one.end], one.replacement, one.authors) == ("protégées", "protéger", ("Anne", "Luc"))


def test_suggestions_on_other_words_both_stand() -> None:
    made = proposals([suggest("France", "République"), suggest("protégées", "protéger")], "s", TEXT)
    assert [len(group) for group in alternatives(made)] == [1, 1]
    assert accept_all(TEXT, made) == "La République agit avec ses partenaires pour protéger les victimes."


def test_suggestions_on_the_same_words_are_alternatives() -> None:
    remarks = [suggest("agit avec", "œuvre avec"), suggest("agit avec ses", "travaille auprès de ses", "Luc")]
    made = proposals(remarks, "s", TEXT)
    (group,) = alternatives(made)
    assert len(group) == 2
    with pytest.raises(ValueError, match="rival"):
        accept_all(TEXT, made)
    after, rest = accept(TEXT, group[0], group)
    assert rest == ()
    assert after.startswith("La France ")


def test_what_is_closed_lost_or_changes_nothing_is_not_proposed() -> None:
    lost = suggest("agit", "œuvre")
    lost = replace(lost, target=replace(lost.target, end=lost.target.start))
    same = suggest("agit", "agit")
    closed = replace(suggest("France", "République"), state=State.REFUSED)
    assert proposals([lost, same, closed], "s", TEXT) == ()


def test_a_deletion_can_be_suggested() -> None:
    assert accept_all(TEXT, proposals([suggest(" avec ses partenaires", "")], "s", TEXT)) == (
        "La France agit pour protégées les victimes."
    )


ASKED = st.lists(
    st.tuples(st.integers(0, 11), st.integers(1, 3), st.sampled_from(["", "x", "mot 🙂", "a b"])), max_size=6
)


@given(ASKED, st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_accepted_one_by_one_in_any_order_the_text_is_that_of_all_at_once(
    asked: list[tuple[int, int, str]], chance: random.Random
) -> None:
    accept_in_any_order(asked, chance)


@pytest.mark.long
@pytest.mark.timeout(7200)
@given(ASKED, st.randoms(use_true_random=False))
@settings(max_examples=10_000, deadline=None)
def test_ten_thousand_times_the_order_of_acceptance_changes_nothing(
    asked: list[tuple[int, int, str]], chance: random.Random
) -> None:
    accept_in_any_order(asked, chance)


def accept_in_any_order(asked: list[tuple[int, int, str]], chance: random.Random) -> None:
    text = "un deux 🙂 trois quatre cinq, six sept huit neuf dix onze"
    words = text.split()
    starts = [sum(len(word) + 1 for word in words[:at]) for at in range(len(words))]
    remarks = []
    for first, count, instead in asked:
        end = min(first + count, len(words)) - 1
        made = (
            comment(text, starts[first], starts[end] + len(words[end]), issue="i", section="s", body="", author="A")
            if first <= end
            else None
        )
        if made:
            remarks.append(replace(made, motivation=Motivation.EDITING, replacement=instead))
    chosen = tuple(group[0] for group in alternatives(proposals(remarks, "s", text)))
    whole = accept_all(text, chosen)
    waiting = list(chosen)
    while waiting:
        text, rest = accept(text, chance.choice(waiting), waiting)
        assert len(rest) == len(waiting) - 1
        waiting = list(rest)
    assert text == whole
