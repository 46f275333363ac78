"""``issue.yaml``: the identity, the people and the outline of a letter, as people may read and write it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Final, NoReturn, TypeVar

from editor_app.errors import LettrineError
from editor_app.issue.ignored import Ignored
from editor_app.issue.model import Issue, Picture, is_address
from editor_app.issue.outline import Kind, Outline, Person, Section, Status
from editor_app.issue.theme import is_theme_name
from editor_app.issue.waivers import Waiver
from editor_app.storage import strict_yaml
from editor_app.storage.safe_paths import is_media_file, is_section_file
from editor_app.storage.strict_yaml import ListNode, MapNode, Node, Scalar, Unquoted, YamlFormatError

FORMAT: Final = 1
MAX_BYTES: Final = 256 * 1024
NEWSLETTER: Final = "Lettre d’information"
"""The newsletter's name where the file gives none."""
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_NUMBER: Final = re.compile(r"[0-9]{1,6}")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LANGUAGE: Final = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")

_Choice = TypeVar("_Choice", bound=StrEnum)


def parse_issue(data: bytes, path: Path) -> Issue:
    """The issue in ``data``, the content of ``path`` (only named in errors).

    Raises LettrineError with the file, the line and the remedy for anything that is not format 1 of ``issue.yaml``.
    """
    if len(data) > MAX_BYTES:
        raise LettrineError(f"{path} : ce fichier dépasse {MAX_BYTES // 1024} Kio ; vérifiez que c’est le bon.")
    try:
        source = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LettrineError(f"{path}, ligne {line} : ce n’est pas de l’UTF-8 ; enregistrez-le en UTF-8.") from error
    try:
        return _issue(_mapping(strict_yaml.compose(source), "le fichier"))
    except YamlFormatError as problem:
        raise LettrineError(f"{path}, ligne {problem.line} : {problem.sentence}.") from problem


def dump_issue(issue: Issue) -> bytes:
    """The file of ``issue``. Raises LettrineError when it could not be read back as the same issue, so that a letter
    that is saved can always be opened."""
    data = strict_yaml.dump(_issue_values(issue)).encode("utf-8", "surrogatepass")
    if parse_issue(data, Path("issue.yaml")) != issue:
        raise LettrineError(
            "issue.yaml : cette lettre ne se relirait pas telle quelle ; annulez le dernier changement."
        )
    return data


# Reading


def _fail(node: Node | Scalar, sentence: str) -> NoReturn:
    raise YamlFormatError(node.line, sentence)


def _mapping(node: Node, name: str) -> MapNode:
    if not isinstance(node, MapNode):
        _fail(node, f"{name} doit être une suite de lignes « clé : valeur » ; corrigez l’écriture")
    return node


def _list(parent: MapNode, key: str) -> list[Node]:
    node = parent.items.get(key)
    if node is None or (isinstance(node, Scalar) and not node.value):
        return []
    if not isinstance(node, ListNode):
        _fail(node, f"« {key} » doit être une liste, une entrée par tiret ; corrigez l’écriture")
    return node.items


def _text(parent: MapNode, key: str, default: str | None = None) -> str:
    node = parent.items.get(key)
    if node is None:
        if default is None:
            raise YamlFormatError(parent.line, f"il manque « {key} » ; ajoutez la ligne « {key}: … »")
        return default
    if not isinstance(node, Scalar):
        _fail(node, f"« {key} » doit être un texte sur une ligne ; corrigez l’écriture")
    return node.value


def _extra(parent: MapNode, known: frozenset[str]) -> Mapping[str, object]:
    values = strict_yaml.plain_value(MapNode(parent.line, *_unknown(parent, known)))
    assert isinstance(values, dict)  # noqa: S101  a mapping gives a dictionary
    return values


def _unknown(parent: MapNode, known: frozenset[str]) -> tuple[dict[str, Node], dict[str, Scalar]]:
    items = {key: value for key, value in parent.items.items() if key not in known}
    return items, {key: parent.keys[key] for key in items}


def _choice(parent: MapNode, key: str, values: type[_Choice], default: _Choice | None = None) -> _Choice:
    text = _text(parent, key, default)
    if text not in {value.value for value in values}:
        known = ", ".join(value.value for value in values)
        _fail(parent.items[key], f"« {key}: {text[:60]} » n’est pas connu ; choisissez parmi {known}")
    return values(text)


def _id(parent: MapNode) -> str:
    text = _text(parent, "id")
    if not _ID.fullmatch(text):
        _fail(parent.items["id"], f"« id: {text[:60]} » doit tenir en lettres, chiffres et tirets sans accent")
    return text


