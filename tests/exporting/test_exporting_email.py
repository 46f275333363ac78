"""The e-mail of a letter: a draft that any mail program opens, small, safe, readable without pictures."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest
import yaml
from drawn_pictures import talkative
from hypothesis import example, given, settings
from hypothesis import strategies as st
from made_themes import dressed
from page_oracles import assert_accessible
from torture_letter import torture_letter
from tortured import attacks, imported, letter_of, plain_letter, tortured

from editor_app.errors import RefusedError
from editor_app.exporting.email.message import MAX_HTML_BYTES, letter_email, preheader, subject
from editor_app.exporting.format import Letter
from editor_app.exporting.text.file import letter_text
from editor_app.storage.bare_pictures import bare, hides_something
from editor_app.storage.folder import IssueFolder

NBSP = "\u00a0"

BASELINE: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "email_baseline.yaml").read_text(encoding="utf-8")
)
REVIEWED = {
    (kind, name): entry["feature"] for entry in BASELINE for kind, names in entry["uses"].items() for name in names
}
SELECTORS = {"class": r"\.[\w-]", "type": r"(?:^|[\s,])[a-z]", "descendant": r"\S\s+[.a-z]", "grouping": ","}


class Elements(HTMLParser):
    """Every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data


def of_elements(elements: Elements) -> Iterator[tuple[str, str]]:
    """Every feature that the elements of a message use, as the baseline names them."""
    for tag, attributes in elements.found:
        yield "tag", tag
        for name, value in attributes.items():
            yield "attribute", name
            if name in ("href", "src"):
                yield "scheme", "#" if value.startswith("#") else value.partition(":")[0].lower()
            if name == "style":
                yield from of_rules(value)


def of_rules(rules: str) -> Iterator[tuple[str, str]]:
    """Every feature that declarations use."""
    for name, _, value in (rule.partition(":") for rule in rules.split(";") if rule.strip()):
        yield "property", name.strip()
        yield from (("unit", unit) for unit in re.findall(r"(?<![#\w])[\d.]+([a-z]+|%)", value))
        yield from (("function", found) for found in re.findall(r"([\w-]+)\(", value))
        if name.strip() == "display" and value.strip() == "none":
            yield "value", "display: none"
        if "!important" in value:
            yield "other", "!important" if " !important" in value else "!important without a space"


def of_sheet(css: str) -> Iterator[tuple[str, str]]:
    """Every feature that the style element uses."""
    if "/*" in css:
        yield "other", "comment"
    for name, condition in re.findall(r"(@[\w-]+)([^{]*)", css):
        yield "other", name
        yield from (("other", feature) for feature in re.findall(r"\(\s*([\w-]+)", condition))
    for selector, rules in re.findall(r"([^{}@]+)\{([^{}]+)\}", re.sub(r"@[^{]*\{", "", css)):
        yield from of_rules(rules)
        yield from (("selector", kind) for kind, sign in SELECTORS.items() if re.search(sign, selector.strip()))
        yield from (("selector", odd) for odd in re.findall(r"[:>+~\[*#][\w:-]*", selector))


def features(message: EmailMessage) -> set[tuple[str, str]]:
    """Everything that the message asks of the program that shows it."""
    html = body(message, "html")
    head = html[html.index("<style>") + 7 : html.index("</style>")]
    kinds = {
        ("picture", part.get_content_subtype()) for part in message.walk() if part.get_content_maintype() == "image"
    }
    return {*of_elements(Elements(html)), *of_sheet(head), *kinds, ("other", "doctype")}


def parsed(data: bytes) -> EmailMessage:
    return cast("EmailMessage", email.message_from_bytes(data, policy=SMTP))


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


def pictures(message: EmailMessage) -> dict[str, bytes]:
    return {
        str(part["Content-ID"]).strip("<>"): part.get_content()
        for part in message.walk()
        if part.get_content_maintype() == "image"
    }


