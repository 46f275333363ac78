"""The e-mail as its readers will see it, for a screen instead of a mail program."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from editor_app.exporting.email.html import message_html
from editor_app.exporting.email.message import preheader, subject
from editor_app.exporting.format import Letter


@dataclass(frozen=True, slots=True)
class EmailView:
    """``html`` is the message as a page of its own, its pictures under ``media/…``; ``subject`` and ``preheader`` are
    what a mail program lists it by."""

    subject: str
    preheader: str
    html: str


def email_view(letter: Letter) -> EmailView:
    """Of ``letter.files`` the pictures alone are read."""
    said, hint = subject(letter.issue), preheader(letter.issue)
    html, pictures = message_html(letter, said, hint)
    for path, name in pictures.items():
        html = html.replace(f'src="cid:{name}"', f'src="{escape(quote(path), quote=True)}"')
    return EmailView(said, hint, html)
