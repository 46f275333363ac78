"""The one door to everything a person does with a letter; the command line and the window call nothing beneath it.

Each use case is one function or method that says what it needs, what it changes on disk, and which errors it raises.
No Qt and no printing here. Rooms that only some use cases enter are imported by those use cases: the window must open
before they are needed.
"""

from __future__ import annotations

import dataclasses
import datetime
import itertools
import sys
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from editor_app import assets
from editor_app.errors import LettrineError, RefusedError
from editor_app.issue.model import Issue
from editor_app.issue.outline import Status
from editor_app.proofing.diagnostic import Diagnostic, Finding, Severity
from editor_app.review.annotation import Annotation
from editor_app.storage import library
from editor_app.storage.folder import ISSUE_FILE, IssueFolder, copy_tree
from editor_app.storage.issue_yaml import value_range
from editor_app.storage.kept_letter import KeptLetter, clone
from editor_app.storage.sections import decode, read_text
from editor_app.storage.system_errors import unreadable

if TYPE_CHECKING:
    from editor_app.exporting.packet_reading import Returned
    from editor_app.exporting.verify import Difference
    from editor_app.importing.reading import Imported
    from editor_app.proofing.pipeline import Checker

STANDARD_INPUT: Final = "-"
TEXT_SUFFIXES: Final = (".md", ".txt")

Progress = Callable[[str, int, int], None]
"""Told (what is being made, steps done, steps in all)."""


@dataclass(frozen=True, slots=True)
class CheckedFile:
    """The diagnostics of one file. ``text`` is the file as read with LF line ends, which ``Diagnostic.start`` and
    ``end`` count in; ``section`` is None outside an issue and for ``issue.yaml``."""

    path: str
    section: str | None
    text: str
    diagnostics: tuple[Diagnostic, ...]

    def position(self, diagnostic: Diagnostic) -> tuple[int, int]:
        """Line and column of the diagnostic's start, both from 1."""
        before = self.text[: diagnostic.start]
        return before.count("\n") + 1, diagnostic.start - (before.rfind("\n") + 1) + 1


@dataclass(frozen=True, slots=True)
class Merged:
    """Every remark of the letter after returns were taken in; of those, the new ones, those that say something else
    than before, and those of the returns that no words of the letter could surely be found for."""

    annotations: tuple[Annotation, ...]
    new: tuple[Annotation, ...]
    changed: tuple[Annotation, ...]
    orphans: tuple[Annotation, ...]


