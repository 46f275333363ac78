"""A section's file keeps every byte that nobody edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from editor_app.errors import LettrineError
from editor_app.storage.sections import TextFile, decode

PATH = Path("editorial.md")


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\0")).filter(lambda t: t[:1] != "\ufeff"),
    st.booleans(),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_an_unedited_file_is_written_back_byte_for_byte(text: str, bom: bool, newline: str) -> None:
    data = TextFile(text, bom, newline).encode(PATH)
    found = decode(data, PATH)
    assert found.text == text
    assert found.encode(PATH) == data


def test_the_most_frequent_line_end_is_kept_where_they_are_mixed() -> None:
    found = decode(b"a\r\nb\r\nc\nd", PATH)
    assert (found.text, found.newline) == ("a\nb\nc\nd", "\r\n")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("un\nété".encode("latin-1"), "ligne 2"),
        ("été".encode("utf-16"), "UTF-16"),
        (b"un\n\ndeux\0", "ligne 3"),
    ],
)
def test_other_encodings_are_refused_with_the_way_out(data: bytes, said: str) -> None:
    with pytest.raises(LettrineError, match=said) as error:
        decode(data, PATH)
    assert "editorial.md" in str(error.value)
    assert "UTF-8" in str(error.value) or "texte" in str(error.value)


@pytest.mark.parametrize("text", ["un\ndeux\ud83d", "un\ndeux\0", "un\ndeux\r"])
def test_a_text_that_could_not_be_read_back_is_not_written(text: str) -> None:
    with pytest.raises(LettrineError, match=r"editorial\.md, ligne 2"):
        TextFile(text).encode(PATH)
