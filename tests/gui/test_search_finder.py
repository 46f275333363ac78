"""What a search takes for the same, and where it says that it is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.gui.letter import Replacement, Rewriting
from editor_app.gui.search.finder import Finder, Query, folded
from editor_app.gui.search.hits import CONTEXT, hits
from editor_app.review.following import edit_between


def found(pattern: str, text: str, **options: bool) -> list[str]:
    return [text[start:end] for start, end in Finder(Query(pattern, **options)).spans(text)]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("n° 15", "n°\u00a015"),
        ("prêt ?", "prêt\u202f?"),
        ("n°\u00a015", "n° 15"),
        ("l'OSCE", "l’OSCE"),
        ("l’OSCE", "l'OSCE"),
        ("VICTIMES", "victimes"),
        ("éditorial", "ÉDITORIAL"),
        ("peut-être", "peut\u2011être"),
    ],
)
def test_what_looks_the_same_is_found(pattern: str, text: str) -> None:
    assert found(pattern, f"Avant {text} après") == [text]


def test_accents_count() -> None:
    assert found("pêche", "péché, peche") == []


def test_capitals_count_when_one_says_so() -> None:
    assert found("la", "La la LA", case=True) == ["la"]


def test_a_whole_word_is_not_part_of_another() -> None:
    assert found("fait", "fait, faits, l’effet fait.", whole_word=True) == ["fait", "fait"]
    assert found("« fait", "« faits, « fait", whole_word=True) == ["« fait"]


def test_signs_of_regular_expressions_are_only_signs() -> None:
    assert found("(a|b).*", "aaa (a|b).* b") == ["(a|b).*"]


def test_nothing_looked_for_is_nowhere() -> None:
    assert found("", "texte") == []


@given(st.text(), st.booleans())
def test_folding_keeps_every_position(text: str, case: bool) -> None:
    assert len(folded(text, case)) == len(text)


@given(st.text(max_size=60), st.text(min_size=1, max_size=20), st.text(max_size=60))
def test_words_put_into_a_text_are_found_there(before: str, words: str, after: str) -> None:
    spans = list(Finder(Query(words)).spans(before + words + after))
    assert any(start <= len(before) < end for start, end in spans)


def test_a_hit_knows_its_line_and_its_neighbours() -> None:
    text = "😀 Un.\n\nAu " + "mot " * 40 + "zinc brille.\n"
    (hit,) = hits(Finder(Query("zinc")), "a", "Titre", text)
    line = text.split("\n")[hit.line]
    assert (hit.line, line[hit.start : hit.end]) == (2, "zinc")
    assert hit.before.startswith("… mot ") and len(hit.before) <= CONTEXT + 2
    assert hit.after == " brille."


@given(st.text("ab\n😀", min_size=1, max_size=80), st.text("abc", max_size=4), st.sampled_from(["a", "ab", "😀"]))
def test_a_rewriting_taken_back_gives_the_text_before(text: str, new: str, old: str) -> None:
    places = [Replacement(hit.line, hit.start, hit.end, new) for hit in hits(Finder(Query(old)), "s", "S", text)]
    rewriting = Rewriting.of(text, places)
    assert rewriting.after == text.replace(old, new)
    back = rewriting.reversed()
    assert (back.before, back.after) == (rewriting.after, text)
    assert back.reversed() == rewriting
    again = rewriting.after
    for edit in back.edits:
        again = again[: edit.start] + old + again[edit.start + edit.removed :]
    assert again == text


def test_rewriting_nothing_changes_nothing() -> None:
    assert Rewriting.of("texte", ()).after == "texte"
    assert edit_between("texte", "texte").removed == 0
