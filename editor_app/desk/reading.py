"""A packet opened by whoever proofreads it: the same house on a copy of the letter, and a return to send back."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Final

from editor_app.desk.letter import Desk
from editor_app.errors import LettrineError
from editor_app.issue.naming import slug
from editor_app.review.annotation import Annotation, Motivation, State, quote, text_digest
from editor_app.storage import library
from editor_app.storage.annotations import dump_annotations, parse_annotations
from editor_app.storage.atomic import write_atomically
from editor_app.storage.folder import ANNOTATIONS_FILE, ISSUE_FILE, IssueFolder
from editor_app.storage.issue_yaml import dump_issue
from editor_app.storage.safe_paths import read_bounded
from editor_app.storage.sections import TextFile
from editor_app.storage.whole_folder import Content, create_folder

if TYPE_CHECKING:
    from editor_app.exporting.packet.opening import Packet

MARK: Final = "paquet-sha256.txt"
"""In the folder of the work: which packet it is on."""
SENT_BACK: Final = "review/suggestions-rendues.jsonl"
"""The suggestions made of edits that the last return held: what is no longer meant is withdrawn by the next."""
MOST_COPIES: Final = 100


class ReadingDesk(Desk):
    """The work of a proofreader on a packet, kept in a folder beside it as any letter is: typed text in a journal,
    remarks in their file. The packet itself is never changed."""

    def __init__(self, folder: IssueFolder, packet: Packet) -> None:
        super().__init__(folder)
        self.packet = packet

    @property
    def reader(self) -> str:
        """Who proofreads: the name that signs what is said here."""
        return self.packet.reader

    def proposed_return(self) -> Path:
        """Where the return would be put: beside the packet."""
        name = f"relecture-{self.issue.number}-{slug(self.reader, 40) or 'retour'}-retour.zip"
        return self.packet.path.absolute().parent / name

    def edits(self) -> tuple[Annotation, ...]:
        """What was changed in the saved texts, as suggestions for the texts that were sent."""
        from editor_app.review.edits import suggested_by

        return tuple(
            suggestion
            for section, base in self.packet.texts.items()
            for suggestion in suggested_by(
                base, self.texts.get(section, base), issue=self.issue.id, section=section, author=self.reader
            )
        )

    def remarks(self) -> tuple[Annotation, ...]:
        """What this proofreader says, each remark on the words of the text that was sent."""
        from editor_app.review.edits import WayBack

        bases = self.packet.texts
        back = {section: WayBack(base, self.texts.get(section, base)) for section, base in bases.items()}
        said = []
        for remark in self.annotations:
            target = remark.target
            if remark.author != self.reader or target.section not in bases:
                continue
            base = bases[target.section]
            if target.quote is None or target.digest == text_digest(base):
                target = dataclasses.replace(target, digest=text_digest(base))
            else:
                start, end = back[target.section].range(target.start, target.end)
                target = dataclasses.replace(
                    target, start=start, end=end, quote=quote(base, start, end), digest=text_digest(base)
                )
            said.append(dataclasses.replace(remark, target=target))
        return tuple(said)

    def save_return(self, to: Path) -> int:
        """Write the return as the file ``to``; how many remarks it holds. May be done any number of times: the next one
        says all that this one did, less what was taken back. Raises LettrineError; ``to`` is then as it was."""
        from editor_app.exporting.packet.returning import write_return
        from editor_app.review.edits import sent_again

        if to.absolute() == self.packet.path.absolute():
            raise LettrineError(f"{to} : c’est le paquet reçu ; donnez un autre nom à la relecture.")
        edits = sent_again(self.edits(), self._sent_back())
        said = (*self.remarks(), *edits)
        write_return(to, self.packet.issue, self.reader, said, self.packet.texts)
        write_atomically(self.path / SENT_BACK, dump_annotations(edits))
        return sum(remark.state is not State.DELETED for remark in said)

    def said(self) -> str:
        """What the return would hold, in French; empty when nothing."""
        own = [remark for remark in self.remarks() if remark.state is not State.DELETED]
        verdicts = sum(remark.motivation is Motivation.ASSESSING for remark in own)
        counts = (
            (len(own) - verdicts, "remarque", "remarques"),
            (len(self.edits()), "correction", "corrections"),
            (verdicts, "avis", "avis"),
        )
        parts = [f"{count} {several if count > 1 else one}" for count, one, several in counts if count]
        return ", ".join(parts)

    def _sent_back(self) -> tuple[Annotation, ...]:
        path = self.path / SENT_BACK
        try:
            return parse_annotations(read_bounded(path, 16 * 1024**2, self.path), path)
        except FileNotFoundError:
            return ()


def open_packet(path: Path) -> ReadingDesk:
    """Open a packet to proofread it, taking up the work that was begun on it. Makes, the first time, a folder for the
    work beside the packet, or among the person's letters where it cannot be made there. Raises LettrineError when the
    packet is refused; nothing is written then."""
    from editor_app.exporting.packet.opening import read_packet

    packet = read_packet(path)
    try:
        return ReadingDesk(_work(packet, path.absolute().parent), packet)
    except LettrineError:
        return ReadingDesk(_work(packet, library.personal_folder() / "Relectures"), packet)


def _work(packet: Packet, beside: Path) -> IssueFolder:
    """The folder of the work on this packet: the one begun, else a new one."""
    for copy in range(1, MOST_COPIES):
        stem = packet.path.name.removesuffix(".zip").removesuffix(".lettrine")
        name = f"{stem} (travail)" if copy == 1 else f"{stem} (travail {copy})"
        path = beside / name
        if not path.exists():
            create_folder(path, _content(packet, path))
            return IssueFolder.open(path)
        try:
            if read_bounded(path / MARK, 200, path).strip() == packet.digest.encode():
                return IssueFolder.open(path)
        except FileNotFoundError:
            continue
    raise LettrineError(f"{beside} : trop de dossiers de travail pour ce paquet ; rangez ceux qui ne servent plus.")


def _content(packet: Packet, path: Path) -> dict[str, Content]:
    issue = packet.issue
    files: dict[str, Content] = {ISSUE_FILE: dump_issue(issue), MARK: f"{packet.digest}\n".encode()}
    for section in issue.outline.walk():
        if section.file is not None:
            files[section.file] = TextFile(packet.texts.get(section.id, "")).encode(path / section.file)
    return {**files, **packet.media, ANNOTATIONS_FILE: dump_annotations(packet.remarks)}
