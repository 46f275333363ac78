"""A remark stays on its words while the section is edited."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from editor_app.review.annotation import Annotation, comment, text_digest
from editor_app.review.following import TextEdit, edit_between, follow, follow_range

LETTERS = st.text("abcé \n🙂\u00a0", min_size=1, max_size=30)


def remark(text: str, start: int, end: int, section: str = "s") -> Annotation:
    return comment(text, start, end, issue="i", section=section, body="", author="")


@st.composite
def places(draw: st.DrawFn) -> tuple[str, int, int]:
    text = draw(LETTERS)
    start = draw(st.integers(0, len(text) - 1))
    return text, start, draw(st.integers(start + 1, len(text)))


@st.composite
def edits(draw: st.DrawFn, text: str) -> tuple[TextEdit, str]:
    start = draw(st.integers(0, len(text)))
    removed = draw(st.integers(0, len(text) - start))
    inserted = draw(st.text("xyz", max_size=5))
    return TextEdit(start, removed, len(inserted)), text[:start] + inserted + text[start + removed :]


@given(places(), st.data())
@settings(max_examples=300)
def test_words_that_no_edit_touched_are_the_same_words_after_it(
    place: tuple[str, int, int], data: st.DataObject
) -> None:
    text, start, end = place
    for _ in range(data.draw(st.integers(1, 4))):
        edit, after = data.draw(edits(text))
        outside = edit.start + edit.removed <= start or edit.start >= end
        left, right = follow_range(start, end, edit)
        assert 0 <= left <= right <= len(after)
        if outside:
            assert after[left:right] == text[start:end]
        elif edit.start <= start and edit.start + edit.removed >= end:
            assert left == right == edit.start
        else:
            kept = text[start : max(start, edit.start)] + text[min(end, edit.start + edit.removed) : end]
            assert "".join(letter for letter in after[left:right] if letter not in "xyz") == "".join(
                letter for letter in kept if letter not in "xyz"
            )
        text, start, end = after, left, right
        if start == end:
            break


@given(LETTERS, LETTERS)
@settings(max_examples=200)
def test_the_edit_between_two_texts_turns_one_into_the_other(before: str, after: str) -> None:
    edit = edit_between(before, after)
    inserted = after[edit.start : edit.start + edit.inserted]
    assert before[: edit.start] + inserted + before[edit.start + edit.removed :] == after


def test_what_is_typed_beside_the_words_is_not_remarked_upon() -> None:
    assert follow_range(4, 8, TextEdit(4, 0, 3)) == (7, 11)
    assert follow_range(4, 8, TextEdit(8, 0, 3)) == (4, 8)


def test_what_is_typed_within_the_words_belongs_to_them() -> None:
    assert follow_range(4, 8, TextEdit(6, 0, 3)) == (4, 11)
    assert follow_range(4, 8, TextEdit(4, 1, 1)) == (4, 8)


def test_words_wholly_removed_leave_an_orphan_in_their_place_with_its_quote() -> None:
    before, after = "un deux trois", "un trois"
    (found,) = follow([remark(before, 3, 7)], "s", edit_between(before, after), text_digest(after))
    assert found.target.orphan
    assert (found.target.start, found.target.end) == (3, 3)
    assert found.target.quote is not None
    assert found.target.quote.exact == "deux"
    assert found.revision == 1


def test_remarks_of_other_sections_and_orphans_stay_where_they_were() -> None:
    other = remark("un deux", 3, 7, section="autre")
    assert follow([other], "s", TextEdit(0, 0, 9), "") == (other,)
