"""Sending a letter to proofreaders and taking in what they say of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from editor_app.errors import LettrineError, RefusedError
from editor_app.issue.model import Issue
from editor_app.review.annotation import Annotation, State
from editor_app.review.sign_off import Signature, SignOff, Verdict, sign_off
from editor_app.storage.folder import ISSUE_FILE
from editor_app.storage.issue_yaml import parse_issue
from editor_app.storage.kept_letter import KeptLetter, SectionDifference
from editor_app.storage.lock import HeldElsewhereError
from editor_app.storage.sections import decode

if TYPE_CHECKING:
    from editor_app.exporting.packet.files import Returned
    from editor_app.exporting.packet.word.base import WordBase
    from editor_app.review.decisions import Acceptance
    from editor_app.storage.version import Version

__all__ = ["Merged", "ProofreadLetter", "SignOff", "Signature", "Verdict", "merged_remarks", "sign_off"]

PACKET_SUFFIX: Final = ".lettrine.zip"
"""How a packet's name had best end: the desktop knows it by this (packaging/lettrine.xml); to others it is a zip."""
SENT: Final = "envoyé en relecture"
"""How the name of the version begins that is kept when a packet is made."""
MAX_SENT: Final = 12
"""Texts of one section that went out, of which one is looked for that Markdown was made from."""
PASSED: Final = "bon à tirer"
"""How the name of the version begins that was declared fit to go out."""


@dataclass(frozen=True, slots=True)
class Merged:
    """Every remark of the letter after returns were taken in; of those, the new ones, those that say something else
    than before, and those of the returns that no words of the letter could surely be found for."""

    annotations: tuple[Annotation, ...]
    new: tuple[Annotation, ...]
    changed: tuple[Annotation, ...]
    orphans: tuple[Annotation, ...]


