"""Ranges follow their words through any edits, as if each had been moved by itself."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from editor_app.gui.editor.word_track import WordTrack

Ranges = list[tuple[int, int]]
pairs = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda two: (two[0], two[0] + two[1]))
ranges = st.lists(pairs, max_size=12)
edits = st.lists(st.tuples(st.integers(0, 70), st.integers(0, 9), st.integers(0, 9)), max_size=25)


def moved_alone(start: int, end: int, at: int, removed: int, added: int) -> tuple[int, int]:
    gone, move = at + removed, added - removed
    if start == end:
        return (start + move, end + move) if start >= gone else (min(start, at),) * 2 if start > at else (start, end)
    if end <= at:
        return start, end
    if start >= gone:
        return start + move, end + move
    if start <= at and gone <= end:
        return start, end + move
    if at <= start and end <= gone:
        return at, at
    return (start, at) if start < at else (at + added, end + move)


@settings(max_examples=300, deadline=None)
@given(ranges, edits)
@example([(0, 1), (4, 7), (5, 6)], [(0, 0, 5), (8, 3, 2), (0, 9, 0)])
def test_ranges_with_words_move_as_each_would_alone(made: Ranges, done: list[tuple[int, int, int]]) -> None:
    track: WordTrack[int] = WordTrack()
    track.set((start, end, number) for number, (start, end) in enumerate(made))
    alone = dict(enumerate(made))
    for edit in done:
        expected = {name: moved_alone(*place, *edit) for name, place in alone.items()}
        track.edit(*edit)
        alone = expected
        for start, end, name in track.within(0, 10_000):
            if alone[name][0] != alone[name][1]:
                assert (start, end) == alone[name]
    for start, end, name in track:
        if alone[name][0] != alone[name][1]:
            assert (start, end) == alone[name]
        else:
            assert start == end


def test_what_is_within_a_stretch_is_found_though_nothing_was_settled() -> None:
    track: WordTrack[str] = WordTrack()
    track.set([(0, 90, "long"), (10, 12, "a"), (20, 25, "b"), (50, 51, "c")])
    track.edit(15, 0, 100)
    assert [name for _, _, name in track.within(119, 122)] == ["long", "b"]
    assert [name for _, _, name in track.within(12, 20)] == ["long"]
    assert [name for _, _, name in track.within(11, 12)] == ["long", "a"]


def test_it_is_told_whether_words_were_touched() -> None:
    track: WordTrack[str] = WordTrack()
    track.set([(10, 12, "a")])
    assert not track.edit(12, 0, 3)
    assert not track.edit(0, 0, 3)
    assert track.edit(14, 0, 1)
