"""The e-mail in the bundle: one ``.eml`` file that mail programs open as a draft, ready to be addressed and sent."""

from __future__ import annotations

import datetime
import hashlib
import re
from collections.abc import Mapping
from email.header import Header
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy
from typing import Final, cast

from editor_app.errors import RefusedError
from editor_app.exporting.email.html import mailed, message_html
from editor_app.exporting.format import Format, Letter, Part
from editor_app.exporting.text.file import letter_text
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP
from editor_app.issue.summary import summary

MAX_HTML_BYTES: Final = 102_000
"""Gmail hides what comes after 102 kB of HTML behind a link."""

_PREHEADER_LENGTH: Final = 130
_CONTROLS: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


class _WholeSubject(EmailPolicy):
    """Writes the subject as encoded words that hold its spaces. The standard library's folding loses a space between
    two of them (Python 3.11 to 3.13: one title in seven read « informationn° »)."""

    def fold_binary(self, name: str, value: str) -> bytes:
        """One header as the lines of the message."""
        if name.lower() != "subject":
            return super().fold_binary(name, value)
        words = Header(str(value), "utf-8", maxlinelen=self.max_line_length or 78, header_name=name)
        return f"{name}: {words.encode(linesep=self.linesep)}{self.linesep}".encode("ascii")


_SMTP: Final = _WholeSubject(linesep=SMTP.linesep, max_line_length=78)


def letter_email(letter: Letter) -> bytes:
    """The letter as a message (RFC 5322) without sender or addressees: ``X-Unsent`` makes it a draft. Text first, then
    HTML with its pictures. Date, boundaries and Message-ID come from the content, hence the same bytes every time.

    Raises RefusedError when the HTML is heavier than mail programs show whole.
    """
    issue = letter.issue
    html, pictures = message_html(letter, subject(issue), preheader(issue))
    weight = len(html.encode())
    if weight > MAX_HTML_BYTES:
        raise RefusedError(
            f"L’e-mail de la lettre n°{NBSP}{issue.number} pèserait {-(-weight // 1000)}{NBSP}ko, et Gmail coupe "
            f"au-delà de {MAX_HTML_BYTES // 1000}{NBSP}ko : raccourcissez la lettre, ou laissez l’e-mail (--only)."
        )
    text = letter_text(letter)
    images = {path: mailed(letter.files[path]) for path in pictures}
    digest = _digest(text, html, *images.values())
    message = EmailMessage(policy=_SMTP)
    day = issue.modified or issue.date
    if day is not None:  # at noon, so that it is the same day everywhere
        message["Date"] = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
    message["Message-ID"] = f"<{digest[:32]}@lettrine.invalid>"
    message["X-Unsent"] = "1"
    message.set_content(text, cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
    words, page = cast("list[EmailMessage]", message.get_payload())
    words["Content-Language"] = page["Content-Language"] = issue.language
    for path, name in pictures.items():
        kind = name.rpartition(".")[2]
        page.add_related(images[path], "image", kind, cid=f"<{name}>", filename=name, disposition="inline")
    if pictures:
        page.set_param("type", "text/html")  # RFC 2387
    for number, part in enumerate(each for each in message.walk() if each.is_multipart()):
        part.set_boundary(f"=_{digest[:24]}_{number}")  # no quoted-printable or base64 line can begin so
    return _subject_line(issue) + message.as_bytes()


def _subject_line(issue: Issue) -> bytes:
    """The header in encoded words (RFC 2047), blank for blank. The message would fold it itself, but it loses blanks
    before characters beyond U+FFFF, and takes minutes over some titles (CPython 3.11)."""
    words = Header(subject(issue), "utf-8", header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {words}\r\n".encode("ascii")


def email_weight(letter: Letter) -> int:
    """The bytes of the message's HTML, to be compared with ``MAX_HTML_BYTES``."""
    html, _ = message_html(letter, subject(letter.issue), preheader(letter.issue))
    return len(html.encode())


def subject(issue: Issue) -> str:
    """« Lutte contre la traite des êtres humains – Lettre d’information n° 15 »."""
    return _one_line(f"{issue.title} – {issue.name} n°{NBSP}{issue.number}")


def preheader(issue: Issue) -> str:
    """What mail programs show after the subject: the first titles of the *sommaire*, as many as there is room for."""
    text = ""
    for entry in summary(issue.outline):
        title = _one_line(issue.outline.find(entry.section_id).title)
        longer = f"{text}{NBSP}; {title}" if text else f"Au sommaire{NBSP}: {title}"
        if entry.depth == 0 and title and (not text or len(longer) <= _PREHEADER_LENGTH):
            text = longer
    return text or _one_line(issue.name)


def _one_line(text: str) -> str:
    """``text`` without anything that could end a header."""
    return _CONTROLS.sub(" ", text).strip()


def _digest(*contents: str | bytes) -> str:
    total = hashlib.sha256()
    for content in contents:
        data = content.encode() if isinstance(content, str) else content
        total.update(len(data).to_bytes(8, "big") + data)
    return total.hexdigest()


def _make(letter: Letter) -> Mapping[str, Part]:
    return {"lettre.eml": Part(letter_email(letter), "document")}


EMAIL = Format("email", "l’e-mail prêt à envoyer", _make)
