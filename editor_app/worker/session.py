"""The worker's view of the open letter: what changed since the last answer, and the next thing worth doing."""

from __future__ import annotations

import dataclasses
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from editor_app.errors import LettrineError
from editor_app.issue.model import Issue
from editor_app.issue.outline import Outline
from editor_app.issue.theme import Theme
from editor_app.proofing.diagnostic import Diagnostic, Finding
from editor_app.proofing.letter import LetterChecker
from editor_app.proofing.pipeline import Checker
from editor_app.rendering.markdown import RenderedBlock, render
from editor_app.rendering.page import page, text_level
from editor_app.storage.folder import ISSUE_FILE
from editor_app.storage.issue_yaml import parse_issue
from editor_app.storage.themes import neutral, theme_of
from editor_app.worker import protocol
from editor_app.worker.pictures import Pictures
from editor_app.worker.protocol import Message

SECONDS_AT_ONCE = 0.02
"""Proofing between two looks at what the window says, if a block does not take longer."""
FEW_LINES = 8
"""An edit of more lines brings a text that is new: it is glanced over before it is read."""

Found = tuple[Diagnostic, ...]


@dataclass(slots=True)
class SectionState:
    """One section as the window last sent it, and what the window was last told of it."""

    lines: list[str]
    revision: int
    drawn: tuple[RenderedBlock, ...] = ()
    told: list[Found | None] = field(default_factory=list)
    """By line; None for a line the window knows nothing of."""
    stale_page: bool = True
    stale_findings: bool = True
    new: bool = True
    """Much of it was never looked at."""

    @classmethod
    def of(cls, text: str, revision: int) -> SectionState:
        lines = text.split("\n")
        return cls(lines, revision, told=[None] * len(lines))

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def splice(self, revision: int, first: int, removed: int, lines: Sequence[str]) -> None:
        self.lines[first : first + removed] = lines
        self.told[first : first + removed] = [None] * len(lines)
        self.revision = revision
        self.stale_page = self.stale_findings = True
        self.new = self.new or len(lines) > FEW_LINES


