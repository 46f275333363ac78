"""Reads ``theme.yaml``: everything in it is a value out of a short list, nothing is code."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from enum import StrEnum
from typing import Final, NoReturn, TypeVar

from editor_app.issue.theme import COLOURS, Font, Logo, Masthead, Palette, Theme, is_colour
from editor_app.storage import strict_yaml
from editor_app.storage.strict_yaml import MapNode, Node, Scalar, YamlFormatError

FORMAT: Final = 1
MAX_BYTES: Final = 16 * 1024
MAX_TITLE: Final = 60
MAX_DESCRIPTION: Final = 200
LOGO_WIDTHS: Final = range(24, 481)
"""CSS pixels."""
_PALETTES: Final = {"light": "en clair", "dark": "en sombre", "print": "sur papier"}
_KEYS: Final = tuple(name.replace("_", "-") for name in COLOURS)
_OPTIONAL: Final = "ground"
_WHITE: Final = "#ffffff"

_Choice = TypeVar("_Choice", bound=StrEnum)


Picture = Callable[[str], tuple[str, bytes] | None]
"""A name in the theme's folder to the picture's path in the letter and its bytes; None where there is none."""


def parse_theme(source: str, name: str, css: str, picture: Picture) -> Theme:
    """The theme ``name`` that ``source``, its ``theme.yaml``, says. Raises YamlFormatError."""
    root = _mapping(strict_yaml.compose(source), "le fichier")
    _refuse_unknown(root, ("format", "title", "light", "dark", "print", "fonts", "masthead", "logo"))
    if _text(root, "format") != str(FORMAT):
        _fail(root.items["format"], f"cette version lit le format {FORMAT} des thèmes ; écrivez « format: {FORMAT} »")
    light = _palette(root, "light", {})
    paper = _palette(root, "print", {**_values(light), "paper": _WHITE})
    if paper.paper != _WHITE:
        _fail(root.items["print"], "« paper » est blanc dans « print », comme le papier ; retirez cette ligne")
    fonts = _mapping(root.items.get("fonts", MapNode(root.line)), "« fonts »")
    _refuse_unknown(fonts, ("text", "headings"))
    return Theme(
        name=name,
        title=_line(root, "title", MAX_TITLE),
        light=light,
        dark=_palette(root, "dark", {}),
        paper=paper,
        text=_choice(fonts, "text", Font, Font.SERIF),
        headings=_choice(fonts, "headings", Font, Font.SERIF),
        masthead=_choice(root, "masthead", Masthead, Masthead.PLAIN),
        logo=_logo(root, picture),
        css=css,
    )


def _palette(root: MapNode, key: str, otherwise: Mapping[str, str]) -> Palette:
    """The palette ``key``; a colour that it does not give is the one of ``otherwise``."""
    if key not in root.items and not otherwise:
        raise YamlFormatError(root.line, f"il manque « {key} », les couleurs {_PALETTES[key]} ; ajoutez-les")
    node = _mapping(root.items.get(key, MapNode(root.line)), f"« {key} »")
    _refuse_unknown(node, _KEYS)
    found = {name: _colour(node, name) for name in _KEYS if name in node.items}
    values = {**otherwise, **found}
    values.setdefault(_OPTIONAL, values.get("tint", ""))
    missing = [name for name in _KEYS if not values.get(name)]
    if missing:
        raise YamlFormatError(node.line, f"il manque « {missing[0]} » dans « {key} » ; ajoutez cette couleur")
    palette = Palette(**{name.replace("-", "_"): value for name, value in values.items()})
    for words, behind, ratio in palette.too_weak():
        first, second = words.replace("_", "-"), behind.replace("_", "-")
        _fail(
            node,
            f"{_PALETTES[key]}, « {first} » ({values[first]}) sur « {second} » ({values[second]}) a un contraste de "
            f"{_figure(ratio)} pour 1, et il en faut 4,5 (RGAA 3.2) ; éloignez ces deux couleurs",
        )
    return palette


def _values(palette: Palette) -> dict[str, str]:
    return {name: getattr(palette, name.replace("-", "_")) for name in _KEYS}


def _figure(ratio: float) -> str:
    return f"{int(ratio * 10) / 10:.1f}".replace(".", ",")  # never rounded up to what is asked


def _colour(node: MapNode, key: str) -> str:
    text = _text(node, key).strip().lower()
    if not text:
        _fail(node.items[key], f'« {key} » est vide ; écrivez la couleur entre guillemets, comme "#2f4b8f"')
    if not is_colour(text):
        _fail(node.items[key], f'« {key}: {text[:40]} » n’est pas une couleur ; écrivez-la comme "#2f4b8f"')
    return text


def _logo(root: MapNode, picture: Picture) -> Logo | None:
    if "logo" not in root.items:
        return None
    node = _mapping(root.items["logo"], "« logo »")
    _refuse_unknown(node, ("file", "description", "width"))
    file, width = _line(node, "file", 80), _text(node, "width")
    found = picture(file)
    if found is None:
        _fail(
            node.items["file"],
            f"le logo « {file} » n’est pas dans le dossier du thème en PNG ou en JPEG, ou il dépasse un demi-mégaoctet "
            "; remplacez-le",
        )
    if not width.isdecimal() or len(width) > 4 or int(width) not in LOGO_WIDTHS:
        _fail(
            node.items["width"],
            f"« width: {width[:20]} » : la largeur du logo va de {LOGO_WIDTHS[0]} à {LOGO_WIDTHS[-1]} pixels ; "
            "corrigez-la",
        )
    return Logo(found[0], _line(node, "description", MAX_DESCRIPTION), int(width), found[1])


def _fail(node: Node, sentence: str) -> NoReturn:
    raise YamlFormatError(node.line, sentence)


def _mapping(node: Node, name: str) -> MapNode:
    if not isinstance(node, MapNode):
        _fail(node, f"{name} doit être une suite de lignes « clé : valeur » ; corrigez l’écriture")
    return node


def _refuse_unknown(node: MapNode, known: Iterable[str]) -> None:
    for key in node.items:
        if key not in known:
            _fail(node.keys[key], f"« {key[:40]} » n’est pas connu ici ; choisissez parmi {', '.join(known)}")


def _text(parent: MapNode, key: str) -> str:
    node = parent.items.get(key)
    if node is None:
        raise YamlFormatError(parent.line, f"il manque « {key} » ; ajoutez la ligne « {key}: … »")
    if not isinstance(node, Scalar):
        _fail(node, f"« {key} » doit être un texte sur une ligne ; corrigez l’écriture")
    return node.value


def _line(parent: MapNode, key: str, longest: int) -> str:
    text = " ".join(_text(parent, key).split())
    if not text or len(text) > longest or not all(letter.isprintable() or letter == "\u00a0" for letter in text):
        _fail(parent.items[key], f"« {key} » doit tenir en {longest} signes, sans être vide ; corrigez-le")
    return text


def _choice(parent: MapNode, key: str, values: type[_Choice], default: _Choice) -> _Choice:
    text = _text(parent, key) if key in parent.items else default.value
    if text not in {value.value for value in values}:
        known = ", ".join(value.value for value in values)
        _fail(parent.items[key], f"« {key}: {text[:40]} » n’est pas connu ; choisissez parmi {known}")
    return values(text)
