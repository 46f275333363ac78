"""The French dictionary: Enchant's, opened once, with its answers kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

_TAGS = ("fr", "fr_FR")
_REMEMBERED = 100_000
_LONGEST = 60
_MISSING = (
    "L’orthographe n’est pas vérifiée : le dictionnaire français est introuvable ; "
    "installez le paquet « hunspell-fr-classical », puis relancez Lettrine."
)


class Dictionary:
    """Words of French. Without Enchant or its French dictionary, ``available`` is false and every word is known."""

    def __init__(self, opened: Any | None) -> None:
        self.available = opened is not None
        self.knows: Callable[[str], bool] = lru_cache(_REMEMBERED)(opened.check) if opened is not None else _anything
        """Whether a form (NFC, as capitalised in the text, not empty) is in the dictionary."""


def _anything(_form: str) -> bool:
    return True


def _opened() -> Any | None:
    """Enchant's French dictionary, a new one at each call; None where there is none."""
    try:
        import enchant  # noqa: PLC0415 - importing it fails where Enchant's own library is missing
    except ImportError:
        return None
    broker = enchant.Broker()
    broker.set_ordering("*", "hunspell,nuspell,aspell")
    for tag in _TAGS:
        try:
            return broker.request_dict(tag)
        except enchant.errors.DictNotFoundError:
            continue
    return None


@cache
def dictionary() -> Dictionary:
    """The dictionary of this process; its first call takes about 0.1 s."""
    return Dictionary(_opened())


@cache
def _adviser() -> Any | None:
    """A second dictionary, for suggestions: they are made in another thread, and Hunspell serves one at a time."""
    return _opened()


def close_words(form: str) -> tuple[str, ...]:
    """Words close to ``form``, best first. Takes 70 to 800 ms: only when a person asks, never while they type.
    One thread at a time may call it, any thread."""
    adviser = _adviser() if 0 < len(form) <= _LONGEST else None
    return tuple(adviser.suggest(form)) if adviser is not None else ()


def missing() -> str | None:
    """What people should be told, in one French sentence, when words cannot be checked; None when they can."""
    return None if dictionary().available else _MISSING
