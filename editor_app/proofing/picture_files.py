"""Checks that the pictures of a letter are there and light enough to be sent, and that what else it holds may leave."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from urllib.parse import unquote

from editor_app.issue.blocks import blocks
from editor_app.issue.media_kinds import MediaKind, media_kind, why_not
from editor_app.issue.model import Issue
from editor_app.proofing.diagnostic import Category, Diagnostic, Finding, Severity
from editor_app.proofing.prose import link_targets, pictures

MISSING = "structure/missing-picture"
AWAITED = "structure/awaited-picture"
HEAVY = "structure/heavy-picture"
UNFIT = "structure/unfit-file"
AS_IT_IS = "structure/file-as-it-is"

LIGHT = 500_000
"""Bytes. A picture 1,600 pixels wide stays below; letters are read on telephones, and the e-mail holds them all."""


def check_pictures(issue: Issue, texts: Mapping[str, str], sizes: Mapping[str, int]) -> Iterator[Finding]:
    """Pictures, and files that the text links to, that are missing, heavy or unfit. ``texts`` go by section id;
    ``sizes`` are the bytes of every file of the letter by its path (``media/…``)."""
    yield from _lead(issue, sizes)
    yield from _kinds(issue, texts, sizes)
    for section in issue.outline.walk():
        for block in blocks(texts.get(section.id, "")):
            for start, end, file in _files(block.text):
                found = _fault(block.text[start:end], start, file, sizes)
                if found is not None:
                    yield Finding(found.shifted(block.start), section.id)


def _kinds(issue: Issue, texts: Mapping[str, str], sizes: Mapping[str, int]) -> Iterator[Finding]:
    """Files that are no pictures, each at the first place that shows it or leads to it, else at the letter's title."""
    odd = {path for path in sizes if path.startswith("media/") and media_kind(path) is not MediaKind.PICTURE}
    if issue.picture is not None and issue.picture.file in odd:
        odd.remove(issue.picture.file)
        file = issue.picture.file
        yield Finding(_odd(file, file, 0), field=("picture", "file"))
    for section in issue.outline.walk():
        for block in blocks(texts.get(section.id, "")) if odd else ():
            for start, end, file in _files(block.text):
                if file in odd:
                    odd.remove(file)
                    yield Finding(_odd(file, block.text[start:end], start).shifted(block.start), section.id)
    for file in sorted(odd):
        yield Finding(_odd(file, issue.title, 0), field=("title",))


def _odd(file: str, written: str, start: int) -> Diagnostic:
    kind = media_kind(file)
    if kind.leaves:
        rule, severity = AS_IT_IS, Severity.WARNING
        message = (
            f"«\u00a0{file[:60]}\u00a0» part tel quel, avec ce que son programme y a mis (auteur, dates, "
            "remarques)\u00a0: vérifiez ses propriétés, ou retirez-le."
        )
    else:
        rule, severity = UNFIT, Severity.ERROR
        message = f"«\u00a0{file[:60]}\u00a0»\u00a0: {why_not(kind)}."
    return Diagnostic(rule, Category.STRUCTURE, severity, start, start + len(written), written, message)


def _lead(issue: Issue, sizes: Mapping[str, int]) -> Iterator[Finding]:
    if issue.picture is None:
        return
    if issue.picture.file is None:
        words = issue.picture.description
        message = "L’image d’ouverture n’est pas encore là : choisissez-la dans la fiche de la lettre, ou retirez-la."
        awaited = Diagnostic(AWAITED, Category.STRUCTURE, Severity.WARNING, 0, len(words), words, message)
        yield Finding(awaited, field=("picture", "description"))
        return
    found = _fault(issue.picture.file, 0, issue.picture.file, sizes)
    if found is not None:
        yield Finding(found, field=("picture", "file"))


def _files(source: str) -> Iterator[tuple[int, int, str]]:
    """Each file of the letter that a block shows or links to: the range of its address, and its path."""
    for picture in pictures(source):
        if picture.target.startswith("("):
            inner = picture.target[1:-1]
            address = inner.split(maxsplit=1)[0] if inner.strip() else ""
            start = picture.alt_end + 2 + inner.find(address)
            yield start, start + len(address), unquote(address.strip("<>"))
    for target in link_targets(source):
        if target.address.startswith("media/"):
            yield target.start, target.end, unquote(target.address)


def _fault(written: str, start: int, file: str, sizes: Mapping[str, int]) -> Diagnostic | None:
    if not file:
        return None
    if file in sizes:
        if sizes[file] <= LIGHT:
            return None
        rule, severity = HEAVY, Severity.WARNING
        weight = f"{sizes[file] / 1_000_000:.1f}".replace(".", ",")
        message = f"L’image « {file} » pèse {weight} Mo : réduisez-la à moins de {LIGHT // 1000} ko."
    else:
        rule, severity = MISSING, Severity.ERROR
        outside = not file.startswith("media/")
        message = (
            f"L’image « {file[:60]} » n’est pas dans la lettre, qui ne montre que les siennes : ajoutez-la."
            if outside
            else f"Le fichier « {file[:60]} » manque : ajoutez-le à la lettre, ou retirez ce qui le montre."
        )
    return Diagnostic(rule, Category.STRUCTURE, severity, start, start + len(written), written, message)