class ProofreadLetter(KeptLetter):
    """An open letter that goes out to proofreaders and comes back with remarks."""

    def make_packet(self, to: Path, *, reader: str, before: datetime.date | None = None, look_at: str = "") -> None:
        """Write the packet for the proofreader ``reader`` as the file ``to``: what to send for proofreading; what is
        sent is kept as a version.

        ``before`` is the day by which it is wanted, ``look_at`` what to look at. Raises LettrineError when it cannot be
        made; ``to`` is then as it was.
        """
        from editor_app.exporting.format import Letter
        from editor_app.exporting.packet.making import Request, make_packet

        letter = Letter(self.issue, self.texts, self._folder.files())
        make_packet(letter, self.annotations, Request(reader, before, look_at), to)
        with suppress(HeldElsewhereError):  # the packet holds the texts; the window that writes keeps versions
            self.keep_version(f"{SENT} à {reader.strip()}")

    def sent(self) -> Version | None:
        """The version that went out last, None when none did."""
        return next((version for version in self.versions() if version.name.startswith(SENT)), None)

    def changes_since_sent(self) -> tuple[SectionDifference, ...]:
        """The sections that differ from those that went out last, in reading order; none when nothing went out. Raises
        LettrineError when that version is damaged."""
        version = self.sent()
        return self.version_differences(version) if version is not None else ()

    def read_returns(self, paths: Iterable[Path], by: str | None = None) -> tuple[Returned, ...]:
        """Read what came back, checked; changes nothing. ``by`` is who proofread the Markdown files among them, which
        do not say so. Raises LettrineError for the first file that is not a return about this letter."""
        from editor_app.exporting.packet.markdown_return import is_markdown
        from editor_app.exporting.packet.reading import read_return

        returns = tuple(
            self._read_markdown(path, by) if is_markdown(path) else read_return(path, self._word_bases)
            for path in paths
        )
        for returned in returns:
            if returned.issue != self.issue.id:
                raise LettrineError(
                    f"{returned.path} : cette relecture est celle d’une autre lettre que {self.path.name} ; "
                    "ouvrez cette autre lettre pour l’y prendre."
                )
        return returns

    def _word_bases(self) -> Iterator[WordBase]:
        """What Word files of this letter carried: as it stands, and each time it went out, the last first."""
        from editor_app.exporting.format import Letter
        from editor_app.exporting.packet.word.making import NAMELESS, base_of

        yield base_of(Letter(self.issue, self.texts, self._folder.files()), self.texts, NAMELESS, self.annotations)
        sent = [version for version in self.versions() if version.name.startswith(SENT)]
        for version in sent[:MAX_SENT]:
            with suppress(LettrineError):
                files = self._versions.files(version)
                issue = parse_issue(files.get(ISSUE_FILE, b""), self.path / ISSUE_FILE)
                texts = {
                    section.id: decode(files[section.file], Path(section.file)).text
                    for section in issue.outline.walk()
                    if section.file in files
                }
                yield base_of(Letter(issue, texts, files), texts, NAMELESS, self.annotations)

    def _read_markdown(self, path: Path, by: str | None) -> Returned:
        from editor_app.exporting.packet.markdown_return import read_markdown_return

        texts: dict[str, tuple[str, ...]] = {section: (text,) for section, text in self.texts.items()}
        if path.stem in texts:
            texts[path.stem] += self._texts_sent(path.stem)
        return read_markdown_return(path, by, self.issue.id, texts, self.annotations)

    def _texts_sent(self, section: str) -> tuple[str, ...]:
        """The texts that the section had each time the letter went out, as far as the versions can be read."""
        file = self.issue.outline.find(section).file
        found: dict[str, None] = {}
        for version in self.versions():
            if file is not None and version.name.startswith(SENT) and len(found) < MAX_SENT:
                with suppress(LettrineError):
                    data = self._versions.file(version, file)
                    if data is not None:
                        found[decode(data, Path(file)).text] = None
        return tuple(found)

    def merge(self, paths: Iterable[Path], by: str | None = None) -> Merged:
        """Take in the remarks of returns, in any order and any number of times, and set each on its words: packets,
        Word files that came out of them, a section's Markdown proofread by ``by``.

        Writes ``review/annotations.jsonl``. Raises LettrineError when one return is refused; nothing is changed then.
        """
        merged = merged_remarks(self.issue, self.texts, self.annotations, self.read_returns(paths, by))
        self.save_annotations(merged.annotations)
        return merged

    # What the author makes of remarks

    def accept(self, remark_id: str) -> Acceptance:
        """Put a suggestion into the text; rivals are refused with it. Writes the text, the remarks, and a version that
        names whoever suggested it. Raises LettrineError when the suggestion has no place any more."""
        from editor_app.review.decisions import accept, proposal_of

        remark = self._remark(remark_id)
        section = remark.target.section
        text = self.texts.get(section, "")
        proposal = proposal_of(remark, self.annotations, text)
        if proposal is None:
            raise LettrineError(
                f"{self.path.name} : cette suggestion n’a plus de place dans le texte ; "
                "placez-la sur des mots, ou refusez-la."
            )
        return self._carry_out(accept([proposal], self.annotations, section, text))

    def accept_typography(self, author: str) -> tuple[Acceptance, ...]:
        """Put everything that ``author`` suggests for the typography into the texts, section by section, as one
        version; what it would be is ``review.decisions.typographic_proposals``. Raises LettrineError."""
        from editor_app.review.decisions import accept, typographic_proposals

        done = []
        for section in self.issue.outline.walk():
            text = self.texts.get(section.id, "")
            chosen = typographic_proposals(author, self.annotations, section.id, text)
            if chosen:
                done.append(self._carry_out(accept(chosen, self.annotations, section.id, text), keep=False))
        if done:
            count = sum(len(one.accepted) for one in done)
            self.keep_version(typography_accepted(author, count))
        return tuple(done)

    def refuse(self, remark_id: str) -> None:
        """Leave a suggestion out. Writes the remarks. Raises LettrineError."""
        self._decide(remark_id, State.REFUSED)

    def close_remark(self, remark_id: str) -> None:
        """Be done with a remark. Writes the remarks. Raises LettrineError."""
        self._decide(remark_id, State.CLOSED)

    def reopen(self, remark_id: str) -> None:
        """Take up again a remark that was refused or closed. Writes the remarks. Raises LettrineError."""
        self._decide(remark_id, State.OPEN)

    def reply(self, remark_id: str, body: str, author: str) -> Annotation:
        """Answer a remark. Writes the remarks. Raises LettrineError."""
        from editor_app.review.decisions import reply

        made = reply(self._remark(remark_id), body, author)
        self.save_annotations((*self.annotations, made))
        return made

    def place_remark(self, remark_id: str, start: int, end: int) -> None:
        """Set a remark on the words ``[start, end)`` (code points) of its section. Writes the remarks. Raises
        LettrineError."""
        from editor_app.review.decisions import placed

        remark = self._remark(remark_id)
        text = self.texts.get(remark.target.section, "")
        if not 0 <= start < end <= len(text):
            raise LettrineError(f"{self.path.name} : ce passage n’est pas dans la rubrique ; choisissez des mots.")
        self._put_remarks([placed(remark, text, start, end)])

    def sign(self, section_id: str, verdict: Verdict | None, author: str) -> None:
        """Say *vu*, *à revoir* or *bon à tirer* of a section as it is saved, or (None) take it back. Writes the
        remarks. Raises LettrineError."""
        from editor_app.review.decisions import signed

        if section_id not in self.texts:
            raise LettrineError(f"{self.path.name} : aucune rubrique de texte ne s’appelle « {section_id} ».")
        text = self.texts[section_id]
        self._put_remarks(
            signed(self.annotations, verdict, text, issue=self.issue.id, section=section_id, author=author)
        )

    def sign_off(self) -> SignOff:
        """Who signed which section, and what keeps the letter from its *bon à tirer*."""
        return sign_off(self.issue, self.annotations, self.texts)

    def pass_for_press(self, author: str, *, force: bool = False) -> Version | None:
        """Declare the letter *bon à tirer*: a version of that name, which says who did, and what was forced. Raises
        RefusedError when a section is unsigned or a remark open and ``force`` is False, and LettrineError."""
        state = self.sign_off()
        if not state.complete and not force:
            raise RefusedError(f"{self.path.name} : {what_is_missing(state)} ; signez, répondez, ou passez outre.")
        return self.keep_version(passed(author, state))

    def _carry_out(self, acceptance: Acceptance, *, keep: bool = True) -> Acceptance:
        self.save_text(acceptance.section, acceptance.after)
        self._put_remarks(acceptance.remarks)
        if keep:
            self.keep_version(acceptance.message)
        return acceptance

    def _decide(self, remark_id: str, state: State) -> None:
        from editor_app.review.decisions import decided

        self._put_remarks([decided(self._remark(remark_id), state)])

    def _remark(self, remark_id: str) -> Annotation:
        for remark in self.annotations:
            if remark.id == remark_id:
                return remark
        raise LettrineError(f"{self.path.name} : cette remarque n’est pas dans la lettre ; reprenez la relecture.")

    def _put_remarks(self, changed: Iterable[Annotation]) -> None:
        kept = {remark.id: remark for remark in self.annotations}
        kept.update((remark.id, remark) for remark in changed)
        self.save_annotations(kept.values())