class Desk(KeptLetter):
    """An open issue and every use case on it; those that keep it safe are ``KeptLetter``'s. Methods that write may be
    called from one other thread at a time."""

    @classmethod
    def open(cls, path: Path) -> Desk:
        """Open the issue in the folder ``path``; changes nothing. Raises LettrineError when it cannot be read."""
        return cls(IssueFolder.open(path))

    @property
    def path(self) -> Path:
        """The issue's folder."""
        return self._folder.path

    @property
    def issue(self) -> Issue:
        """The issue as last saved or opened."""
        return self._folder.issue

    @property
    def texts(self) -> Mapping[str, str]:
        """Markdown by section id, LF line ends; sections without a text of their own are absent."""
        return self._folder.texts

    @property
    def warnings(self) -> tuple[str, ...]:
        """French sentences about what could not be read; the rest of the letter opened all the same."""
        return tuple(self._folder.warnings)

    @property
    def annotations(self) -> tuple[Annotation, ...]:
        """Every remark, in the order it was kept."""
        return tuple(self._folder.annotations)

    def accept_word(self, word: str) -> None:
        """Take ``word`` as right in this issue from now on (``words`` of ``issue.yaml``)."""
        if word not in self.issue.words:
            words = tuple(sorted({*self.issue.words, word}, key=str.casefold))
            self.save_issue(dataclasses.replace(self.issue, words=words))

    def media_file(self, relative: str) -> Path:
        """The file of a picture of the letter. Raises LettrineError for one outside ``media/``."""
        return self._folder.media_file(relative)

    def check(self, checker: Checker | None = None) -> tuple[CheckedFile, ...]:
        """Every finding of the letter, file by file: ``issue.yaml`` first, then sections in reading order."""
        from editor_app.proofing.letter import check_letter

        findings = check_letter(checker or _checker(), self.issue, self.texts)
        source = self._folder.issue_source()
        checked = [
            CheckedFile(
                str(self.path / ISSUE_FILE),
                None,
                source,
                _sorted(_placed(source, finding) for finding in findings if finding.section is None),
            )
        ]
        for section in self.issue.outline.walk():
            if section.file is None:
                continue
            own = _sorted(f.diagnostic for f in findings if f.section == section.id)
            checked.append(CheckedFile(str(self.path / section.file), section.id, self.texts.get(section.id, ""), own))
        return tuple(checked)

    def make_packet(self, to: Path, *, reader: str, before: datetime.date | None = None, look_at: str = "") -> None:
        """Write the packet for the proofreader ``reader`` as the file ``to``: what to send for proofreading.

        ``before`` is the day by which it is wanted, ``look_at`` what to look at. Raises LettrineError when it cannot be
        made; ``to`` is then as it was.
        """
        from editor_app.exporting.format import Letter
        from editor_app.exporting.packet import Request, make_packet

        letter = Letter(self.issue, self.texts, self._folder.files())
        make_packet(letter, self.annotations, Request(reader, before, look_at), to)

    def merge(self, paths: Iterable[Path]) -> Merged:
        """Take in the remarks of returns, in any order and any number of times, and set each on its words.

        Writes ``review/annotations.jsonl``. Raises LettrineError when one return is refused; nothing is changed then.
        """
        from editor_app.exporting.packet_reading import read_return

        returns = [read_return(path) for path in paths]
        for returned in returns:
            if returned.issue != self.issue.id:
                raise LettrineError(
                    f"{returned.path} : cette relecture est celle d’une autre lettre que {self.path.name} ; "
                    "ouvrez cette autre lettre pour l’y prendre."
                )
        merged = merged_remarks(self.issue, self.texts, self.annotations, returns)
        self.save_annotations(merged.annotations)
        return merged

    def export(
        self,
        to: Path,
        *,
        only: Collection[str] | None = None,
        as_zip: bool = False,
        force: bool = False,
        progress: Progress | None = None,
        cancelled: Callable[[], bool] | None = None,
    ) -> Path:
        """Make the bundle as one new entry of the folder ``to`` and return its path.

        ``only`` names formats (None: all). Raises RefusedError when a finding is an error and ``force`` is False,
        LettrineError when it cannot be made; ``to`` is then as it was.
        """
        from editor_app.exporting import bundle

        checked = self.check()
        counts = severities(checked)
        errors = counts[Severity.ERROR]
        if errors and not force:
            faults = "1 faute arrête" if errors == 1 else f"{errors} fautes arrêtent"
            raise RefusedError(f"{self.path.name} : {faults} l’export ; corrigez, ou exportez tout de même (--force).")
        return bundle.export(
            self.issue,
            self.texts,
            self._folder.files(),
            to,
            only=only,
            as_zip=as_zip,
            report=_report(self.path, checked, forced=bool(errors)),
            progress=progress,
            cancelled=cancelled,
        )


def merged_remarks(
    issue: Issue, texts: Mapping[str, str], own: Iterable[Annotation], returns: Iterable[Returned]
) -> Merged:
    """What ``Desk.merge`` makes of the remarks ``own`` and of ``returns``, for a letter whose texts (by section id) may
    not be written yet; changes nothing."""
    from editor_app.review.anchoring import place
    from editor_app.review.merging import join, take_in

    before = {remark.id: remark for remark in own}
    returns = tuple(returns)
    after = take_in(before.values(), join(*(returned.remarks for returned in returns)))
    for section in issue.outline.walk():
        if section.id in texts:
            bases = {returned.texts[section.id] for returned in returns if section.id in returned.texts}
            fresh = tuple(remark for remark in after if before.get(remark.id) is not remark)
            placed = {remark.id: remark for remark in place(fresh, section.id, texts[section.id], sorted(bases))}
            after = tuple(placed.get(remark.id, remark) for remark in after)
    new = tuple(remark for remark in after if remark.id not in before)
    changed = tuple(remark for remark in after if remark.id in before and remark != before[remark.id])
    lost = tuple(
        remark for remark in (*new, *changed) if remark.target.orphan or remark.target.section not in issue.outline
    )
    return Merged(after, new, changed, lost)


