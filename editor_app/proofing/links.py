"""Checks that links lead somewhere and say where: their words, their addresses, and the places within the letter."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote, urlsplit

from editor_app.proofing.accepted import read_list
from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.layer import MASK, Prose
from editor_app.proofing.prose import DOMAIN, LinkTarget, link_targets
from editor_app.proofing.words import normal_form

VAGUE = "accessibility/vague-link"
MALFORMED = "structure/malformed-link"
RELATIVE = "structure/relative-link"
TO_FILE = "structure/link-to-file"
NOWHERE = "structure/link-nowhere"

_PAGE_PLACES = frozenset({"haut", "contenu"})
"""Places that every page has, whatever its sections (``resources/web/page.html``)."""
_DRIVE = re.compile(r"[A-Za-z]:[\\/]|\\\\|//?(?:home|Users|Volumes|mnt)/|~/")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_DOMAIN = re.compile(rf"www\.|{DOMAIN}", re.IGNORECASE)
_LABELS = r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+"
_HOST = re.compile(_LABELS + r"[^\W\d_](?:[\w-]{0,61}[^\W_])|localhost|\d{1,3}(?:\.\d{1,3}){3}")
_MAILBOX = re.compile(r"[^@\s,;<>()\[\]\\\"]{1,64}@" + _LABELS + r"[^\W\d_]{2,}")
_TELEPHONE = re.compile(r"\+?[\d().\u00a0 -]{2,30}")
_FILE_ADDRESS = re.compile(r"\bfile:/+[^\s<>\"«»)\]]+", re.IGNORECASE)
_CODE = re.compile(r"(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`)", re.DOTALL)
_TRAILING = re.compile(r"[.,;:!?…]+$")
_WORDS = re.compile(r"[\w’-]+")
_LETTER = re.compile(r"[^\W_]")
_LONGEST_SHOWN = 60


class Links:
    """The layer of the links of a block: ``accessibility/vague-link`` (RGAA 4.1, criterion 6.1),
    ``structure/malformed-link``, ``structure/relative-link`` and ``structure/link-to-file``."""

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        source = prose.source
        if "](" in source or "]:" in source or "][" in source:
            for target in link_targets(source):
                if target.start < target.end or target.inline:
                    yield from _address(source, target)
                if target.words_start >= 0:
                    yield from _words(source, prose.text, target)
        if "file:/" in source.lower():
            yield from _file_addresses(source)


@dataclass(frozen=True, slots=True)
class InternalLink:
    """A link to a place of the letter: its address, ``#`` included, is ``[start, end)`` in its block."""

    start: int
    end: int
    place: str


def internal_links(source: str) -> tuple[InternalLink, ...]:
    """The links of a block that lead to a place of the letter."""
    if "#" not in source:
        return ()
    return tuple(
        InternalLink(target.start, target.end, unquote(target.address[1:]))
        for target in link_targets(source)
        if target.address.startswith("#")
    )


def leads_nowhere(link: InternalLink, section_ids: Callable[[str], bool]) -> bool:
    """Whether the letter has no such place. ``section_ids`` tells whether it has a section of an id; what a section
    holds (``section.heading``) is taken on trust."""
    return link.place not in _PAGE_PLACES and not section_ids(link.place.partition(".")[0])


def nowhere_diagnostic(link: InternalLink, source: str) -> Diagnostic:
    """The diagnostic, in its block, of a link to a place that the letter does not have."""
    return Diagnostic(
        NOWHERE,
        Category.STRUCTURE,
        Severity.ERROR,
        link.start,
        link.end,
        source[link.start : link.end],
        f"Ce lien mène à la rubrique « {_short(link.place)} », qui n’est pas dans la lettre : corrigez-le.",
    )


def _words(source: str, text: str, target: LinkTarget) -> Iterator[Diagnostic]:
    """Words that say nothing of where they lead. Those of a described picture, and those in code, say something."""
    start, end = target.words_start, target.words_end
    words = " ".join(_WORDS.findall(normal_form(text[start:end].replace(MASK, " ")).casefold()))
    if words in _vague():
        said = _short(source[start:end].strip())
        message = f"« {said} » ne dit pas où mène le lien : écrivez-y ce que le lecteur y trouvera."
    elif not words and not _LETTER.search(source, start, end):
        message = "Ce lien n’a pas de mots : écrivez ce que le lecteur y trouvera."
        start, end = start - 1, end + 1
    else:
        return
    yield Diagnostic(VAGUE, Category.ACCESSIBILITY, Severity.WARNING, start, end, source[start:end], message)


