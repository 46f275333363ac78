"""Code points and UTF-16 positions agree wherever a text is cut."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from editor_app.gui.utf16 import Offsets, length_utf16, to_code_points, to_utf16

TEXTS = st.text(alphabet=st.sampled_from("aé’ \u00a0\u202f\n😀𝔸œ"), max_size=40)


@given(TEXTS, st.integers(0, 50))
def test_every_offset_comes_back(text: str, offset: int) -> None:
    offset = min(offset, len(text))
    assert to_code_points(text, to_utf16(text, offset)) == offset


@given(TEXTS)
def test_the_length_is_the_one_qt_counts(text: str) -> None:
    assert length_utf16(text) == len(text.encode("utf-16-le")) // 2 == to_utf16(text, len(text) + 5)


@given(TEXTS, st.integers(0, 60))
def test_many_offsets_at_a_time_are_those_one_by_one(text: str, offset: int) -> None:
    offsets = Offsets(text)
    assert offsets.to_utf16(offset) == to_utf16(text, offset)
    assert offsets.to_code_points(offset) == to_code_points(text, offset)


def test_a_position_inside_an_emoji_is_its_start() -> None:
    assert [to_code_points("a😀b", position) for position in range(5)] == [0, 1, 1, 2, 3]