def severities(checked: Iterable[CheckedFile]) -> Counter[Severity]:
    """How many findings of each severity."""
    return Counter(diagnostic.severity for file in checked for diagnostic in file.diagnostics)


def check_paths(paths: Iterable[str]) -> tuple[CheckedFile, ...]:
    """Check issue folders, ``.md`` and ``.txt`` files, or ``-`` for standard input; changes nothing.

    Raises LettrineError for the first path that cannot be read.
    """
    from editor_app.proofing.letter import check_text_alone

    checker = _checker()
    checked: list[CheckedFile] = []
    for name in paths:
        path = Path(name)
        if name != STANDARD_INPUT and path.is_dir():
            checked.extend(Desk.open(path).check(checker))
            continue
        text = _read_text(name)
        checked.append(CheckedFile(name, None, text, _sorted(check_text_alone(checker, text))))
    return tuple(checked)


def new_letter(path: Path, number: int, earlier: Path | None = None) -> Desk:
    """Make a new issue in the folder ``path``: from the built-in model, or from an earlier issue, whose outline, people
    and words are carried over and whose texts are not. Raises LettrineError when ``path`` holds something already."""
    issue, texts = _begun(number, earlier)
    return Desk(IssueFolder.create(path, issue, texts))


def import_letter(source: Path, path: Path, *, accept_changes: bool = False) -> tuple[Desk, Imported]:
    """Read a text, Markdown, HTML, Word or ODT file as a new issue in the folder ``path``. What was not understood is
    listed in the answer. Raises LettrineError when the file cannot be read, holds tracked changes that are not to be
    accepted unseen, or ``path`` holds something already."""
    from editor_app.importing import reading

    imported = reading.read(source, accept_changes=accept_changes)
    return Desk(IssueFolder.create(path, imported.issue, imported.texts, imported.media)), imported


def new_in_library(number: int, earlier: Path | None = None) -> Desk:
    """``new_letter`` in a folder of its own where letters live, named after the letter."""
    issue, texts = _begun(number, earlier)
    return Desk(IssueFolder.create(_free_folder(issue), issue, texts))


def import_to_library(source: Path) -> tuple[Desk, Imported]:
    """``import_letter`` into a folder of its own where letters live, named after the letter."""
    from editor_app.importing import reading

    imported = reading.read(source)
    folder = IssueFolder.create(_free_folder(imported.issue), imported.issue, imported.texts, imported.media)
    return Desk(folder), imported


def library_folder() -> Path:
    """Where letters live: ``LETTRINE_ISSUES``, else ``./issues``, else the person's Documents/Lettrine."""
    return library.issues_folder()


def import_into(
    source: Path, issue: Path, section_id: str, *, accept_changes: bool = False
) -> tuple[Desk, tuple[str, ...]]:
    """Put a file's text at the end of one section, its pictures into the letter; the answer lists what could not be
    kept. Raises LettrineError as ``import_letter`` does; nothing is changed then."""
    from editor_app.importing import reading
    from editor_app.importing.notes import relabelled

    desk = Desk.open(issue)
    if section_id not in desk.issue.outline or desk.issue.outline.find(section_id).file is None:
        raise LettrineError(
            f"{issue} : aucune rubrique de texte ne s’appelle « {section_id} » ; leurs noms sont dans {ISSUE_FILE}."
        )
    read = reading.read_into_section(source, accept_changes=accept_changes)
    before = desk.texts.get(section_id, "").rstrip("\n")
    text = relabelled(read.text, before)
    added: list[str] = []
    try:
        for path, data in read.media.items():
            added.append(desk.add_picture(Path(path).name, data))
            text = text.replace(f"]({path}", f"](\0{added[-1]}")
        text = text.replace("\0", "")
        desk.save_text(section_id, f"{before}\n\n{text}" if before else text)
    except LettrineError:
        for path in added:
            desk.media_file(path).unlink(missing_ok=True)
        raise
    if desk.issue.outline.find(section_id).status is Status.TODO:
        outline = desk.issue.outline.change(section_id, lambda s: dataclasses.replace(s, status=Status.DRAFT))
        desk.save_issue(dataclasses.replace(desk.issue, outline=outline))
    return desk, read.not_understood


