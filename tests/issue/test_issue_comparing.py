"""What changed between two texts is told by words and places, and both texts can be had back from it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor_app.issue.comparing import Difference, differences, pieces

WORDS = st.lists(st.sampled_from(["la", "dignité", "l’être", "humain", "🦊", ".", " ", "\n", "\n\n"]), max_size=30)
TEXTS = WORDS.map("".join)


def test_a_word_that_was_replaced_is_one_place() -> None:
    assert differences("adoption de al récente résolution", "adoption de la récente résolution") == (
        Difference(12, "al", 12, "la"),
    )


def test_words_replaced_one_after_the_other_are_one_place() -> None:
    assert differences("un mot rare ici", "deux mots ici") == (Difference(0, "un mot rare", 0, "deux mots"),)


def test_changes_in_two_lines_are_two_places() -> None:
    found = differences("un\n\ndeux\n", "Un\n\nDeux\n")
    assert [(one.before, one.after) for one in found] == [("un", "Un"), ("deux", "Deux")]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_had_back_from_the_pieces(before: str, after: str) -> None:
    found = pieces(before, after)
    assert "".join(piece.before for piece in found) == before
    assert "".join(piece.after for piece in found) == after


@given(TEXTS, TEXTS)
def test_each_place_is_where_it_says(before: str, after: str) -> None:
    for one in differences(before, after):
        assert one.before != one.after
        assert before[one.start : one.start + len(one.before)] == one.before
        assert after[one.now : one.now + len(one.after)] == one.after


def test_a_sentence_that_came_is_said_from_its_beginning() -> None:
    (one,) = differences("Un mot. La fin.\n", "Un mot. Une phrase. La fin.\n")
    assert one.after in (" Une phrase.", "Une phrase. ")


def test_a_line_that_came_or_went_is_said_whole() -> None:
    assert [one.after for one in differences("Un.\n\nDeux.\n", "Un.\n\nDeux.\n\nTrois.\n")] == ["\nTrois.\n"]
    assert [one.before for one in differences("Un.\nDeux.\nTrois.\n", "Un.\nTrois.\n")] == ["Deux.\n"]
