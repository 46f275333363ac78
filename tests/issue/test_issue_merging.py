"""Merging by words: what does not meet is kept from both, what meets is shown, nothing is guessed."""

from __future__ import annotations

import itertools
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.issue.merging import Clash, Merge, edits, merge

WORDS = st.sampled_from(
    ["le", "la", "l’article", "pont", "très", "bon", "é", "e\u0301", "(", ",", ".", " ", "\n", "\n\n"]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join)


def applied(base: str, text: str) -> str:
    made, at = "", 0
    for edit in edits(base, text):
        made += base[at : edit.start] + edit.text
        at = edit.end
    return made + base[at:]


def tokens(text: str) -> Counter[str]:
    return Counter(text)


@given(TEXTS, TEXTS)
def test_the_edits_lead_from_one_text_to_the_other_and_never_touch(before: str, after: str) -> None:
    assert applied(before, after) == after
    found = edits(before, after)
    assert all(first.end < second.start for first, second in itertools.pairwise(found))


@given(TEXTS, TEXTS, TEXTS)
def test_a_side_that_changed_nothing_takes_the_other_s_text(base: str, one: str, other: str) -> None:
    del other
    assert merge(base, base, one).text == one
    assert merge(base, one, base).text == one
    assert merge(base, one, one).text == one


@given(TEXTS, TEXTS, TEXTS)
def test_a_clean_merge_is_the_same_from_both_sides_and_each_clash_is_mirrored(base: str, one: str, other: str) -> None:
    here, there = merge(base, one, other), merge(base, other, one)
    assert here.text == there.text
    assert [Clash(c.base, c.theirs, c.mine) for c in here.clashes] == list(there.clashes)


@given(TEXTS, TEXTS, TEXTS)
def test_choosing_one_side_everywhere_keeps_every_letter_of_it(base: str, one: str, other: str) -> None:
    """Where both changed, each side's words are whole in its half of the clash."""
    result = merge(base, one, other)
    own = result.resolved([clash.mine for clash in result.clashes])
    added = tokens(one) - tokens(base)
    assert not added - tokens(own)


@given(TEXTS, TEXTS, TEXTS)
def test_a_clean_merge_has_each_letter_as_often_as_the_two_changes_say(base: str, one: str, other: str) -> None:
    """As often as in the base, and each side's gains and losses; those both made alike may count once."""
    text = merge(base, one, other).text
    if text is None:
        return
    was, here, there, now = tokens(base), tokens(one), tokens(other), tokens(text)
    for letter in was | here | there | now:
        both = here[letter] + there[letter] - was[letter]
        bounds = (here[letter], there[letter], both)
        same = {(e.start, e.end, e.text) for e in edits(base, one)} & {
            (e.start, e.end, e.text) for e in edits(base, other)
        }
        assert now[letter] == both or (same and min(bounds) <= now[letter] <= max(bounds) + len(same))


@st.composite
def apart(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A text of words that each occur once, two changes of it that leave a word between them, and both changes made."""
    count = draw(st.integers(3, 40))
    separators = draw(st.lists(st.sampled_from([" ", "\n", "\n\n"]), min_size=count, max_size=count))
    changes: list[tuple[str, int] | None] = []
    last: tuple[int, int] | None = None
    for index in range(count):
        side = draw(st.sampled_from([None, 0, 1]))
        free = last is None or side == last[0] or index - last[1] > 1
        changes.append(
            (draw(st.sampled_from(["replace", "remove", "add"])), side) if side is not None and free else None
        )
        if changes[-1] is not None and side is not None:
            last = (side, index)

    def written(sides: set[int]) -> str:
        pieces = []
        for index, (separator, change) in enumerate(zip(separators, changes, strict=True)):
            word = f"mot{index}"
            if change is not None and change[1] in sides:
                word = {"replace": f"neuf{index}", "remove": "", "add": f"mot{index} plus{index}"}[change[0]]
            pieces += [word, separator]
        return "".join(pieces)

    return written(set()), written({0}), written({1}), written({0, 1})


@given(apart())
def test_changes_of_different_words_are_both_made_and_nothing_else(texts: tuple[str, str, str, str]) -> None:
    base, one, other, both = texts
    assert merge(base, one, other).text == both


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("Un chat dort.", "Un chat noir dort.", "Un chat dort ici.", "Un chat noir dort ici."),
        ("A\n\nB\n", "A\n\nN\n\nB\n", "A\n\nb\n", "A\n\nN\n\nb\n"),
        ("A\n\nB\n", "A\n\nB\n\nC\n", "a\n\nB\n", "a\n\nB\n\nC\n"),
        ("A\n\nB", "A\n\nB\n\nC", "a\n\nB", "a\n\nB\n\nC"),
        ("un\ndeux\n", "deux\n", "un\ndeux\ntrois\n", "deux\ntrois\n"),
    ],
)
def test_what_stands_apart_is_merged(base: str, mine: str, theirs: str, merged: str) -> None:
    assert merge(base, mine, theirs).text == merged
    assert merge(base, theirs, mine).text == merged


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "clash"),
    [
        ("Un chat dort.", "Un chien dort.", "Un cheval dort.", Clash("chat", "chien", "cheval")),
        ("Un chat dort.", "Un dort.", "Un cheval dort.", None),
        ("Fin.", "Fin.\n\nUn.", "Fin.\n\nDeux.", Clash("", "\n\nUn.", "\n\nDeux.")),
        ("", "Un.", "Deux.", Clash("", "Un.", "Deux.")),
        ("l’article", "d’article", "l’auteur", Clash("l’article", "d’article", "l’auteur")),
    ],
)
def test_what_meets_is_shown(base: str, mine: str, theirs: str, clash: Clash | None) -> None:
    result = merge(base, mine, theirs)
    assert result.text is None
    assert len(result.clashes) == 1
    assert clash is None or result.clashes == (clash,)
    assert result.resolved([result.clashes[0].mine]) == mine


def test_a_choice_is_needed_for_each_clash() -> None:
    with pytest.raises(ValueError, match="one text"):
        Merge(("a", Clash("b", "c", "d"))).resolved(())


def test_a_million_words_with_one_change_on_each_side_merge_at_once() -> None:
    lines = [f"Une phrase de dix mots, la {n}e, pour le texte.\n\n" for n in range(100_000)]
    base = "".join(lines)
    mine, theirs = list(lines), list(lines)
    mine[10] = "Ici.\n\n"
    theirs[90_000] = "Là.\n\n"
    both = list(lines)
    both[10], both[90_000] = "Ici.\n\n", "Là.\n\n"
    assert merge(base, "".join(mine), "".join(theirs)).text == "".join(both)


def test_a_clash_takes_in_the_words_next_to_it_so_that_no_phrase_is_mixed() -> None:
    found = merge("La France exerce.", "La République exerce.", "Notre pays exerce.")
    assert found.clashes == (Clash("La France", "La République", "Notre pays"),)
    assert found.resolved(["La République"]) == "La République exerce."
