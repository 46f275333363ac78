"""A finding left alone is told by its words and its neighbours, so it survives edits elsewhere."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor_app.issue.ignored import Ignored, comparable, ignored, ignored_everywhere

LINE = "Le vieux flibustor rit, le flibustor part."


def mark(text: str, words: str = "flibustor") -> Ignored:
    start = text.index(words)
    return ignored("editorial", "spelling/unknown-word", text, start, start + len(words))


def test_it_is_the_words_between_their_neighbours() -> None:
    assert mark(LINE) == Ignored("editorial", "spelling/unknown-word", "flibustor", "vieux", "rit,")


def test_the_same_words_elsewhere_are_another_finding() -> None:
    second = LINE.rindex("flibustor")
    assert ignored("editorial", "spelling/unknown-word", LINE, second, second + 9) != mark(LINE)


@given(st.text(alphabet="abc \n", max_size=60), st.text(alphabet="abc \n", max_size=60))
def test_it_survives_edits_elsewhere(before: str, after: str) -> None:
    assert mark(f"{before} {LINE} {after}") == mark(LINE)


def test_neighbours_are_of_the_same_line() -> None:
    assert mark("fin\nflibustor\ndébut") == Ignored("editorial", "spelling/unknown-word", "flibustor")


def test_everywhere_means_the_words_without_a_place() -> None:
    assert ignored_everywhere("context/real-word", "al") == Ignored("", "context/real-word", "al")


def test_a_doubt_of_context_and_one_of_grammar_are_one_doubt() -> None:
    context, grammar = (Ignored("editorial", rule, "al", "de") for rule in ("context/real-word", "grammar/elision"))
    assert comparable(context) == comparable(grammar)
    assert comparable(Ignored("editorial", "context/weekday", "al", "de")) != comparable(context)
