"""An issue's folder while it is open: what was read, and each way to change it on disk without losing anything."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from pathlib import Path
from threading import Lock
from typing import Final

from editor_app.errors import LettrineError
from editor_app.issue.model import Issue
from editor_app.issue.outline import OutlineError
from editor_app.review.annotation import Annotation
from editor_app.storage import annotations as annotations_file
from editor_app.storage import issue_yaml, sections
from editor_app.storage.atomic import write_atomically
from editor_app.storage.issue_yaml import dump_issue, parse_issue
from editor_app.storage.safe_paths import is_media_file, read_bounded
from editor_app.storage.sections import TextFile
from editor_app.storage.system_errors import unreadable, unwritable
from editor_app.storage.whole_folder import Content, copy_tree, create_folder, media_files

__all__ = ["ISSUE_FILE", "IssueFolder", "copy_tree"]

ISSUE_FILE: Final = "issue.yaml"
ANNOTATIONS_FILE: Final = "review/annotations.jsonl"
KEPT: Final = ".lettrine/removed"
"""Where text goes that the letter no longer holds: files of removed sections, and what another program had written in a
file that was saved over."""
MAX_MEDIA_BYTES: Final = 64 * 1024**2


class IssueFolder:
    """One opened folder. ``texts`` has the Markdown (LF line ends) of each section that has a file, by section id;
    ``warnings`` are French sentences about what could not be found, the rest having opened all the same.

    Methods that write may be called from one thread while others read ``issue``, ``texts`` and ``annotations``.
    """

    def __init__(self, path: Path, issue_data: bytes, issue: Issue) -> None:
        self.path = path
        self.issue = issue
        self.texts: dict[str, str] = {}
        self.annotations: tuple[Annotation, ...] = ()
        self.warnings: list[str] = []
        self._files: dict[str, TextFile] = {}
        self._on_disk: dict[str, bytes] = {ISSUE_FILE: issue_data}
        self._removed: dict[str, TextFile] = {}
        self._writing = Lock()

    @classmethod
    def open(cls, path: Path) -> IssueFolder:
        """Read the issue in the folder ``path`` (or of which ``path`` is the ``issue.yaml``); changes nothing.

        A section whose file is missing opens empty, with a warning. Raises LettrineError for a folder that is not an
        issue, and for a file that is damaged or leads out of the folder.
        """
        path = path.parent if path.name == ISSUE_FILE and not path.is_dir() else path
        try:
            data = read_bounded(path / ISSUE_FILE, issue_yaml.MAX_BYTES, path)
        except FileNotFoundError as error:
            raise LettrineError(
                f"{path} : ce n’est pas le dossier d’un numéro, il n’y a pas d’« {ISSUE_FILE} » ; vérifiez le nom."
            ) from error
        folder = cls(path, data, parse_issue(data, path / ISSUE_FILE))
        folder._read_texts()
        folder._read_annotations()
        return folder

    @classmethod
    def create(
        cls, path: Path, issue: Issue, texts: Mapping[str, str], media: Mapping[str, bytes] | None = None
    ) -> IssueFolder:
        """Make a new folder, whole or not at all. ``texts`` go by section id, ``media`` by path (``media/…``).

        Raises LettrineError when ``path`` holds something already or cannot be written; nothing is left then.
        """
        content: dict[str, Content] = {ISSUE_FILE: dump_issue(issue)}
        for section in issue.outline.walk():
            if section.file is not None:
                content[section.file] = TextFile(texts.get(section.id, "")).encode(path / section.file)
        for name, data in (media or {}).items():
            if not is_media_file(name):
                raise LettrineError(f"{path} : « {name} » n’est pas un chemin admis pour une image ; renommez-la.")
            content[name] = data
        create_folder(path, content)
        return cls.open(path)

    def copy_to(self, path: Path) -> IssueFolder:
        """Copy the letter, its pictures and its remarks into a new folder. Raises LettrineError as ``create`` does."""
        content: dict[str, Content] = dict(self.files())
        if ANNOTATIONS_FILE in self._on_disk:
            content[ANNOTATIONS_FILE] = self._on_disk[ANNOTATIONS_FILE]
        create_folder(path, content)
        return IssueFolder.open(path)

    def issue_source(self) -> str:
        """The text of ``issue.yaml`` as it stands on disk, LF line ends: what ``value_range`` counts in."""
        return sections.decode(self._on_disk[ISSUE_FILE], self.path / ISSUE_FILE).text

    def files(self) -> dict[str, bytes]:
        """Every file that is the letter, by path in the folder: ``issue.yaml``, the texts of the outline, the pictures;
        no remarks, caches or history. Raises LettrineError when a picture cannot be read."""
        found = {ISSUE_FILE: self._on_disk[ISSUE_FILE]}
        for section in self.issue.outline.walk():
            if section.file is not None:
                found[section.file] = self._on_disk.get(section.file, b"")
        for name in media_files(self.path):
            try:
                found[name] = read_bounded(self.path / name, MAX_MEDIA_BYTES, self.path)
            except FileNotFoundError as error:
                raise unreadable(self.path / name, error) from error
        return found

    def media_file(self, relative: str) -> Path:
        """The file of the picture ``relative`` (``media/…``), links followed. Raises LettrineError for one that is
        missing or lies elsewhere."""
        root = self.path.resolve() / "media"
        path = (self.path / relative).resolve() if is_media_file(relative) else root
        if not path.is_relative_to(root) or not path.is_file():
            raise LettrineError(f"{self.path.name} : l’image « {relative} » n’est pas dans « media/ » ; ajoutez-la.")
        return path

    def add_media(self, name: str, data: bytes) -> str:
        """Keep a picture under ``media/`` and return its path in the folder; another file of that name stays.

        Raises LettrineError when the name cannot be used or the picture not be written.
        """
        stem, suffix = Path(name).stem, Path(name).suffix
        for attempt in range(1, 1000):
            relative = f"media/{name}" if attempt == 1 else f"media/{stem}-{attempt}{suffix}"
            if not is_media_file(relative):
                raise LettrineError(f"{name} : ce nom de fichier ne peut pas servir ici ; renommez l’image.")
            with self._writing:
                if not (self.path / relative).exists():
                    self._write(relative, data)
                    return relative
        raise LettrineError(f"{name} : trop d’images portent ce nom ; renommez celle-ci.")

    def save_text(self, section_id: str, text: str) -> None:
        """Write a section's text (LF line ends) when it differs from the file's. Raises LettrineError for a section
        without a file and when it cannot be written; the old file then stands."""
        with self._writing:
            self._save_text(section_id, text)

    def save_issue(self, issue: Issue) -> None:
        """Write ``issue.yaml`` when it differs, after the files of new sections and before those of removed sections
        leave for ``.lettrine/removed``. A section that comes back in the same session brings its text back.

        Raises LettrineError; ``issue.yaml`` is then as it was, and so is every text.
        """
        with self._writing:
            data = dump_issue(issue)
            wanted = {section.id: section.file for section in issue.outline.walk() if section.file is not None}
            present = self._section_files()
            started: dict[str, TextFile] = {}
            try:
                for section_id, file in wanted.items():
                    if present.get(section_id) != file:
                        started[section_id] = self._start_text(section_id, file)
                if issue != self.issue:
                    self._write(ISSUE_FILE, data)
            except LettrineError:
                for section_id in started:
                    self._drop(wanted[section_id])
                raise
            self.issue = issue
            self._files.update(started)
            self.texts.update((section_id, text.text) for section_id, text in started.items())
            for section_id, file in present.items():
                if wanted.get(section_id) != file:
                    self._retire_text(section_id, file, moved=section_id in wanted)

    def save_annotations(self, annotations: Iterable[Annotation]) -> None:
        """Write the remarks when they differ. Raises LettrineError; the old file then stands."""
        with self._writing:
            kept = tuple(annotations)
            if kept != self.annotations:
                self._write(ANNOTATIONS_FILE, annotations_file.dump_annotations(kept))
                self.annotations = kept

    # Reading

    def _section_files(self) -> dict[str, str]:
        return {section.id: section.file for section in self.issue.outline.walk() if section.file is not None}

    def _read_texts(self) -> None:
        for section_id, file in self._section_files().items():
            try:
                data = read_bounded(self.path / file, sections.MAX_BYTES, self.path)
            except FileNotFoundError:
                title = self.issue.outline.find(section_id).title
                self.warnings.append(
                    f"{self.path.name} : le fichier « {file} » de la rubrique « {title} » manque ; "
                    "remettez-le en place, ou écrivez-y un nouveau texte."
                )
                self._files[section_id] = TextFile("")
            else:
                self._on_disk[file] = data
                self._files[section_id] = sections.decode(data, self.path / file)
            self.texts[section_id] = self._files[section_id].text

    def _read_annotations(self) -> None:
        path = self.path / ANNOTATIONS_FILE
        try:
            data = read_bounded(path, annotations_file.MAX_BYTES, self.path)
        except FileNotFoundError:
            return
        self._on_disk[ANNOTATIONS_FILE] = data
        self.annotations = annotations_file.parse_annotations(data, path)

    # Writing

    def _save_text(self, section_id: str, text: str) -> None:
        try:
            file = self.issue.outline.find(section_id).file
        except OutlineError as error:
            raise LettrineError(
                f"{self.path.name} : la rubrique « {section_id} » n’y est plus ; rouvrez-la."
            ) from error
        if file is None:
            raise LettrineError(
                f"{self.path.name} : la rubrique « {section_id} » n’a pas de texte à elle ; donnez-lui un fichier."
            )
        before = self._files[section_id]
        if text != before.text:
            after = TextFile(text, before.bom, before.newline)
            self._write(file, after.encode(self.path / file))
            self._files[section_id] = after
            self.texts[section_id] = text

    def _start_text(self, section_id: str, file: str) -> TextFile:
        """Make the file of a section that is new, moved or back; its text is left for the caller to take up."""
        text = self._files.get(section_id) or self._removed.get(section_id) or TextFile("")
        path = self.path / file
        data = text.encode(path)
        if path.exists() and read_bounded(path, sections.MAX_BYTES, self.path) not in (b"", data):
            raise LettrineError(f"{path} : un texte porte déjà ce nom ; choisissez-en un autre pour la rubrique.")
        self._write(file, data)
        return text

    def _retire_text(self, section_id: str, file: str, *, moved: bool) -> None:
        if not moved:
            self._removed[section_id] = self._files.pop(section_id)
            del self.texts[section_id]
        data = self._on_disk.get(file, b"")
        if data and not moved:
            self._keep(file, data)
        self._drop(file)

    def _drop(self, file: str) -> None:
        self._on_disk.pop(file, None)
        try:
            (self.path / file).unlink(missing_ok=True)
        except OSError as error:
            raise unwritable(self.path / file, error) from error

    def _write(self, relative: str, data: bytes) -> None:
        """Write one file of the folder; keep what another program wrote there since it was read."""
        path = self.path / relative
        self._refuse_outside(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            found = path.read_bytes() if path.is_file() else b""
        except OSError as error:
            raise unwritable(path, error) from error
        if found and found != self._on_disk.get(relative, b"") and found != data:
            self._keep(relative, found)
            self.warnings.append(
                f"{path} : un autre programme avait changé ce fichier ; sa version est gardée dans « {KEPT} »."
            )
        write_atomically(path, data)
        self._on_disk[relative] = data

    def _keep(self, relative: str, data: bytes) -> None:
        """Put ``data`` aside under a name of its own."""
        folder = self.path / KEPT
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(folder, error) from error
        moment = datetime.datetime.now(datetime.UTC).strftime("%Y%m%dT%H%M%S.%fZ")
        write_atomically(folder / f"{moment} {Path(relative).name}", data)

    def _refuse_outside(self, path: Path) -> None:
        if not path.parent.resolve().is_relative_to(self.path.resolve()):
            raise LettrineError(
                f"{path.parent} : c’est un lien qui mène hors du dossier de la lettre ; remplacez-le par un dossier."
            )