def _date(parent: MapNode, key: str) -> datetime.date | None:
    text = _text(parent, key, "")
    if not text:
        return None
    try:
        if not _DATE.fullmatch(text):
            raise ValueError
        return datetime.date.fromisoformat(text)
    except ValueError:
        _fail(parent.items[key], f"« {key}: {text[:60]} » n’est pas une date ; écrivez-la comme 2021-09-02")


def _number(parent: MapNode, key: str) -> int:
    text = _text(parent, key)
    if not _NUMBER.fullmatch(text):
        _fail(parent.items[key], f"« {key}: {text[:60]} » n’est pas un nombre ; écrivez-le en chiffres")
    return int(text)


def _address(root: MapNode) -> str:
    text = _text(root, "address", "")
    if text and not is_address(text):
        _fail(root.items["address"], f"« address: {text[:60]} » n’est pas l’adresse d’une page ; écrivez-la https://…")
    return text


def _theme(root: MapNode) -> str:
    text = _text(root, "theme", "")
    if text and not is_theme_name(text):
        _fail(
            root.items["theme"],
            f"« theme: {text[:60]} » ne peut pas être un thème ; écrivez le nom de son dossier, en minuscules",
        )
    return text


_ISSUE: Final = frozenset(("format", "id", "number", "name", "title", "language", "date", "modified")) | frozenset(
    ("address", "theme", "picture", "words", "ignored", "waivers", "outline")
)
_PICTURE: Final = frozenset(("file", "description", "caption", "credit"))
_SECTION: Final = frozenset(("id", "kind", "title", "status", "file", "author", "target", "children"))
_PERSON: Final = frozenset(("civility", "name", "role"))


def _issue(root: MapNode) -> Issue:
    found = _number(root, "format")
    if found != FORMAT:
        remedy = "mettez Lettrine à jour pour l’ouvrir" if found > FORMAT else "écrivez « format: 1 »"
        _fail(
            root.items["format"], f"cette lettre est au format {found}, cette version lit le format {FORMAT} ; {remedy}"
        )
    language = _text(root, "language", "fr")
    if not _LANGUAGE.fullmatch(language):
        _fail(root.items["language"], f"« language: {language[:60]} » n’est pas un code de langue ; écrivez « fr »")
    sections = tuple(_section(node) for node in _list(root, "outline"))
    _refuse_repeats(root)
    picture = root.items.get("picture")
    return Issue(
        id=_id(root),
        number=_number(root, "number"),
        title=_text(root, "title"),
        outline=Outline(sections),
        name=_text(root, "name", NEWSLETTER),
        language=language,
        date=_date(root, "date"),
        modified=_date(root, "modified"),
        address=_address(root),
        theme=_theme(root),
        picture=None if picture is None else _picture(_mapping(picture, "« picture »")),
        words=tuple(_word(node) for node in _list(root, "words")),
        ignored=tuple(_ignored(node) for node in _list(root, "ignored")),
        waivers=tuple(_waiver(node) for node in _list(root, "waivers")),
        extra=_extra(root, _ISSUE),
    )


def _word(node: Node) -> str:
    if not isinstance(node, Scalar):
        _fail(node, "chaque entrée de « words » doit être un mot ; corrigez l’écriture")
    return node.value


def _ignored(node: Node) -> Ignored:
    entry = _mapping(node, "chaque entrée de « ignored »")
    return Ignored(
        section=_text(entry, "section", ""),
        rule=_text(entry, "rule"),
        text=_text(entry, "text"),
        before=_text(entry, "before", ""),
        after=_text(entry, "after", ""),
    )


def _waiver(node: Node) -> Waiver:
    entry = _mapping(node, "chaque entrée de « waivers »")
    on = _date(entry, "date")
    if on is None:
        _fail(node, "il manque « date », le jour de la signature ; écrivez-le comme 2021-09-02")
    return Waiver(mark=_text(entry, "mark"), rule=_text(entry, "rule"), by=_text(entry, "by"), on=on)


def _picture(node: MapNode) -> Picture:
    file = _text(node, "file", "") or None
    if file is not None and not is_media_file(file):
        _fail(node.items["file"], f"« {file[:60]} » n’est pas un chemin admis ; rangez l’image dans « media/ »")
    return Picture(
        file=file,
        description=_text(node, "description", ""),
        caption=_text(node, "caption", ""),
        credit=_text(node, "credit", ""),
        extra=_extra(node, _PICTURE),
    )


