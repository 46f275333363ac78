"""The one door to everything a person does with a letter; the command line and the window call nothing beneath it.

Each use case is one function or method that says what it needs, what it changes on disk, and which errors it raises.
No Qt and no printing here. Rooms that only some use cases enter are imported by those use cases: the window must open
before they are needed.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from editor_app.desk.beginnings import (
    fetch_shared,
    fetch_to_library,
    import_into,
    import_letter,
    import_to_library,
    library_folder,
    new_in_library,
    new_letter,
    open_sample,
    pasted,
    remember_login,
)
from editor_app.desk.checking import CheckedFile, check_paths
from editor_app.desk.letter import Desk, Progress
from editor_app.desk.preflight import Point, Preflight
from editor_app.desk.proofreading import Merged, SignOff, Verdict, merged_remarks, sign_off
from editor_app.importing.office import Changes

if TYPE_CHECKING:
    from editor_app.exporting.bundle.verify import Difference

__all__ = [
    "Changes",
    "CheckedFile",
    "Desk",
    "Merged",
    "Point",
    "Preflight",
    "Progress",
    "SignOff",
    "Verdict",
    "check_paths",
    "fetch_shared",
    "fetch_to_library",
    "import_into",
    "import_letter",
    "import_to_library",
    "library_folder",
    "merged_remarks",
    "new_in_library",
    "new_letter",
    "open_sample",
    "pasted",
    "remember_login",
    "sign_off",
    "verify_bundle",
]


def verify_bundle(path: Path) -> tuple[Difference, ...]:
    """Every difference between a bundle and what it promises; none when it is sound. Raises LettrineError when
    ``path`` is not a bundle."""
    from editor_app.exporting.bundle.verify import verify

    return verify(path)