def assert_sound(data: bytes) -> None:
    """A mail server takes it as it is; the HTML is of the reviewed kind, runs nothing and fetches nothing."""
    assert data.isascii() and b"\0" not in data
    assert all(len(line) <= 78 for line in data.split(b"\r\n")) and b"\n" not in data.replace(b"\r\n", b"")
    message = parsed(data)
    assert not [defect for part in message.walk() for defect in part.defects]
    html = body(message, "html")
    assert len(html.encode()) <= MAX_HTML_BYTES
    used = features(message)
    assert not used - REVIEWED.keys(), "look these up and write them into email_baseline.yaml"
    shown = set()
    for tag, attributes in Elements(html).found:
        assert tag and "url(" not in attributes.get("style", "") and "expression" not in attributes.get("style", "")
        if "src" in attributes:
            assert attributes["src"].startswith("cid:") and attributes["width"].isdecimal()
            shown.add(attributes["src"][4:])
        if "href" in attributes:
            assert re.match(r"(?:https?://|mailto:|tel:|#)", attributes["href"], re.IGNORECASE), attributes
    assert shown == set(pictures(message))


@pytest.fixture(scope="module")
def sample_email(letter: IssueFolder) -> bytes:
    return letter_email(letter_of(letter))


def test_the_sample_the_real_letter_and_a_tortured_one_are_sound(
    sample_email: bytes, sample: Path, letter_14: Path
) -> None:
    short = tortured(sample)
    for data in (sample_email, letter_email(short), letter_email(imported(letter_14)), letter_email(plain_letter())):
        assert_sound(data)


def test_it_is_a_draft_with_text_then_html_then_pictures(sample_email: bytes, letter: IssueFolder) -> None:
    message = parsed(sample_email)
    assert message["X-Unsent"] == "1" and message["From"] is None and message["To"] is None
    assert message["Subject"] == f"Lutte contre la traite des êtres humains – Lettre d’information n°{NBSP}15"
    assert message["Date"].datetime.date() == letter.issue.modified
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", *["image/png"] * 5]
    assert body(message, "plain") == letter_text(letter_of(letter))
    assert set(pictures(message).values()) == {
        data for path, data in letter.files().items() if path.startswith("media/")
    }


def test_mail_programs_preview_what_the_letter_is_about(letter: IssueFolder, sample_email: bytes) -> None:
    assert preheader(letter.issue).startswith(f"Au sommaire{NBSP}: Le programme de coopération pour 2022{NBSP}; ")
    assert len(preheader(letter.issue)) <= 130
    html = body(parsed(sample_email), "html")
    assert html.index(preheader(letter.issue)) < html.index("<h1")


def test_every_picture_is_described_for_whom_it_is_not_shown(sample_email: bytes, letter: IssueFolder) -> None:
    images = [found for tag, found in Elements(body(parsed(sample_email), "html")).found if tag == "img"]
    assert len(images) == 5 and all(len(image["alt"]) > 40 for image in images)
    assert letter.issue.picture is not None and images[0]["alt"] == letter.issue.picture.description


def test_the_styles_are_in_the_elements_and_only_screens_in_the_head(sample_email: bytes) -> None:
    html = body(parsed(sample_email), "html")
    head = html[html.index("<style>") : html.index("</style>")]
    assert head.count("@media") == 2 and "table-layout" not in head
    assert html.count('style="') > 200


def test_what_a_program_lacks_was_looked_at_and_nothing_stands_there_that_is_not_used(
    sample_email: bytes, sample: Path, letter_14: Path, tmp_path: Path
) -> None:
    assert [entry["feature"] for entry in BASELINE if ("lacking" in entry) > ("fine" in entry)] == []
    made = [tortured(sample), torture_letter(sample), imported(letter_14), dressed(tortured(sample), tmp_path)]
    kinds = {f"media/x.{kind}": bare(talkative(kind.upper())) for kind in ("gif", "jpeg")}
    rare = plain_letter("\n\n".join(f"![Une carte]({path})" for path in kinds))
    made.append(replace(rare, files=kinds))
    used = {*features(parsed(sample_email))}.union(*(features(parsed(letter_email(one))) for one in made))
    stale = {entry["feature"] for entry in BASELINE} - {REVIEWED[use] for use in used & REVIEWED.keys()}
    assert not stale
    assert not used - REVIEWED.keys()