def fetch_shared(remote: str, path: Path) -> Desk:
    """Make the folder ``path`` from a letter that is shared on a Git remote, and share it there from now on. Raises
    LettrineError."""
    desk = Desk(clone(remote, path))
    desk.sync(remote)
    return desk


def open_sample() -> Desk:
    """Open the person's copy of the sample letter, made the first time. Raises LettrineError when it cannot be."""
    path = library.personal_folder() / assets.SAMPLE_LETTER
    if not path.exists():
        copy_tree(assets.sample_letter(), path)
    return Desk.open(path)


def verify_bundle(path: Path) -> tuple[Difference, ...]:
    """Every difference between a bundle and what it promises; none when it is sound. Raises LettrineError when
    ``path`` is not a bundle."""
    from editor_app.exporting.verify import verify

    return verify(path)


def _checker() -> Checker:
    from editor_app.proofing.layers import first_layers
    from editor_app.proofing.pipeline import Checker

    return Checker(first_layers())


def _begun(number: int, earlier: Path | None) -> tuple[Issue, dict[str, str]]:
    from editor_app.issue.new import new_issue

    return new_issue(number, from_=Desk.open(earlier).issue if earlier is not None else None)


def _free_folder(issue: Issue) -> Path:
    """A folder for a letter, beside the others, that does not exist yet."""
    name = library.folder_name(issue)
    names = itertools.chain([name], (f"{name}-{copy}" for copy in itertools.count(2)))
    return next(path for path in map(library.issues_folder().joinpath, names) if not path.exists())


def _read_text(name: str) -> str:
    if name == STANDARD_INPUT:
        return decode(sys.stdin.buffer.read(), Path("entrée standard")).text
    path = Path(name)
    if path.suffix.lower() not in TEXT_SUFFIXES and path.exists():
        raise LettrineError(
            f"{name} : seuls un dossier de numéro, un fichier .md ou .txt, ou « - » peuvent être vérifiés."
        )
    try:
        return read_text(path).text
    except OSError as error:
        raise unreadable(path, error) from error


def _placed(source: str, finding: Finding) -> Diagnostic:
    """A diagnostic about a value of the issue, moved to where the value stands in ``issue.yaml``."""
    diagnostic = finding.diagnostic
    span = value_range(source, finding.field)
    if span is None:
        return dataclasses.replace(diagnostic, start=0, end=0)
    start, end = span
    moved = diagnostic.shifted(start)
    if moved.end <= end and source[moved.start : moved.end] == diagnostic.text:
        return moved
    return dataclasses.replace(diagnostic, start=start, end=end, text=source[start:end], suggestions=())


def _sorted(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    return tuple(sorted(diagnostics, key=lambda d: (d.start, d.end, d.rule)))


def _report(path: Path, checked: Iterable[CheckedFile], *, forced: bool) -> dict[str, object]:
    """The preflight as it goes into the bundle; names files relative to the issue, never the machine's folders."""
    return {
        "forced": forced,
        "findings": [
            {
                "file": Path(file.path).relative_to(path).as_posix(),
                "line": file.position(diagnostic)[0],
                "column": file.position(diagnostic)[1],
                "rule": diagnostic.rule,
                "category": diagnostic.category.value,
                "severity": diagnostic.severity.value,
                "text": diagnostic.text,
                "message": diagnostic.message,
            }
            for file in checked
            for diagnostic in file.diagnostics
        ],
    }
