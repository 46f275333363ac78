"""Opens a Word or ODT file, a zip of XML, without believing anything that it says about itself.

Parts are read by their names; what one part says of another's place, inside or outside the file, is never followed.
"""

from __future__ import annotations

import unicodedata
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from editor_app.errors import LettrineError
from editor_app.storage.safe_paths import read_bounded
from editor_app.storage.system_errors import unreadable
from editor_app.storage.zip_directory import directory_of

MAX_FILE: Final = 64 * 1024**2
MAX_PARTS: Final = 2_000
MAX_BYTES: Final = 200 * 1024**2
MAX_XML: Final = 24 * 1024**2
MAX_RATIO: Final = 200
"""A part may be this many times larger than its compressed form, once it is larger than a picture's header."""

MAX_ELEMENTS: Final = 400_000
MAX_DEPTH: Final = 120
_SMALL: Final = 1024**2
_MAX_DIRECTORY: Final = 1024**2
_OLD_WORD: Final = b"\xd0\xcf\x11\xe0"
_ZIP_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OverflowError,
    RuntimeError,
    ValueError,
)


class OfficeFile:
    """The parts of one file of at most ``max_file`` bytes, each part of at most ``max_elements`` elements. ``path`` is
    where it is, for messages."""

    def __init__(self, path: Path, *, max_file: int = MAX_FILE, max_elements: int = MAX_ELEMENTS) -> None:
        """Raises LettrineError for a file that is missing, too large, damaged, or made to harm."""
        self.path = path
        self._max_elements = max_elements
        try:
            data = read_bounded(path, max_file)
        except FileNotFoundError as error:
            raise unreadable(path, error) from error
        if data.startswith(_OLD_WORD):
            raise self.refused("ce fichier est protégé par un mot de passe, ou dans l’ancien format de Word")
        directory = directory_of(BytesIO(data))
        if directory is None:
            raise self.damaged()
        if directory.large_format or directory.entries > MAX_PARTS or directory.size > _MAX_DIRECTORY:
            raise self.refused("il contient trop de parties, ou deux du même nom")
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
            entries = self._archive.infolist()
        except _ZIP_FAULTS as error:
            raise self.damaged() from error
        self.names = tuple(entry.filename for entry in entries if not entry.is_dir())
        folded = {unicodedata.normalize("NFC", name).casefold() for name in self.names}
        if len(entries) > MAX_PARTS or len(folded) < len(self.names):
            raise self.refused("il contient trop de parties, ou deux du même nom")
        if sum(entry.file_size for entry in entries) > MAX_BYTES:
            raise self.refused(f"il contient plus de {MAX_BYTES // 1024**2} Mio")
        for entry in entries:
            if entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(1, entry.compress_size):
                raise self.refused("l’une de ses parties grossit démesurément une fois ouverte")
            if entry.flag_bits & 1:
                raise self.refused("il est chiffré")

    def read(self, name: str) -> bytes:
        """The content of a part. Raises LettrineError when it is not there or damaged."""
        try:
            return self._archive.read(name)
        except (KeyError, *_ZIP_FAULTS) as error:
            raise self.damaged() from error

    def xml(self, name: str) -> Element:
        """The root element of a part that is XML without a document type, of a bounded size and depth."""
        data = self.read(name)
        if len(data) > MAX_XML:
            raise self.refused(f"son texte dépasse {MAX_XML // 1024**2} Mio")
        count = depth = 0
        root: Element | None = None
        try:
            for event, element in iterparse(BytesIO(data), events=("start", "end"), forbid_dtd=True):
                root = element if root is None else root
                depth += 1 if event == "start" else -1
                count += event == "start"
                if count > self._max_elements or depth > MAX_DEPTH:
                    raise self.refused("sa structure est trop grande ou trop profonde")
        except DefusedXmlException as error:
            raise self.refused("il définit ses propres entités XML, ce qu’aucun document ne fait") from error
        except (ParseError, LookupError, ValueError) as error:
            raise self.damaged() from error
        if root is None:
            raise self.damaged()
        return root

    def refused(self, reason: str) -> LettrineError:
        """The error to raise for a file that must not be read."""
        return LettrineError(
            f"{self.path} : {reason} ; rouvrez-le dans son logiciel et enregistrez-le de nouveau en .docx ou en .odt."
        )

    def damaged(self) -> LettrineError:
        """The error to raise for a file that cannot be read."""
        return self.refused("ce fichier est abîmé ou n’est pas un document de traitement de texte")
