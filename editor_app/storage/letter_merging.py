"""Merges two changes of a whole letter, file by file; what both changed in the same place is shown, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.issue.merging import Clash, Merge, Side, merge
from editor_app.issue.merging_values import merge_values
from editor_app.issue.model import Issue
from editor_app.review.annotation import Annotation
from editor_app.storage.annotations import dump_annotations, parse_annotations
from editor_app.storage.issue_yaml import dump_issue, parse_issue
from editor_app.storage.safe_paths import is_section_file
from editor_app.storage.sections import TextFile, decode

ISSUE_FILE: Final = "issue.yaml"
ANNOTATIONS_FILE: Final = "review/annotations.jsonl"


@dataclass(frozen=True, slots=True)
class FileClash:
    """A file that both changed in the same place. ``mine`` and ``theirs`` are its texts (LF line ends), None where it
    was removed or is no text; ``merge`` has the places, None when the file clashes as a whole."""

    file: str
    mine: str | None
    theirs: str | None
    merge: Merge | None = None

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """The places to decide on, none when the file clashes as a whole."""
        return () if self.merge is None else self.merge.clashes


def merge_letters(
    base: Mapping[str, bytes],
    mine: Mapping[str, bytes],
    theirs: Mapping[str, bytes],
    chosen: Mapping[str, str | Side] | None = None,
) -> tuple[dict[str, bytes], tuple[FileClash, ...]]:
    """Both changes of ``base`` in one letter, and what they clash on (``mine`` stands in the letter there). ``chosen``
    has the text that a person decided on for a file, by path, or whose file it is to be. Files go by path in the
    folder."""
    merged: dict[str, bytes] = {}
    clashes: list[FileClash] = []
    for path in sorted({*base, *mine, *theirs}):
        old, own, other = base.get(path), mine.get(path), theirs.get(path)
        decided: bytes | None
        if other in (own, old):
            decided = own
        elif old == own:
            decided = other
        elif chosen is not None and path in chosen:
            choice = chosen[path]
            if isinstance(choice, Side):
                decided = own if choice is Side.MINE else other
            else:
                decided = _like(own or other or b"", choice, path)
        else:
            found = _merge_file(path, old, own, other)
            decided = own if isinstance(found, FileClash) else found
            if isinstance(found, FileClash):
                clashes.append(found)
        if decided is not None:
            merged[path] = decided
    return merged, tuple(clashes)


def _merge_file(path: str, old: bytes | None, own: bytes | None, other: bytes | None) -> bytes | FileClash:
    whole = FileClash(path, _text(own, path), _text(other, path))
    if own is None or other is None:
        return whole
    try:
        if path == ANNOTATIONS_FILE:
            merged = _merge_remark_files(old or b"", own, other)
            return whole if merged is None else merged
        if path == ISSUE_FILE and old is not None:
            return _merge_issue_files(old, own, other) or whole
        if not is_section_file(path):
            return whole
        texts = [decode(data, Path(path)).text for data in (old or b"", own, other)]
        result = merge(*texts)
    except LettrineError:
        return whole
    return FileClash(path, texts[1], texts[2], result) if result.text is None else _like(own, result.text, path)


def _merge_issue_files(old: bytes, own: bytes, other: bytes) -> bytes | FileClash | None:
    """Merged by value, so that what clashes is a value; None when the outlines clash as a whole."""
    path = Path(ISSUE_FILE)
    both = merge_values(*(parse_issue(data, path) for data in (old, own, other)))
    if both is None:
        return None
    if both.agreed is None:
        texts = [dump_issue(issue).decode() for issue in (both.base, both.mine, both.theirs)]
        return FileClash(ISSUE_FILE, texts[1], texts[2], merge(*texts))
    by_words = merge(*(decode(data, path).text for data in (old, own, other))).text
    if by_words is not None:
        data = _like(own, by_words, ISSUE_FILE)
        with suppress(LettrineError):
            if parse_issue(data, path) == both.agreed:
                return data  # with the comments that people wrote into it
    return dump_issue(both.agreed)


def merge_issues(base: Issue, mine: Issue, theirs: Issue) -> Issue | None:
    """Both changes of an issue's values in one; None when they clash."""
    both = merge_values(base, mine, theirs)
    return None if both is None else both.agreed


def merge_remarks(
    base: Iterable[Annotation], mine: Iterable[Annotation], theirs: Iterable[Annotation]
) -> tuple[Annotation, ...] | None:
    """Both changes of the remarks, by id, in the order of ``mine``; None when both changed the same one."""
    was, here, there = ({annotation.id: annotation for annotation in side} for side in (base, mine, theirs))
    kept = []
    for name in dict.fromkeys((*here, *there)):
        first, own, other = was.get(name), here.get(name), there.get(name)
        if other in (own, first):
            decided = own
        elif first == own:
            decided = other
        else:
            return None
        if decided is not None:
            kept.append(decided)
    return tuple(kept)


def _merge_remark_files(old: bytes, own: bytes, other: bytes) -> bytes | None:
    merged = merge_remarks(*(parse_annotations(data, Path(ANNOTATIONS_FILE)) for data in (old, own, other)))
    return None if merged is None else dump_annotations(merged)


def _like(model: bytes, text: str, path: str) -> bytes:
    """``text`` written as the file ``model`` is: its byte order mark and line ends."""
    form = decode(model, Path(path))
    return TextFile(text, form.bom, form.newline).encode(Path(path))


def _text(data: bytes | None, path: str) -> str | None:
    if data is None or path.startswith(("media/", "themes/")):
        return None
    try:
        return decode(data, Path(path)).text
    except LettrineError:
        return None