def _section(node: Node) -> Section:
    section = _mapping(node, "chaque rubrique")
    file = _text(section, "file", "") or None
    if file is not None and not is_section_file(file):
        _fail(section.items["file"], f"« {file[:60]} » n’est pas un chemin admis ; écrivez-le comme sections/nom.md")
    author = section.items.get("author")
    return Section(
        id=_id(section),
        kind=_choice(section, "kind", Kind),
        title=_text(section, "title"),
        status=_choice(section, "status", Status, Status.TODO),
        file=file,
        author=None if author is None else _person(_mapping(author, "« author »")),
        children=tuple(_section(child) for child in _list(section, "children")),
        target=_number(section, "target") if _text(section, "target", "") else None,
        extra=_extra(section, _SECTION),
    )


def _person(node: MapNode) -> Person:
    return Person(
        name=_text(node, "name"),
        role=_text(node, "role", ""),
        civility=_text(node, "civility", ""),
        extra=_extra(node, _PERSON),
    )


def _refuse_repeats(root: MapNode) -> None:
    """Two sections cannot share an id, nor a file on a disk that ignores case."""
    seen: set[tuple[str, str]] = set()
    waiting = list(reversed(_list(root, "outline")))
    while waiting:
        section = _mapping(waiting.pop(), "chaque rubrique")
        waiting.extend(reversed(_list(section, "children")))
        for key in ("id", "file"):
            node = section.items.get(key)
            if not isinstance(node, Scalar) or not node.value:
                continue
            mark = (key, node.value.casefold() if key == "file" else node.value)
            if mark in seen:
                _fail(node, f"« {key}: {node.value[:60]} » sert déjà à une autre rubrique ; changez-le")
            seen.add(mark)


# Writing


def _said(values: Mapping[str, object | None]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value is not None}


def _issue_values(issue: Issue) -> dict[str, object]:
    return _said(
        {
            "format": Unquoted(FORMAT),
            "id": issue.id,
            "number": Unquoted(issue.number),
            "name": issue.name,
            "title": issue.title,
            "language": issue.language,
            "date": Unquoted(issue.date.isoformat()) if issue.date else None,
            "modified": Unquoted(issue.modified.isoformat()) if issue.modified else None,
            "address": issue.address or None,
            "theme": issue.theme or None,
            "picture": _picture_values(issue.picture) if issue.picture else None,
            "words": list(issue.words) or None,
            "ignored": [_ignored_values(entry) for entry in issue.ignored] or None,
            "waivers": [_waiver_values(entry) for entry in issue.waivers] or None,
            "outline": [_section_values(section) for section in issue.outline.sections],
            **issue.extra,
        }
    )


def _ignored_values(entry: Ignored) -> dict[str, object]:
    return _said(
        {
            "section": entry.section or None,
            "rule": entry.rule,
            "text": entry.text,
            "before": entry.before or None,
            "after": entry.after or None,
        }
    )


def _waiver_values(entry: Waiver) -> dict[str, object]:
    return {"mark": entry.mark, "rule": entry.rule, "by": entry.by, "date": Unquoted(entry.on.isoformat())}


def _picture_values(picture: Picture) -> dict[str, object]:
    return _said(
        {
            "file": picture.file,
            "description": picture.description,
            "caption": picture.caption or None,
            "credit": picture.credit or None,
            **picture.extra,
        }
    )


def _section_values(section: Section) -> dict[str, object]:
    return _said(
        {
            "id": section.id,
            "kind": section.kind.value,
            "title": section.title,
            "status": section.status.value,
            "file": section.file,
            "author": _person_values(section.author) if section.author else None,
            "target": Unquoted(section.target) if section.target is not None else None,
            "children": [_section_values(child) for child in section.children] or None,
            **section.extra,
        }
    )


def _person_values(person: Person) -> dict[str, object]:
    return _said(
        {"civility": person.civility or None, "name": person.name, "role": person.role or None, **person.extra}
    )


# Finding a value again


def value_range(source: str, field: tuple[str | int, ...]) -> tuple[int, int] | None:
    """Where the content of a value stands in ``source``, the text of an ``issue.yaml``: code points, without quotes.

    ``field`` is keys and indices from the root: ``("outline", 3, "children", 0, "title")``. In a plain value, and in a
    quoted one without escapes, offsets in the value are offsets in the range. None when there is no such text.
    """
    try:
        node: Node | None = strict_yaml.compose(source)
    except YamlFormatError:
        return None
    for step in field:
        if isinstance(node, MapNode) and isinstance(step, str):
            node = node.items.get(step)
        elif isinstance(node, ListNode) and isinstance(step, int) and 0 <= step < len(node.items):
            node = node.items[step]
        else:
            return None
    if not isinstance(node, Scalar):
        return None
    quoted = node.style in ("'", '"')
    return node.start + quoted, node.end - quoted