def _address(source: str, target: LinkTarget) -> Iterator[Diagnostic]:
    rule, wrong, suggestion = _fault(target.address)
    if not wrong:
        return
    start, end = target.start, target.end
    if start == end:  # « () »: there is nothing between the brackets to show
        start, end = start - 1, end + 1
    yield Diagnostic(
        rule,
        Category.STRUCTURE,
        Severity.ERROR,
        start,
        end,
        source[start:end],
        wrong,
        (suggestion,) if suggestion and (start, end) == (target.start, target.end) else (),
    )


def _fault(address: str) -> tuple[str, str, str]:
    """The rule that an address breaks, what is wrong with it in French, and what it should be; "" where it is right."""
    shown = _short(address)
    if not address:
        return MALFORMED, "Ce lien n’a pas d’adresse : écrivez-la entre les parenthèses, ou retirez le lien.", ""
    if address.lower().startswith("file:") or _DRIVE.match(address):
        wrong = "Ce lien mène à un fichier de votre ordinateur, que les lecteurs n’ont pas : donnez une adresse du web."
        return TO_FILE, wrong, ""
    if any(character.isspace() for character in address):
        return MALFORMED, f"L’adresse « {shown} » contient une espace : retirez-la, ou écrivez %20 à sa place.", ""
    if address.startswith(("#", "media/")):
        return MALFORMED, "" if len(address) > 1 else "Ce lien ne nomme aucune rubrique après « # ».", ""
    scheme = _SCHEME.match(address)
    if scheme is None or (_DOMAIN.match(address) and scheme[1].lower() not in ("http", "https", "mailto", "tel")):
        if _DOMAIN.match(address):
            return MALFORMED, f"Il manque « https:// » au début de l’adresse « {shown} ».", f"https://{address}"
        wrong = f"L’adresse « {shown} » ne mène nulle part seule : écrivez-la en entier, avec « https:// »."
        return RELATIVE, wrong, ""
    return MALFORMED, *_fault_of(scheme[1].lower(), address[scheme.end() :], shown)


def _fault_of(scheme: str, rest: str, shown: str) -> tuple[str, str]:
    match scheme:
        case "http" | "https":
            if not rest.startswith("//"):
                return f"L’adresse « {shown} » est mal formée : après « {scheme}: » viennent deux barres.", ""
            if re.match(r"//https?:?//", rest, re.IGNORECASE):
                return f"L’adresse « {shown} » commence deux fois : gardez un seul « https:// ».", rest[2:]
            try:
                parts = urlsplit(f"{scheme}:{rest}")
                host, _ = parts.hostname or "", parts.port
            except ValueError:
                return f"L’adresse « {shown} » est mal formée : corrigez-la.", ""
            if not _HOST.fullmatch(host):
                return f"L’adresse « {shown} » ne nomme pas de site : corrigez-la.", ""
        case "mailto":
            boxes = unquote(rest.partition("?")[0]).split(",")
            if not all(_MAILBOX.fullmatch(box.strip()) for box in boxes):
                return f"« {shown} » n’est pas une adresse électronique : corrigez-la.", ""
        case "tel":
            if not _TELEPHONE.fullmatch(unquote(rest)):
                return f"« {shown} » n’est pas un numéro de téléphone : corrigez-le.", ""
        case _:
            return f"L’adresse « {shown} » serait retirée de la page : un lien commence par « https:// ».", ""
    return "", ""


def _file_addresses(source: str) -> Iterator[Diagnostic]:
    """Addresses of files that stand in the text itself, code aside."""
    text = _CODE.sub(lambda code: MASK * len(code[0]), source)
    for found in _FILE_ADDRESS.finditer(text):
        start = found.start()
        end = start + len(_TRAILING.sub("", found[0]))
        yield Diagnostic(
            TO_FILE,
            Category.STRUCTURE,
            Severity.ERROR,
            start,
            end,
            source[start:end],
            "Cette adresse est celle d’un fichier de votre ordinateur, que les lecteurs n’ont pas : retirez-la.",
        )


@cache
def _vague() -> frozenset[str]:
    return frozenset(normal_form(words).casefold() for words in read_list("vague-links.txt"))


def _short(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else f"{words[: _LONGEST_SHOWN - 1]}…"