def test_a_picture_that_outlook_cannot_show_travels_as_one_that_it_can() -> None:
    made = replace(plain_letter("![Une carte](media/x.webp)"), files={"media/x.webp": bare(talkative("WEBP"))})
    message = parsed(letter_email(made))
    (picture,) = pictures(message).values()
    assert picture.startswith(b"\x89PNG") and not hides_something(picture)
    assert letter_email(made) == letter_email(made)


def test_it_is_the_same_every_time_and_another_for_another_letter(letter: IssueFolder, sample_email: bytes) -> None:
    made = letter_of(letter)
    assert letter_email(made) == sample_email
    changed = replace(made, texts=dict(made.texts) | {"editorial": "Autre"})
    assert parsed(letter_email(changed))["Message-ID"] != parsed(sample_email)["Message-ID"]


def test_a_letter_too_heavy_for_gmail_is_refused_with_its_weight() -> None:
    with pytest.raises(RefusedError, match=f"pèserait 1[0-9]{{2}}{NBSP}ko, et Gmail coupe au-delà de 102{NBSP}ko"):
        letter_email(plain_letter(*["mot " * 6_500] * 4))


def test_no_title_can_add_a_header(sample: Path) -> None:
    made = tortured(sample)
    message = parsed(letter_email(made))
    assert message["Bcc"] is None and "Bcc: x@y.fr" in message["Subject"]
    assert "\n" not in subject(made.issue)


@pytest.mark.parametrize("length", range(1, 90, 4))
def test_no_length_of_title_loses_a_space_of_the_subject(length: int) -> None:
    for title in ("0" * length, "é" * length, f"{'mot ' * (length // 4)}fin"):
        made = plain_letter("Texte.", title=title)
        assert parsed(letter_email(made))["Subject"] == subject(made.issue)


def test_a_picture_that_cannot_be_shown_is_said() -> None:
    made = replace(plain_letter("![Une carte](media/x.svg)"), files={"media/x.svg": b"<svg onload='alert(1)'/>"})
    message = parsed(letter_email(made))
    assert f"[Image{NBSP}: Une carte]" in Elements(body(message, "html")).words and not pictures(message)


def test_the_attacks_of_the_known_collections_are_words_in_both_bodies() -> None:
    lines = attacks()
    if not lines:
        pytest.skip("the collections of attacks (../shared/corpora-attacks) are not beside this checkout")
    for at in range(0, len(lines), 150):
        group = lines[at : at + 150]
        code = "\n\n".join(f"    {line}" for line in group)
        for made in (plain_letter("\n\n".join(group)), plain_letter(code, title=group[0], name=group[-1])):
            data = letter_email(made)
            assert_sound(data)
        message = parsed(data)
        html = " ".join(Elements(body(message, "html")).words.split())
        text = " ".join(body(message, "plain").split())
        for line in group:
            if line.isascii() and line.isprintable():
                assert line in html and line in text, line


def test_axe_finds_nothing_in_the_message_of_the_sample_and_of_a_tortured_letter(
    sample_email: bytes, sample: Path, tmp_path: Path
) -> None:
    pages = []
    for name, data in (("sample", sample_email), ("torture", letter_email(tortured(sample)))):
        message = parsed(data)
        for picture, content in pictures(message).items():
            (tmp_path / f"{name}-{picture}").write_bytes(content)
        pages.append(tmp_path / f"{name}.html")
        html = body(message, "html").replace('src="cid:', f'src="{name}-')
        html = html.replace('role="article"', 'role="main"')  # the mail program around it has the landmarks
        pages[-1].write_text(html, encoding="utf-8")
    assert_accessible(*pages)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6), st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1))
@example([], "0000000\xa0\xa0\xa0\xa0\xa0\xa0\U00010000\U00010000\U00010000")
def test_any_text_makes_a_message(texts: list[str], title: str) -> None:
    made = plain_letter(*texts, "\n\n".join(texts), title=title)
    data = letter_email(made)
    assert_sound(data)
    assert str(parsed(data)["Subject"]) == subject(made.issue)


def test_a_letter_without_a_date_has_none() -> None:
    made: Letter = plain_letter("Un")
    assert parsed(letter_email(made))["Date"] is None and letter_email(made) == letter_email(made)
