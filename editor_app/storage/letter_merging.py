"""Merges two changes of a whole letter, file by file; what both changed in the same place is shown, never guessed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from editor_app.errors import LettrineError
from editor_app.issue.merging import Clash, Merge, Side, merge
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
        if path != ISSUE_FILE and not is_section_file(path):
            return whole
        texts = [decode(data, Path(path)).text for data in (old or b"", own, other)]
        result = merge(*texts)
        if result.text is None:
            return FileClash(path, texts[1], texts[2], result)
        data = _like(own, result.text, path)
        if path == ISSUE_FILE:
            parse_issue(data, Path(path))
    except LettrineError:
        return whole
    return data


def merge_issues(base: Issue, mine: Issue, theirs: Issue) -> Issue | None:
    """Both changes of an issue's values in one; None when they clash, or make no letter together."""
    texts = [dump_issue(issue).decode() for issue in (base, mine, theirs)]
    merged = merge(*texts).text
    if merged is None:
        return None
    try:
        return parse_issue(merged.encode(), Path(ISSUE_FILE))
    except LettrineError:
        return None


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
