"""An open letter of which nothing is lost: what a crash left, its versions, what other machines did to it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

from editor_app.errors import LettrineError
from editor_app.issue.merging import Side
from editor_app.issue.model import Issue
from editor_app.storage.folder import ANNOTATIONS_FILE, ISSUE_FILE, IssueFolder
from editor_app.storage.held_letter import HeldLetter
from editor_app.storage.history_folder import has_history
from editor_app.storage.issue_yaml import parse_issue
from editor_app.storage.journal import JournalEntry
from editor_app.storage.outside import ChangedOutsideError
from editor_app.storage.sections import decode
from editor_app.storage.whole_folder import create_folder

if TYPE_CHECKING:
    from editor_app.storage.exchange import Progress, Synced
    from editor_app.storage.version import Version
    from editor_app.storage.versions import Versions


_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Recovered:
    """What a crash left of one section: ``saved`` is the text in its file (None: the letter has no such section),
    ``text`` what was typed after, written down at ``when`` (UTC)."""

    section: str
    saved: str | None
    text: str
    when: datetime
    entry: JournalEntry


@dataclass(frozen=True, slots=True)
class SectionDifference:
    """One section in two states of the letter; ``before`` or ``after`` is None where it is not in that one."""

    section: str
    title: str
    before: str | None
    after: str | None


class KeptLetter(HeldLetter):
    """A held letter with its history."""

    def __init__(self, folder: IssueFolder) -> None:
        super().__init__(folder)
        self._history: Versions | None = None

    def close(self) -> None:
        """Let go of the letter, its last state being a version. What was saved leaves no journal; what could not be
        saved stays in it."""
        if self._lock.held:
            with suppress(LettrineError):
                self.keep_version()
            self._versions.prune()
        super().close()

    def move(self, path: Path) -> None:
        """Go on in ``path``, where the open letter's folder is now. Raises LettrineError unless it is that letter."""
        super().move(path)
        self._history = None

    # What a crash left

    def recovered(self) -> tuple[Recovered, ...]:
        """What a crash left that differs from the saved texts, oldest first; none while another window is the writer,
        for that journal is its own. Nothing becomes the text by itself."""
        if self._refused or (not self._lock.held and self._lock.holder().since is not None and self._held_by_other()):
            return ()
        entries, problems = self._journal.found()
        self._folder.warnings.extend(problem for problem in problems if problem not in self._folder.warnings)
        found = []
        for entry in entries:
            saved = self._folder.texts.get(entry.section)
            if saved != entry.text:
                found.append(Recovered(entry.section, saved, entry.text, entry.when, entry))
            elif self._lock.held:
                with suppress(LettrineError):
                    self._journal.drop(entry)
        return tuple(found)

    def take_recovered(self, recovered: Recovered) -> None:
        """Make a recovered text the section's, the saved one being kept as a version. Raises LettrineError; the
        journal then stays."""
        if recovered.section not in self._folder.texts:
            raise LettrineError(
                f"{recovered.entry.path} : la lettre n’a plus de rubrique « {recovered.section} » ; "
                "ajoutez-en une et copiez-y ce texte."
            )
        self._keep_before()
        self.save_text(recovered.section, recovered.text)
        self._journal.drop(recovered.entry)

    def drop_recovered(self, recovered: Recovered) -> None:
        """Remove a recovered text at the person's word. Raises LettrineError."""
        self._journal.drop(recovered.entry)

    # Versions

    def versions(self) -> tuple[Version, ...]:
        """Every version of the letter, newest first."""
        return self._versions.all()

    @property
    def version_problems(self) -> tuple[str, ...]:
        """French sentences about damage to the history; the letter does not depend on it."""
        return tuple(self._versions.problems)

    def keep_version(self, name: str = "") -> Version | None:
        """Record the saved letter as a version, under a name (« bon à tirer ») or by itself: those of one sitting
        make one. None when nothing changed. Raises LettrineError."""
        with self._writing():
            return self._versions.keep(self._folder.letter_files(), name=name)

    def version_differences(self, version: Version, to: Version | None = None) -> tuple[SectionDifference, ...]:
        """The sections that differ between a version and ``to`` (None: the letter as saved), in reading order. Raises
        LettrineError when a version is damaged."""
        before = self._version_texts(version)
        after = self._version_texts(to) if to is not None else self._texts_and_titles()
        found = []
        for name in dict.fromkeys((*after, *before)):
            old, new = before.get(name), after.get(name)
            if (old and old[1]) != (new and new[1]):
                title = (new or old or ("", ""))[0]
                found.append(SectionDifference(name, title, old[1] if old else None, new[1] if new else None))
        return tuple(found)

    def name_version(self, version: Version, name: str) -> Version:
        """Give a version another name. Raises LettrineError."""
        with self._writing():
            return self._versions.rename(version, name)

    def version_contents(self, versions: Sequence[Version]) -> tuple[tuple[str, ...], ...]:
        """For each of these versions, newest first as ``versions`` has them, what changed in it since the one before:
        headings of sections in reading order, by the letter's plan of today, then paths of other files. Damaged ones
        have none."""
        outline = self._folder.issue.outline
        titles = {section.file: outline.heading(section.id) for section in outline.walk() if section.file is not None}
        found = []
        for version, before in zip(versions, [*versions[1:], None], strict=False):
            try:
                paths = self._versions.changed_files(version, before)
            except LettrineError:
                paths = ()
            found.append((*(titles[path] for path in titles if path in paths), *sorted({*paths} - titles.keys())))
        return tuple(found)

    def find_version(self, version_id: str) -> Version:
        """The version whose id begins so. Raises LettrineError when there is none or several."""
        return self._versions.find(version_id)

    def restore_version(self, version: Version, section_id: str | None = None) -> None:
        """Bring back one section of a version, or (None) the whole letter but its remarks. What stood is a version, and
        so is what came back. Raises LettrineError; a letter that is restored whole has then kept its ``issue.yaml``."""
        from editor_app.storage.version import Kind

        if section_id is not None:
            texts = self._version_texts(version)
            if section_id not in texts or section_id not in self._folder.texts:
                raise LettrineError(
                    f"{self._folder.path.name} : la rubrique « {section_id} » n’est pas dans les deux ; "
                    "restaurez la lettre entière."
                )
            self._keep_before()
            self.save_text(section_id, texts[section_id][1])
        else:
            files = self._versions.files(version)
            files.pop(ANNOTATIONS_FILE, None)
            with self._writing():
                self._keep_before()
                self._folder.put_files(files)
        with self._writing():
            self._versions.keep(self._folder.letter_files(), kind=Kind.RESTORED)

    # Other machines

    def remote(self) -> str | None:
        """Where the letter was shared last, None when it never was."""
        if not has_history(self.path):
            return None
        from editor_app.storage.sync import remote_of

        return remote_of(self._versions)

    def sync(
        self,
        remote: str | None = None,
        chosen: Mapping[str, str | Side] | None = None,
        *,
        run: Callable[[Callable[[], object]], object] | None = None,
        progress: Progress | None = None,
    ) -> Synced:
        """Exchange the saved letter with a Git remote (None: the last one) and merge by words; whoever shows the
        letter then takes ``issue``, ``texts`` and ``annotations`` anew. ``chosen`` has the whole text decided on for
        files that clashed, by path, or whose file it is to be.

        ``run`` does each step that touches the letter, in the thread that writes it, and returns what it returns
        (None: done here); the network is waited for in the thread that calls. Raises SyncClashError and
        ChangedOutsideError, nothing being changed then, and LettrineError, also the one that ``progress`` raises.
        """
        from editor_app.storage.sync import sync

        return sync(self._versions, _Shared(self, run or (lambda step: step())), remote, chosen, progress)

    # Parts

    @property
    def _versions(self) -> Versions:
        if self._history is None:
            from editor_app.storage.versions import Versions

            self._history = Versions(self.path)
        return self._history

    def _keep_before(self) -> None:
        """Keep what is about to be replaced. Raises LettrineError: nothing is replaced that could not be kept."""
        from editor_app.storage.version import Kind

        with self._writing():
            self._versions.keep(self._folder.letter_files(), kind=Kind.BEFORE)

    def _texts_and_titles(self) -> dict[str, tuple[str, str]]:
        texts = self._folder.texts
        return {s.id: (s.title, texts[s.id]) for s in self._folder.issue.outline.walk() if s.id in texts}

    def _version_texts(self, version: Version) -> dict[str, tuple[str, str]]:
        files = self._versions.files(version)
        issue = parse_issue(files.get(ISSUE_FILE, b""), self._folder.path / ISSUE_FILE)
        return {
            s.id: (s.title, decode(files.get(s.file, b""), Path(s.file)).text)
            for s in issue.outline.walk()
            if s.file is not None
        }


