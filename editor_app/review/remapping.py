"""Follows words from an earlier text into a later one, and gives a place only where no other is likely."""

from __future__ import annotations

from editor_app.review.offset_map import OffsetMap


def remap(start: int, end: int, moved: OffsetMap) -> tuple[int, int] | None:
    """Where the words ``[start, end)`` (code points) of the earlier text are in the later one.

    Words of which some were replaced are where those that stayed are, when these have half of the letters. None when
    they are gone, when they may be in several places, and for spaces alone.
    """
    base, current = moved.base, moved.current
    tokens = base.touching(start, end)
    places = {at: to for at, to in enumerate(moved.places(tokens)) if to >= 0}
    wanted = base.words[tokens.start : tokens.stop]
    firsts = {to - at for at, to in places.items()}
    if len(firsts) == 1:
        first = firsts.pop()
        last = first + len(tokens) - 1
        if first >= 0 and current.words[first : last + 1] == wanted:
            # Less what was left out of the first and of the last word.
            before, after = max(0, start - base.starts[tokens[0]]), max(0, base.ends[tokens[-1]] - end)
            return current.starts[first] + before, current.ends[last] - after
    kept = [to for at, to in places.items() if wanted[at].isalnum()]
    letters = sum(len(current.words[to]) for to in kept)
    if not kept or 2 * letters < sum(len(word) for word in wanted if word.isalnum()):
        return None
    if kept != sorted(set(kept)) or kept[-1] - kept[0] > 2 * len(tokens) + 4:
        return None
    return current.starts[kept[0]], current.ends[kept[-1]]