def typography_accepted(author: str, count: int) -> str:
    """The name of the version that keeps the typography of ``author``, accepted at once."""
    from editor_app.review.decisions import of_people

    return f"Typographie {of_people([author])} acceptée : {count} suggestion{'s' if count > 1 else ''}"


def passed(author: str, state: SignOff) -> str:
    """The name of the version that was declared *bon à tirer*."""
    return (
        f"{PASSED} par {author}" if state.complete else f"{PASSED} par {author}, passé outre : {what_is_missing(state)}"
    )


def what_is_missing(state: SignOff) -> str:
    """What keeps a letter from its *bon à tirer*, in French; empty when nothing does."""
    sections, remarks = len(state.unsigned), len(state.open_remarks)
    parts = []
    if sections:
        parts.append(f"{sections} rubriques ne sont pas signées" if sections > 1 else "1 rubrique n’est pas signée")
    if remarks:
        parts.append(f"{remarks} remarques sont ouvertes" if remarks > 1 else "1 remarque est ouverte")
    return " et ".join(parts)


def merged_remarks(
    issue: Issue, texts: Mapping[str, str], own: Iterable[Annotation], returns: Iterable[Returned]
) -> Merged:
    """What ``ProofreadLetter.merge`` makes of the remarks ``own`` and of ``returns``, for a letter whose texts (by
    section id) may not be written yet; changes nothing."""
    from editor_app.review.merging import join, take_in

    before = {remark.id: remark for remark in own}
    returns = tuple(returns)
    # Each on today's text by the texts of its own return, so that copies of one remark can be compared.
    placed = join(*(_placed_today(returned, texts) for returned in returns))
    after = take_in(before.values(), placed)
    new = tuple(remark for remark in after if remark.id not in before)
    changed = tuple(
        remark
        for remark in after
        # A Word file has one date for all that is in it: saved again, it says nothing new of what stayed the same.
        if remark.id in before
        and remark != replace(before[remark.id], created=remark.created, modified=remark.modified)
    )
    lost = tuple(
        remark for remark in (*new, *changed) if remark.target.orphan or remark.target.section not in issue.outline
    )
    return Merged(after, new, changed, lost)


def _placed_today(returned: Returned, texts: Mapping[str, str]) -> tuple[Annotation, ...]:
    from editor_app.review.anchoring import place
    from editor_app.review.merging import taken

    remarks = returned.remarks
    for section, text in texts.items():
        if section in returned.texts:
            remarks = place(remarks, section, text, [returned.texts[section]])
    return tuple(map(taken, remarks))