class _Shared:
    """The letter as an exchange sees it."""

    def __init__(self, kept: KeptLetter, run: Callable[[Callable[[], object]], object]) -> None:
        self._kept, self._run = kept, run

    def exclusively(self, step: Callable[[], _T]) -> _T:
        kept = self._kept

        def alone() -> _T:
            with kept._writing():
                kept._folder.refuse_moved()
                for change in kept._folder.outside_changes():
                    raise ChangedOutsideError(change)
                return step()

        return cast("_T", self._run(alone))

    def files(self) -> Mapping[str, bytes]:
        return self._kept._folder.letter_files()

    def apply(self, files: Mapping[str, bytes]) -> None:
        self._kept._folder.put_files(files)


def clone(address: str, place: Callable[[Issue], Path], progress: Progress | None = None) -> IssueFolder:
    """Make the folder that ``place`` says from the letter that a remote holds. Raises LettrineError; nothing is left
    then."""
    from editor_app.storage.sync import fetch_letter

    with tempfile.TemporaryDirectory(prefix="lettrine-") as own:
        files = fetch_letter(address, Path(own), progress)
    path = place(parse_issue(files.get(ISSUE_FILE, b""), Path(ISSUE_FILE)))
    create_folder(path, dict(files))
    return IssueFolder.open(path)
