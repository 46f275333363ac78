"""Whoever simply edits suggests: every difference is a suggestion, all of them make the edited text."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.review.edits import WayBack, suggested_by
from editor_app.review.suggestions import accept_all, alternatives, proposals

TEXT = "L’adoption de al récente résolution a permis de protégées les victimes.\n\nUn autre paragraphe.\n"
WORDS = st.sampled_from(
    ["la", "traite", "des", "êtres", "🕊", "victimes", "l’État", "14e", ".", ",", "\n\n", "de", "«\u00a0a\u00a0»"]
)
texts = st.lists(WORDS, max_size=30).map(" ".join)


def edited(base: str, now: str) -> list[tuple[str, str | None]]:
    made = suggested_by(base, now, issue="i", section="s", author="Ana")
    return [(base[one.target.start : one.target.end], one.replacement) for one in made]


def test_a_word_changed_is_a_suggestion_on_that_word() -> None:
    assert edited(TEXT, TEXT.replace(" al ", " la ")) == [("al", "la")]


def test_words_far_apart_are_suggestions_of_their_own() -> None:
    assert edited(TEXT, TEXT.replace(" al ", " la ").replace("protégées", "protéger")) == [
        ("al", "la"),
        ("protégées", "protéger"),
    ]


def test_the_same_edit_is_the_same_suggestion_each_time() -> None:
    one, other = (suggested_by(TEXT, TEXT + "Fin.", issue="i", section="s", author="Ana") for _ in range(2))
    assert [each.id for each in one] == [each.id for each in other]
    another = suggested_by(TEXT, TEXT + "Fin.", issue="i", section="s", author="Luc")
    assert {each.id for each in one}.isdisjoint(each.id for each in another)


@settings(max_examples=300, deadline=None)
@given(texts, texts)
def test_all_suggestions_accepted_make_the_edited_text(base: str, now: str) -> None:
    made = proposals(suggested_by(base, now, issue="i", section="s", author="Ana"), "s", base)
    assert all(len(group) == 1 for group in alternatives(made))
    assert accept_all(base, made) == now


def test_words_that_stayed_are_found_where_they_were() -> None:
    now = "Au début. " + TEXT.replace(" al ", " la ")
    start = now.index("victimes")
    first, last = WayBack(TEXT, now).range(start, start + 8)
    assert TEXT[first:last] == "victimes"


def test_words_written_anew_count_as_those_they_replaced() -> None:
    now = TEXT.replace(" al ", " la ")
    start = now.index(" la ") + 1
    first, last = WayBack(TEXT, now).range(start, start + 2)
    assert TEXT[first:last] == "al"


@settings(max_examples=200, deadline=None)
@given(texts.filter(str.strip), texts.filter(str.strip), st.data())
def test_any_words_have_a_place_in_the_text_before(base: str, now: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(now) - 1))
    end = data.draw(st.integers(start + 1, len(now)))
    first, last = WayBack(base, now).range(start, end)
    assert 0 <= first < last <= len(base)
