"""An issue's folder while it is open: what was read, and each way to change it on disk without losing anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from editor_app.errors import LettrineError
from editor_app.issue.model import Issue
from editor_app.issue.outline import OutlineError
from editor_app.review.annotation import Annotation
from editor_app.storage import annotations as annotations_file
from editor_app.storage import issue_yaml, sections
from editor_app.storage.bare_pictures import DamagedPictureError, bare, bare_if_sound
from editor_app.storage.folder_files import ANNOTATIONS_FILE, ISSUE_FILE, MAX_MEDIA_BYTES, FolderFiles, byte_limit
from editor_app.storage.issue_yaml import dump_issue, parse_issue
from editor_app.storage.outside import (
    OutsideChange,
    same_text_in,
    stamp_of,
)
from editor_app.storage.safe_paths import is_media_file, is_theme_file, read_bounded
from editor_app.storage.sections import TextFile
from editor_app.storage.system_errors import unreadable
from editor_app.storage.themes import letter_theme_files
from editor_app.storage.whole_folder import Content, copy_tree, create_folder, media_files

__all__ = ["ANNOTATIONS_FILE", "ISSUE_FILE", "IssueFolder", "copy_tree"]


class IssueFolder(FolderFiles):
    """One opened folder. ``texts`` has the Markdown (LF line ends) of each section that has a file, by section id;
    ``warnings`` are French sentences about what could not be found, the rest having opened all the same.

    Methods that write may be called from one thread while others read ``issue``, ``texts`` and ``annotations``.
    """

    def __init__(self, path: Path, issue_data: bytes, issue: Issue) -> None:
        super().__init__(path, issue)
        self.texts: dict[str, str] = {}
        self.annotations: tuple[Annotation, ...] = ()
        self.warnings: list[str] = []
        self._files: dict[str, TextFile] = {}
        self._on_disk[ISSUE_FILE] = issue_data
        self._removed: dict[str, TextFile] = {}

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
        """Make a new folder, whole or not at all. ``texts`` go by section id, ``media``, pictures and the files of a
        theme, by path (``media/…``, ``themes/NAME/…``).

        Raises LettrineError when ``path`` holds something already or cannot be written; nothing is left then.
        """
        content: dict[str, Content] = {ISSUE_FILE: dump_issue(issue)}
        for section in issue.outline.walk():
            if section.file is not None:
                content[section.file] = TextFile(texts.get(section.id, "")).encode(path / section.file)
        for name, data in (media or {}).items():
            if not is_media_file(name) and not is_theme_file(name):
                raise LettrineError(f"{path} : « {name} » n’est pas un chemin admis pour une image ; renommez-la.")
            content[name] = bare_if_sound(data)
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
        """Every file that is the letter, by path in the folder: ``issue.yaml``, the texts of the outline, the pictures,
        the theme; no remarks, caches or history. Raises LettrineError when a picture cannot be read."""
        found = {ISSUE_FILE: self._on_disk[ISSUE_FILE]}
        for section in self.issue.outline.walk():
            if section.file is not None:
                found[section.file] = self._on_disk.get(section.file, b"")
        for name in media_files(self.path):
            try:
                found[name] = read_bounded(self.path / name, MAX_MEDIA_BYTES, self.path)
            except FileNotFoundError as error:
                raise unreadable(self.path / name, error) from error
        return found | letter_theme_files(self.path, self.issue.theme)

    def put_theme(self, files: Mapping[str, bytes]) -> None:
        """Keep the files of a theme, by path (``themes/NAME/…``), in the place of those that it had here before, which
        go to ``.lettrine/removed``. Raises LettrineError."""
        with self._writing:
            names = {path.split("/")[1] for path in files}
            before = {path: data for name in names for path, data in letter_theme_files(self.path, name).items()}
            for path, data in before.items():
                if files.get(path) != data:
                    self._keep(path, data)
                    self._on_disk[path] = data
                    if path not in files:
                        self._drop(path)
            for path, data in files.items():
                if before.get(path) != data:
                    self._write(path, data)

    def media_file(self, relative: str) -> Path:
        """The file of the picture ``relative`` (``media/…``), links followed. Raises LettrineError for one that is
        missing or lies elsewhere."""
        root = self.path.resolve() / "media"
        path = (self.path / relative).resolve() if is_media_file(relative) else root
        if not path.is_relative_to(root) or not path.is_file():
            raise LettrineError(f"{self.path.name} : l’image « {relative} » n’est pas dans « media/ » ; ajoutez-la.")
        return path

    def add_media(self, name: str, data: bytes) -> str:
        """Keep a picture under ``media/``, without what it hides, and return its path in the folder; another file of
        that name stays.

        Raises LettrineError when the name cannot be used, the picture is damaged or cannot be written.
        """
        try:
            data = bare(data)
        except DamagedPictureError as error:
            raise LettrineError(f"{name} : cette image est abîmée ou d’un autre format ; convertissez-la.") from error
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

    def letter_files(self) -> dict[str, bytes]:
        """``files`` and the remarks: what a version holds. Raises LettrineError as ``files`` does."""
        found = self.files()
        if ANNOTATIONS_FILE in self._on_disk:
            found[ANNOTATIONS_FILE] = self._on_disk[ANNOTATIONS_FILE]
        return found

    def put_files(self, files: Mapping[str, bytes]) -> None:
        """Make the letter what ``files`` holds, byte for byte: texts first, ``issue.yaml`` last; remarks and pictures
        that are not in it stay. What no longer belongs goes to ``.lettrine/removed``.

        Raises LettrineError, ChangedOutsideError included, before anything is written when a file cannot be
        understood or was changed by another program.
        """
        with self._writing:
            issue = parse_issue(files.get(ISSUE_FILE, b""), self.path / ISSUE_FILE)
            wanted = {section.id: section.file for section in issue.outline.walk() if section.file is not None}
            texts = {name: sections.decode(files.get(file, b""), self.path / file) for name, file in wanted.items()}
            remarks = files.get(ANNOTATIONS_FILE)
            annotations = self.annotations
            if remarks is not None:
                annotations = annotations_file.parse_annotations(remarks, self.path / ANNOTATIONS_FILE)
            pictures = [name for name in files if is_media_file(name) or is_theme_file(name)]
            written = [file for file in wanted.values() if file in files]
            written += [ANNOTATIONS_FILE] if remarks is not None else []
            self.refuse_moved()
            for name in (*written, ISSUE_FILE):
                self._refuse_changed(name, files[name])
            for name in pictures:
                self._put_picture(name, files[name])
            for name in (*written, ISSUE_FILE):
                if files[name] != self._on_disk.get(name):
                    self._write(name, files[name])
            gone = [(name, file) for name, file in self._section_files().items() if file not in wanted.values()]
            for name, file in gone:
                self._retire_text(name, file, moved=name in wanted)
            self.issue, self.annotations = issue, annotations
            self._files = texts
            self.texts = {name: text.text for name, text in texts.items()}

    def _put_picture(self, name: str, data: bytes) -> None:
        path = self.path / name
        try:
            found = read_bounded(path, byte_limit(name), self.path)
        except FileNotFoundError:
            found = None
        if found == data:
            return
        if found is not None:
            self._keep(name, found)
            self._on_disk[name] = found
        self._write(name, data)

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
        known = self._on_disk.get(file, b"")
        try:
            found = read_bounded(self.path / file, sections.MAX_BYTES, self.path)
        except FileNotFoundError:
            found = known
        for data in dict.fromkeys((known, found)):
            if data and not (moved and data == known):
                self._keep(file, data)
        self._drop(file)

    # What other programs did

    def outside_changes(self) -> tuple[OutsideChange, ...]:
        """What other programs changed in the files of the letter since they were read or written here; takes up
        nothing. Raises FolderMovedError, and LettrineError when a file cannot be read."""
        with self._writing:
            self.refuse_moved()
            changes: list[OutsideChange] = []
            for relative in dict.fromkeys((ISSUE_FILE, *self._section_files().values(), ANNOTATIONS_FILE)):
                stamp = stamp_of(self.path / relative)
                if relative in self._stamps and stamp == self._stamps[relative]:
                    continue
                try:
                    found = read_bounded(self.path / relative, byte_limit(relative), self.path)
                except FileNotFoundError:
                    found = None
                if found == self._on_disk.get(relative):
                    self._stamps[relative] = stamp
                else:
                    changes.append(self._outside_change(relative, found))
            return tuple(changes)

    def take_outside(self, change: OutsideChange) -> None:
        """Make what another program left of one file the state that later saves start from; writes nothing.

        Raises LettrineError when the file cannot be understood; all is then as it was."""
        with self._writing:
            path = self.path / change.file
            data = change.data
            if change.section is not None:
                text = TextFile("") if data is None else sections.decode(data, path)
                self._files[change.section] = text
                self.texts[change.section] = text.text
            elif change.file == ANNOTATIONS_FILE:
                self.annotations = annotations_file.parse_annotations(data or b"", path)
            elif data is not None:
                self._take_issue(parse_issue(data, path))
            if data is None:
                self._on_disk.pop(change.file, None)
            else:
                self._on_disk[change.file] = data

    def _take_issue(self, issue: Issue) -> None:
        before = self._section_files()
        after = {section.id: section.file for section in issue.outline.walk() if section.file is not None}
        kept = {name: file for name, file in after.items() if before.get(name) == file}
        read = IssueFolder(self.path, b"", issue)
        read._read_texts()
        self.issue = issue
        self._removed.update((name, self._files[name]) for name in before if name not in after)
        self._files = {name: self._files[name] if name in kept else read._files[name] for name in after}
        self.texts = {name: self._files[name].text for name in after}
        for name, file in after.items():
            if name not in kept and file in read._on_disk:
                self._on_disk[file] = read._on_disk[file]
        self.warnings.extend(read.warnings)

    def _outside_change(self, relative: str, found: bytes | None) -> OutsideChange:
        path = self.path / relative
        section = next((name for name, file in self._section_files().items() if file == relative), None)
        base = sections.decode(self._on_disk.get(relative, b""), path).text
        theirs, problem, found_as = None, "", None
        if found is not None:
            try:
                theirs = sections.decode(found, path).text
            except LettrineError as error:
                problem = str(error)
        elif section is not None:
            found_as = same_text_in(self.path, self._on_disk.get(relative, b""), self._section_files().values())
        return OutsideChange(relative, section, base, theirs, found, path, problem, found_as)
