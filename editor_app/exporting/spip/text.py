"""The text for SPIP in the bundle: the letter in SPIP's markup, its pictures, a sheet that says what goes where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from editor_app.exporting.format import Format, Letter, Part
from editor_app.exporting.html_tree import html_tree
from editor_app.exporting.spip.markup import Markup, heading
from editor_app.exporting.web.page import rendered
from editor_app.issue.model import Issue
from editor_app.issue.outline import NBSP, Kind, Outline, Section
from editor_app.issue.summary import summary
from editor_app.rendering.dates import day_in_words
from editor_app.rendering.ordinals import raised
from editor_app.rendering.page import signature

_DEEPEST = 6


def letter_spip(letter: Letter) -> tuple[str, str, dict[str, bytes]]:
    """The text to paste into the article, the sheet for the person who puts it online, and the files to upload, by the
    name that the sheet gives them."""
    issue = letter.issue
    trees = {
        name: [tree for block in blocks for tree in html_tree(block.html)] for name, blocks in rendered(letter).items()
    }
    sections = frozenset(section.id for section in issue.outline.walk())
    markup = Markup(letter.files, (tree for each in trees.values() for tree in each), sections)
    blocks = _lead(issue, markup)
    for section in issue.outline.sections:
        blocks += _section(issue.outline, section, trees, markup, 1)
    names = _names(markup)
    files = {names[file]: letter.files[file] for file, _, _ in markup.pictures}
    return "\n\n".join(blocks) + "\n", _sheet(issue, markup, names), files


def _lead(issue: Issue, markup: Markup) -> list[str]:
    if issue.picture is None or issue.picture.file is None:
        return []
    picture = issue.picture
    legend = " — ".join(filter(None, [picture.caption.strip(), picture.credit.strip()]))
    shown = markup.picture(issue.picture.file, picture.description.strip(), legend)
    return [shown] if shown else []


def _section(
    outline: Outline, section: Section, trees: Mapping[str, list[Element]], markup: Markup, level: int
) -> Iterator[str]:
    derived = section.kind is Kind.SUMMARY and section.file is None
    led_to = section.id in markup.anchors or section.id in {entry.section_id for entry in summary(outline)}
    yield heading(
        markup.words(raised(outline.heading(section.id))), min(level, _DEEPEST), section.id if led_to else None
    )
    if section.author is not None:
        yield f"{{{markup.words(raised(signature(section, section.author)))}}}"
    if derived and (entries := list(summary(outline))):
        yield "\n".join(
            f"-{'*' * (entry.depth + 1)} [{markup.words(raised(entry.heading))}->#{entry.section_id}]"
            for entry in entries
        )
    yield from markup.section(trees.get(section.id, ()))
    for child in section.children:
        yield from _section(outline, child, trees, markup, level + 1)


def _names(markup: Markup) -> dict[str, str]:
    """A name for each file to upload, by its path: its own, with a number before it when another has the same."""
    names: dict[str, str] = {}
    for file, _, _ in markup.pictures:
        if file not in names:
            name = PurePosixPath(file).name
            taken = {each.casefold() for each in names.values()}
            names[file] = f"{len(names) + 1}-{name}" if name.casefold() in taken else name
    return names


def _sheet(issue: Issue, markup: Markup, names: Mapping[str, str]) -> str:
    """What SPIP keeps outside the text: title, date, and what each file is."""
    lines = [
        "Fiche de mise en ligne",
        "======================",
        "",
        f"Titre{NBSP}: {issue.title}",
        f"Surtitre{NBSP}: {issue.name} n°{NBSP}{issue.number}",
    ]
    if issue.date:
        lines.append(f"Date de publication{NBSP}: {day_in_words(issue.date)}")
    if issue.modified:
        lines.append(f"Dernière modification{NBSP}: {day_in_words(issue.modified)}")
    lines += [
        "",
        f"Texte{NBSP}: le contenu de « texte.txt », à coller tel quel.".replace("« ", f"«{NBSP}").replace(
            " »", f"{NBSP}»"
        ),
    ]
    lines.append("Les intertitres de second niveau ({{{** …}}}) demandent l’extension qui hiérarchise les intertitres.")
    if issue.picture is not None and issue.picture.file not in names:
        words = " — ".join(filter(None, [issue.picture.description, issue.picture.caption, issue.picture.credit]))
        lines += ["", f"Image d’ouverture{NBSP}: à venir. {words}".rstrip()]
    if markup.pictures:
        lines += [
            "",
            "Fichiers à téléverser",
            "---------------------",
            "",
            "SPIP donne un numéro à chaque fichier : mettez-le dans le texte à la place du nôtre.",
        ]
    for (file, description, caption), number in markup.pictures.items():
        mark = f"<{'doc' if caption else 'img'}{number}|center>"
        lines += ["", f"{mark}{NBSP}: fichiers/{names[file]}"]
        lines += [f"  Texte alternatif{NBSP}: {description}"] if description else []
        lines += [f"  Titre{NBSP}: {caption}"] if caption else []
    return "\n".join(lines) + "\n"


def _make(letter: Letter) -> Mapping[str, Part]:
    text, sheet, files = letter_spip(letter)
    return {
        "texte.txt": Part(text.encode(), "text"),
        "fiche.txt": Part(sheet.encode(), "other"),
        **{f"fichiers/{name}": Part(data, "picture") for name, data in files.items()},
    }


SPIP = Format("spip", "le texte pour SPIP", _make)
