"""Walks Git's trees: the files of a letter in one that may come from anywhere, within bounds; all that is led to."""

from __future__ import annotations

import stat as file_modes
from collections.abc import Iterator
from typing import Final

import pygit2
from pygit2.enums import ObjectType

from editor_app.errors import LettrineError
from editor_app.storage.annotations import MAX_BYTES as MAX_ANNOTATIONS
from editor_app.storage.issue_yaml import MAX_BYTES as MAX_ISSUE
from editor_app.storage.safe_paths import is_media_file, is_section_file, is_theme_file
from editor_app.storage.sections import MAX_BYTES as MAX_TEXT
from editor_app.storage.themes import theme_limit

MAX_FILES: Final = 4000
MAX_MEDIA: Final = 64 * 1024**2


def read_tree(repository: pygit2.Repository, tree: pygit2.Tree) -> dict[str, bytes]:
    """The files of a letter in ``tree``, which may come from anywhere: other names than a letter's, links and
    submodules are left out. Raises LettrineError when it is too large, and what libgit2 raises when it is damaged."""
    found: dict[str, bytes] = {}
    for path, entry in _walk(tree, ""):
        limit = letter_limit(path)
        if limit is None:
            continue
        blob = repository[entry].peel(pygit2.Blob)
        if blob.size > limit or len(found) >= MAX_FILES:
            raise LettrineError(f"« {path} » : cette version dépasse la taille permise ; choisissez-en une autre.")
        found[path] = blob.data
    return found


def letter_limit(path: str) -> int | None:
    """How many bytes a letter's file of that path may have; None for what is not a letter's file."""
    if path == "issue.yaml":
        return MAX_ISSUE
    if path == "review/annotations.jsonl":
        return MAX_ANNOTATIONS
    if is_section_file(path):
        return MAX_TEXT
    if is_theme_file(path):
        return theme_limit(path)
    return MAX_MEDIA if is_media_file(path) else None


def _walk(tree: pygit2.Tree, prefix: str) -> Iterator[tuple[str, pygit2.Oid]]:
    for entry in tree:
        path = f"{prefix}{entry.name}"
        if entry.type == ObjectType.TREE and isinstance(entry, pygit2.Tree) and path.count("/") < 6:
            yield from _walk(entry, f"{path}/")
        elif entry.type == ObjectType.BLOB and file_modes.S_ISREG(entry.filemode):
            yield path, entry.id


def reached(repository: pygit2.Repository) -> set[str]:
    """The ids of every object that some reference leads to."""
    found: set[str] = set()
    waiting: list[pygit2.Oid] = [repository.references[name].peel(pygit2.Commit).id for name in repository.references]
    while waiting:
        oid = waiting.pop()
        if str(oid) in found:
            continue
        found.add(str(oid))
        item = repository[oid]
        if item.type == ObjectType.COMMIT:
            commit = item.peel(pygit2.Commit)
            waiting += [commit.tree_id, *commit.parent_ids]
        elif item.type == ObjectType.TREE:
            waiting += [entry.id for entry in item.peel(pygit2.Tree) if entry.type != ObjectType.COMMIT]
    return found