class Session:
    """Takes the window's messages (`handle`, quick) and does the work they call for in small steps (`work`).

    What a person waits for comes first: the page, then the findings of the open section, then the other sections. The
    e-mail, which is made whole each time, takes a quarter of the time at most while there is proofing to be done.
    """

    def __init__(self, checker: Checker, send: Callable[[Message], None], glance: Checker | None = None) -> None:
        """``glance`` has the layers of ``checker`` that are quick: a new text is told what they find first."""
        self._checker, self._glance = checker, glance
        self._letter = LetterChecker(checker)
        self._send = send
        self._issue: Issue | None = None
        self._sections: dict[str, SectionState] = {}
        self._open = ""
        self._without_text: int | None = None
        self._stale_layout = False
        self._files = Pictures(Path())
        self._drawn_in: Theme | None = None
        self._email = False
        self._stale_email: int | None = None
        self._email_due = 0.0
        self._cold: Iterator[None] | None = None
        self._told_issue: tuple[Finding, ...] | None = None

    def handle(self, message: Message) -> None:
        """Take one message into account. Unknown types are the mark of another version and are left alone."""
        match message["type"]:
            case "letter":
                self._files = Pictures(Path(message["folder"]))
                self._sections = {
                    name: SectionState.of(text, message["revisions"].get(name, 0))
                    for name, text in message["texts"].items()
                }
                self._letter = LetterChecker(self._checker)
                self._told_issue = None
                self._set_issue(message["issue"], page=True)
                self._send({"type": "opened", "serial": message["serial"]})
            case "issue":
                self._set_issue(message["issue"], page=message["page"])
            case "text":
                self._set_text(message["section"], message["revision"], message["text"])
            case "splice":
                section = self._sections.setdefault(message["section"], SectionState.of("", 0))
                section.splice(message["revision"], message["first"], message["removed"], message["lines"])
                self._cold = None
            case "view":
                self._files, self._email = Pictures(Path(message["folder"])), message["email"]
                self._stale_email, self._email_due = None, 0.0
                self._stale_layout = True
            case "look":
                self._look(message["section"], message["revision"])

    def work(self) -> bool:
        """Do the next small piece of work; False when there is none left."""
        if self._issue is None:
            return False
        if self._stale_layout:
            self._draw_page(self._issue)
            return True
        for name, section in self._in_order():
            if section.stale_page:
                self._draw_section(name, section)
                return True
        if self._without_text is not None:
            self._say_drawn(self._without_text)
        proofed = not any(section.stale_findings for section in self._sections.values())
        if self._stale_email is not None and (proofed or time.monotonic() >= self._email_due):
            self._draw_email(self._issue, self._stale_email)
            return True
        if proofed:
            return False
        if self._cold is None:
            self._cold = self._proof_cold()
        if next(self._cold, _DONE) is _DONE:
            self._cold = None
            self._tell_findings()
        return True

    @property
    def at_leisure(self) -> bool:
        """Whether nothing is left to do but to read sentences, which takes long and waits for a pause."""
        sections = self._sections.values()
        new = self._glance is not None and any(section.new for section in sections)
        return not (self._stale_layout or self._without_text is not None or new or any(s.stale_page for s in sections))

    def _set_issue(self, source: str, *, page: bool) -> None:
        before, self._issue = self._issue, parse_issue(source.encode("utf-8"), Path(ISSUE_FILE))
        if before is not None and before.words != self._issue.words:
            self._letter = LetterChecker(self._checker)  # which has only what was read with these words
        self._letter.set_issue(self._issue)
        for section in self._sections.values():
            section.stale_findings = True
        changed = before is None or _seen(before) != _seen(self._issue) or self._theme(self._issue) != self._drawn_in
        self._stale_layout = self._stale_layout or page or changed
        self._cold = None

    def _set_text(self, name: str, revision: int, text: str) -> None:
        section = SectionState.of(text, revision)
        before = self._sections.get(name)
        if before is not None:
            section.drawn = before.drawn
        self._sections[name] = section
        self._cold = None

    def _look(self, name: str, revision: int) -> None:
        """The window opened a section under a new revision: tell it everything about it again."""
        self._open = name
        section = self._sections.get(name)
        self._without_text = revision if section is None else None
        if section is not None:
            section.revision = revision
            section.told = [None] * len(section.lines)
            section.stale_page = section.stale_findings = True
            self._cold = None

    def _in_order(self) -> list[tuple[str, SectionState]]:
        return sorted(self._sections.items(), key=lambda item: item[0] != self._open)

    def _level(self, name: str) -> int:
        outline = self._issue.outline if self._issue is not None else Outline()
        return text_level(outline, name) if name in outline else 3

    def _draw_page(self, issue: Issue) -> None:
        for name, section in self._sections.items():
            section.drawn = render(section.text, name, self._level(name))
            section.stale_page = False
        self._stale_layout = False
        bodies = {name: section.drawn for name, section in self._sections.items()}
        opened = self._sections.get(self._open)
        revision, self._without_text = opened.revision if opened else self._without_text or 0, None
        theme = self._drawn_in = self._theme(issue)
        if self._email:
            self._stale_email = revision
            return
        self._send(
            {
                "type": "page",
                "html": page(
                    issue, bodies, theme, css_href=None, logo_href=quote(theme.logo.path) if theme.logo else ""
                ),
                "revision": revision,
                "starts": {name: [block.line for block in section.drawn] for name, section in self._sections.items()},
            }
        )

    def _theme(self, issue: Issue) -> Theme:
        """The letter's theme; the neutral one while it has a fault, which preflight tells."""
        try:
            return theme_of(issue.theme, self._files)
        except LettrineError:
            return neutral()

    def _say_drawn(self, revision: int) -> None:
        """The open section is derived and the page has it already: a patch of nothing brings its revision on screen."""
        self._without_text = None
        name = next(iter(self._sections), None)
        if name is not None:
            self._draw_section(name, self._sections[name], revision)

    def _draw_section(self, name: str, section: SectionState, revision: int | None = None) -> None:
        before, after = section.drawn, render(section.text, name, self._level(name))
        old, new = [block.html for block in before], [block.html for block in after]
        first = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
        shared = min(len(old), len(new)) - first
        tail = zip(reversed(old), reversed(new), strict=False)
        last = sum(1 for _ in itertools.takewhile(lambda pair: pair[0] == pair[1], itertools.islice(tail, shared)))
        section.drawn, section.stale_page = after, False
        if self._email:
            opened = self._sections.get(self._open)
            self._stale_email = opened.revision if opened else revision or self._stale_email or 0
            return
        self._send(
            {
                "type": "patch",
                "section": name,
                "revision": section.revision if revision is None else revision,
                "first": first,
                "removed": len(old) - first - last,
                "blocks": new[first : len(new) - last],
                "starts": [block.line for block in after],
            }
        )

    def _draw_email(self, issue: Issue, revision: int) -> None:
        """Send the e-mail whole: the page changes what differs."""
        from editor_app.exporting.email.view import email_view  # noqa: PLC0415  (most sittings never look at it)
        from editor_app.exporting.format import Letter  # noqa: PLC0415

        began = time.monotonic()
        texts = {name: section.text for name, section in self._sections.items()}
        if self._theme(issue).name != issue.theme:
            issue = dataclasses.replace(issue, theme="")
        view = email_view(Letter(issue, texts, self._files))
        self._stale_email, now = None, time.monotonic()
        self._email_due = now + 3 * (now - began)
        self._send(
            {
                "type": "email",
                "html": view.html,
                "subject": view.subject,
                "preheader": view.preheader,
                "revision": revision,
            }
        )

    def _proof_cold(self) -> Iterator[None]:
        """Fill the checker's cache a few blocks at a time, so that the telling that follows is quick."""
        for name, section in self._in_order():
            if self._glance is not None and section.new and section.stale_findings:
                letter = LetterChecker(self._glance)
                if self._issue is not None:
                    letter.set_issue(self._issue)
                text = section.text
                yield from _in_slices(letter.read(text))
                letter.set_text(name, text)
                self._tell_glance(letter, name, section)
                yield
        waiting = [(name, section) for name, section in self._in_order() if section.stale_findings]
        for name, section in waiting:
            text = section.text
            yield from _in_slices(self._letter.read(text))
            self._letter.set_text(name, text)
            if section is not waiting[-1][1] and None in section.told:
                self._tell_section(name, section, more=True)
                yield

    def _tell_glance(self, letter: LetterChecker, name: str, section: SectionState) -> None:
        section.new = False
        found = by_line(section.lines, [finding.diagnostic for finding in letter.findings(name)])
        unknown = (number for number, told in enumerate(section.told) if told is None)
        lines = {number: found[number] for number in unknown if found[number]}
        self._send(
            {
                "type": "findings",
                "section": name,
                "revision": section.revision,
                "lines": protocol.pack_lines(lines),
                "more": True,
            }
        )

    def _tell_findings(self) -> None:
        for name, section in self._in_order():
            section.stale_findings = section.new = False
            self._tell_section(name, section, more=False)
        about_issue = tuple(self._letter.findings(None))
        if about_issue != self._told_issue:
            self._told_issue = about_issue
            self._send({"type": "letter", "findings": protocol.pack_findings(about_issue)})

    def _tell_section(self, name: str, section: SectionState, *, more: bool) -> None:
        """Tell what the window was not told already. ``more``: what the sections still unread say to it may follow."""
        now = by_line(section.lines, [finding.diagnostic for finding in self._letter.findings(name)])
        pairs = enumerate(zip(now, section.told, strict=True))
        changed = {number: found for number, (found, told) in pairs if found != told}
        section.told = list(now)
        self._send(
            {
                "type": "findings",
                "section": name,
                "revision": section.revision,
                "lines": protocol.pack_lines(changed),
                "more": more,
            }
        )


_DONE = object()


def _in_slices(steps: Iterator[None]) -> Iterator[None]:
    """As many of the steps as a slice of time takes, then a look at what the window says."""
    began = time.monotonic()
    for _ in steps:
        if time.monotonic() - began > SECONDS_AT_ONCE:
            yield
            began = time.monotonic()


def _seen(issue: Issue) -> Issue:
    """What readers of the page see of an issue's values."""
    return dataclasses.replace(issue, words=(), ignored=(), waivers=())


def by_line(lines: Sequence[str], diagnostics: Sequence[Diagnostic]) -> list[Found]:
    """Diagnostics of a text, line by line, counted from the start of their line. One that runs over several lines
    stands on its first."""
    rows: list[list[Diagnostic]] = [[] for _ in lines]
    number, start = 0, 0
    for diagnostic in sorted(diagnostics, key=lambda found: found.start):
        while number + 1 < len(lines) and start + len(lines[number]) < diagnostic.start:
            start += len(lines[number]) + 1
            number += 1
        rows[number].append(diagnostic.shifted(-start))
    return [tuple(row) for row in rows]
