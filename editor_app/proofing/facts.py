"""Facts that contradict themselves within a sentence: dates that do not exist, weekdays, figures beside words."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Iterator
from datetime import date

from editor_app.proofing.diagnostic import Category, Diagnostic, Severity
from editor_app.proofing.layer import Prose

_MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
    "décembre",
)  # fmt: skip
_WEEKDAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
_GREGORIAN = 1583
"""The first whole year of the Gregorian calendar in France (adopted on 20 December 1582)."""

_GAP = r"[ \t\n\u00a0\u202f]+"
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)})"
_DATE = re.compile(
    rf"(?:\b(?P<weekday>{'|'.join(_WEEKDAYS)}){_GAP})?(?<![\d,.])\b(?P<day>1er|\d{{1,2}}){_GAP}{_MONTH}\b"
    rf"(?:{_GAP}(?P<year>\d{{4}})\b)?",
    re.IGNORECASE,
)
_NUMERIC_DATE = re.compile(r"(?<![\d/.-])(?P<day>\d{2})/(?P<month>\d{2})/(?P<year>\d{4})(?![\d/])")
_PERIOD = re.compile(rf"\bdu{_GAP}(?P<first>\d{{1,2}}){_GAP}au{_GAP}(?P<last>\d{{1,2}}){_GAP}{_MONTH}\b", re.IGNORECASE)
_YEARS = re.compile(
    rf"\b(?:entre{_GAP}(?P<from>[12]\d{{3}}){_GAP}et|de{_GAP}(?P<since>[12]\d{{3}}){_GAP}à){_GAP}(?P<to>[12]\d{{3}})\b"
    rf"(?!{_GAP}(?:euros?|€|habitants?|personnes?|mètres?|kilo))",
    re.IGNORECASE,
)
_SPELT = re.compile(r"\b(?P<words>[^\W\d_]+(?:-[^\W\d_]+)*)[ \u00a0]\((?P<figure>\d{1,4})\)")
_SHARES = re.compile(r"(?<![\d,.])(?P<share>\d{1,3}(?:,\d+)?)[ \u00a0\u202f]?%")
_DIVIDED = re.compile(
    r"\bse répartissent (?:ainsi|comme suit)\b|\bse répartit (?:ainsi|comme suit)\b|\brépartition suivante\b"
)
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?=\d)[^.!?\n]*)*")
_DIGIT = re.compile(r"\d")
_ROUNDING = 0.5
"""Points that rounding to whole percents may add to each share."""

_UNITS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze", "treize"),
    *("quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
_TENS = {20: "vingt", 30: "trente", 40: "quarante", 50: "cinquante", 60: "soixante", 80: "quatre-vingt"}


def _spelt_numbers() -> dict[str, int]:
    """Numbers from 0 to 99 in words, with the hyphens of both spellings (1990) where one word is left."""
    spelt = {word: number for number, word in enumerate(_UNITS)} | {"une": 1, "cent": 100, "mille": 1000}
    for ten, word in _TENS.items():
        spelt[word + ("s" if ten == 80 else "")] = ten
        for unit in range(1, 20 if ten in (60, 80) else 10):
            link = "-et-" if unit in (1, 11) and ten != 80 else "-"
            spelt[word + link + _UNITS[unit]] = ten + unit
    return spelt


_SPELT_NUMBERS = _spelt_numbers()


class Facts:
    """Flags what cannot be true whatever the rest of the letter says. Its rules: ``context/impossible-date``,
    ``context/weekday``, ``context/period``, ``context/figure`` and ``context/shares``; the function of each names its
    source. An acronym written out in two ways is found in the whole letter (``acronyms.two_ways``)."""

    def check(self, prose: Prose) -> Iterator[Diagnostic]:
        if _DIGIT.search(prose.text):
            for rule in _RULES:
                yield from rule(prose.text)


def _dates(text: str) -> Iterator[Diagnostic]:
    """A day its month does not have; a weekday that is not the date's.

    Source: the Gregorian calendar (bull *Inter gravissimas*, 24 February 1582; leap years every four, but of centuries
    one in four), whose months and weekdays Python's ``calendar`` and ``datetime`` count by days from the year 1
    (Dershowitz and Reingold, *Calendrical Calculations*, “fixed dates”). Without a year February has 29 days; before
    ``_GREGORIAN`` no weekday is judged, for the Julian calendar may be meant."""
    for found in _DATE.finditer(text):
        month = _MONTHS.index(found["month"].lower()) + 1
        day = int(found["day"].removesuffix("er").removesuffix("ER"))
        year = int(found["year"]) if found["year"] else None
        last = calendar.monthrange(year, month)[1] if year else calendar.monthrange(2000, month)[1]
        if not 1 <= day <= last:
            start, end = found.start("day"), found.end()
            ending = f" {year}" if year else ""
            yield _flag(
                "impossible-date", text, start, end,
                f"{found['month'].capitalize()}{ending} n’a pas de {day} : il compte {last} jours.",
            )  # fmt: skip
        elif found["weekday"] and year and year >= _GREGORIAN:
            true = _WEEKDAYS[date(year, month, day).weekday()]
            if found["weekday"].lower() != true:
                written = true.capitalize() if found["weekday"][0].isupper() else true
                yield _flag(
                    "weekday", text, *found.span("weekday"),
                    f"Le {found['day']} {found['month']} {year} tombe un {true}.", (written,),
                )  # fmt: skip


def _numeric_dates(text: str) -> Iterator[Diagnostic]:
    """``31/02/2021`` does not exist.

    Source: the calendar as above; the order day, month, year is that of French dates in figures (*Lexique des règles
    typographiques en usage à l’Imprimerie nationale*, dates). The order of ISO 8601 has the year first, and is not
    read here."""
    for found in _NUMERIC_DATE.finditer(text):
        day, month, year = int(found["day"]), int(found["month"]), int(found["year"])
        if not year >= 1 or not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(year, month)[1]:
            yield _flag("impossible-date", text, *found.span(), f"La date {found[0]} n’existe pas.")


def _periods(text: str) -> Iterator[Diagnostic]:
    """A period that ends before it begins: days of one month (« du 12 au 5 mars »), years (« de 2022 à 2019 »).

    Source: a time interval runs from its start to its end, which is not earlier (ISO 8601-1:2019, time intervals).
    Years before units (« de 1500 à 1200 euros ») are amounts, and left alone."""
    for found in _PERIOD.finditer(text):
        if int(found["first"]) > int(found["last"]):
            yield _flag(
                "period", text, found.start("first"), found.end("last"),
                f"Du {found['first']} au {found['last']} {found['month']} : la fin précède le début.",
            )  # fmt: skip
    for found in _YEARS.finditer(text):
        group = "from" if found["from"] else "since"
        if int(found[group]) > int(found["to"]):
            yield _flag(
                "period", text, found.start(group), found.end("to"),
                f"L’année {found['to']} précède {found[group]} : l’ordre semble inversé.",
            )  # fmt: skip


def _figures(text: str) -> Iterator[Diagnostic]:
    """A number in words with another in figures right behind it: « trois (4) ».

    Source: the two are to say the same; where they differ the words count (Code civil, article 1376), which is why
    they are what is proposed. Numbers in words as in the *Dictionnaire de l’Académie française* and with the hyphens
    of the *Rectifications de l’orthographe* (Journal officiel, 6 December 1990, rule 1)."""
    for found in _SPELT.finditer(text) if "(" in text else ():
        spelt = _SPELT_NUMBERS.get(found["words"].lower())
        if spelt is None or spelt == int(found["figure"]) or spelt <= 1:
            continue
        if text[: found.start("words")].rstrip().lower().endswith((" et", *_SPELT_NUMBERS)):
            continue
        yield _flag(
            "figure", text, *found.span("figure"), f"« {found['words']} » et « {found['figure']} » se contredisent.",
            (str(spelt),),
        )  # fmt: skip


def _shares(text: str) -> Iterator[Diagnostic]:
    """Shares announced as a division of the whole that add up to more than 100 %.

    Source: the parts of a whole make 100 % in all, by definition, but for rounding, which adds at most half a unit to
    each. Only behind words that announce a division, and short of 190 %, where two divisions may be told in one
    sentence."""
    for sentence in _SENTENCE.finditer(text) if "%" in text else ():
        divided = _DIVIDED.search(sentence[0])
        if divided is None:
            continue
        shares = list(_SHARES.finditer(sentence[0], divided.end()))
        total = sum(float(share["share"].replace(",", ".")) for share in shares)
        if len(shares) >= 2 and total > 100 + _ROUNDING * len(shares) and total < 190:
            last = shares[-1]
            shown = f"{total:.10g}".replace(".", ",")
            yield _flag(
                "shares", text, sentence.start() + last.start(), sentence.start() + last.end(),
                f"Les parts de cette répartition font {shown} % en tout.",
            )  # fmt: skip


_RULES: tuple[Callable[[str], Iterator[Diagnostic]], ...] = (_dates, _numeric_dates, _periods, _figures, _shares)


def _flag(rule: str, text: str, start: int, end: int, message: str, suggestions: tuple[str, ...] = ()) -> Diagnostic:
    return Diagnostic(
        f"context/{rule}", Category.CONTEXT, Severity.WARNING, start, end, text[start:end], message, suggestions, 0.99
    )
