"""Draws the sample letter's pictures, so that they can be redrawn when a figure or the palette changes.

Run it from the checkout: ``.venv/bin/python packaging/make_sample_pictures.py``. The drawing is the same each time on
one machine; text is set in DejaVu Sans, so another version of that font may move a glyph by a pixel.
"""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QPainterPath, QPen, QPolygonF

MEDIA = Path(__file__).parents[1] / "issues" / "2022-015-traite-des-etres-humains" / "media"
WIDTH, HEIGHT = 1200, 675
LIMIT = 60_000  # bytes a picture may weigh: the letter also leaves by e-mail

PAPER, INK, SOFT, LINE = QColor("#f6f5f2"), QColor("#23262b"), QColor("#5d6168"), QColor("#d5d1c8")
ACCENT, PALE, GOLD = QColor("#2f4b8f"), QColor("#7389c8"), QColor("#a67a2c")  # each 3:1 or more on the paper

Draw = Callable[[QPainter], None]


class Mark(NamedTuple):
    """How one thing counted is shown: by its colour and, so that colour is not all, as a full dot or as a ring."""

    colour: QColor
    full: bool = True


def blended(ground: QColor, ink: QColor) -> list[int]:
    """The steps from ``ground`` to ``ink``, the second included: what smooth edges are made of."""
    steps = 28
    pairs = [(ground.red(), ink.red()), (ground.green(), ink.green()), (ground.blue(), ink.blue())]
    return [QColor(*(round(a + (b - a) * step / steps) for a, b in pairs)).rgb() for step in range(1, steps + 1)]


def palette() -> list[int]:
    """The colours a picture may hold: at most 256, so that it weighs little."""
    white = QColor("white")
    inks = [shade for ink in (INK, SOFT, LINE, ACCENT, PALE, GOLD) for shade in blended(PAPER, ink)]
    return [PAPER.rgb(), white.rgb(), *inks, *blended(white, ACCENT)]


def font(pixels: int, *, bold: bool = False) -> QFont:
    face = QFont("DejaVu Sans")
    face.setPixelSize(pixels)
    face.setBold(bold)
    return face


def text(
    painter: QPainter,
    box: QRectF,
    words: str,
    pixels: int,
    *,
    colour: QColor = INK,
    bold: bool = False,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
) -> None:
    """Write ``words`` in ``box``, centred in its height."""
    painter.setFont(font(pixels, bold=bold))
    painter.setPen(colour)
    painter.drawText(box, int(align | Qt.AlignmentFlag.AlignVCenter), words)


def dot(painter: QPainter, x: float, y: float, radius: float, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x, y), radius, radius)


def stroke(painter: QPainter, colour: QColor, width: float, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(colour, width, style, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin))


def arrow(painter: QPainter, start: QPointF, end: QPointF, colour: QColor, *, dashed: bool = False) -> None:
    stroke(painter, colour, 5, Qt.PenStyle.DotLine if dashed else Qt.PenStyle.SolidLine)
    angle = math.atan2(end.y() - start.y(), end.x() - start.x())
    tail = QPointF(end.x() - 14 * math.cos(angle), end.y() - 14 * math.sin(angle))
    painter.drawLine(start, tail)
    sides = [
        QPointF(end.x() - 22 * math.cos(angle + turn), end.y() - 22 * math.sin(angle + turn)) for turn in (0.45, -0.45)
    ]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([end, *sides]))


def untangled_threads(painter: QPainter) -> None:
    """Threads that leave a knot on the left as parallel lines on the right."""
    for index in range(13):
        colour = (ACCENT, PALE, GOLD)[(0, 1, 0, 1, 2)[index % 5]]
        phase = index * 2.39996  # the golden angle: no two threads turn alike
        lane = 96 + index * 40.0
        path = QPainterPath()
        for step in range(361):
            along = step / 360
            x = -40 + along * 1290
            order = 1 / (1 + math.exp(-(along - 0.56) * 17))
            knot_x = 330 + 205 * math.sin(along * 12 + phase) * math.cos(along * 4 + phase * 2)
            knot_y = 337 + 195 * math.cos(along * 14 + phase * 1.7) * math.sin(along * 5 + phase * 3)
            hold = (1 - order) * min(1.0, along * 6)
            point = QPointF(x + (knot_x - x) * hold * 0.82, lane + (knot_y - lane) * hold)
            if step:
                path.lineTo(point)
            else:
                path.moveTo(point)
        stroke(painter, PAPER, 11)
        painter.drawPath(path)
        stroke(painter, colour, 5)
        painter.drawPath(path)


CITIES: Sequence[tuple[str, float, float, int | None, str]] = (
    # name, longitude, latitude, rank in the year, side of the label
    ("Belgrade", 20.46, 44.79, 1, "right"),
    ("Tirana", 19.82, 41.33, 4, "left"),
    ("Sarajevo", 18.41, 43.86, 2, "left"),
    ("Sofia", 23.32, 42.70, 5, "right"),
    ("Podgorica", 19.26, 42.44, 3, "left"),
    ("Skopje", 21.43, 42.00, None, "right"),
)
MEETINGS = ("février", "mars", "mai", "juin", "septembre")


def stages(painter: QPainter) -> None:
    """The year's five meetings, in order, at the true places of their cities; no borders."""

    def place(longitude: float, latitude: float) -> QPointF:
        scale = 138.0
        return QPointF(600 + (longitude - 20.7) * scale * math.cos(math.radians(43)), 335 - (latitude - 43.05) * scale)

    for row in range(16):
        for column in range(29):
            dot(painter, 40 + column * 40, 38 + row * 40, 2, LINE)
    route = [place(city[1], city[2]) for city in sorted(CITIES, key=lambda city: city[3] or 0) if city[3]]
    stroke(painter, PALE, 4, Qt.PenStyle.DashLine)
    painter.drawPolyline(QPolygonF(route))
    for name, longitude, latitude, rank, side in CITIES:
        at = place(longitude, latitude)
        note = "2021" if rank is None else MEETINGS[rank - 1]
        if rank is None:
            stroke(painter, ACCENT, 4)
            painter.setBrush(PAPER)
            painter.drawEllipse(at, 14, 14)
        else:
            dot(painter, at.x(), at.y(), 30, PAPER)
            dot(painter, at.x(), at.y(), 26, ACCENT)
            box = QRectF(at.x() - 26, at.y() - 26, 52, 52)
            text(painter, box, str(rank), 26, colour=QColor("white"), bold=True, align=Qt.AlignmentFlag.AlignHCenter)
        left = side == "left"
        align = Qt.AlignmentFlag.AlignRight if left else Qt.AlignmentFlag.AlignLeft
        x = at.x() - 340 if left else at.x() + (18 if rank is None else 40)
        top = at.y() - (0 if rank is None else 34)  # below the route, which passes by last year's city
        text(painter, QRectF(x, top, 300, 38), name, 28, bold=True, align=align)
        text(painter, QRectF(x, top + 36, 300, 32), note, 22, colour=SOFT, align=align)


def two_offences(painter: QPainter) -> None:
    """Smuggling ends on arrival; trafficking, with or without a border, goes on."""
    top, bottom = 215.0, 490.0
    for y, title, names, colour in (
        (top, "Trafic de migrants", ("départ", "frontière", "arrivée"), PALE),
        (bottom, "Traite", ("recrutement", "déplacement", "exploitation"), ACCENT),
    ):
        text(painter, QRectF(90, y - 125, 600, 44), title, 32, bold=True)
        for index, name in enumerate(names):
            x = 160 + index * 330.0
            if index:
                arrow(painter, QPointF(x - 298, y), QPointF(x - 30, y), colour)
            dot(painter, x, y, 20, colour)
            box = QRectF(x - 150, y + 30, 300, 36)
            text(painter, box, name, 24, colour=SOFT, align=Qt.AlignmentFlag.AlignHCenter)
    stroke(painter, INK, 6)
    painter.drawLine(QPointF(880, top - 34), QPointF(880, top + 34))
    text(painter, QRectF(905, top - 20, 240, 40), "le lien prend fin", 24)
    arrow(painter, QPointF(852, bottom), QPointF(1130, bottom), ACCENT, dashed=True)
    text(painter, QRectF(905, bottom - 60, 240, 40), "et elle dure", 24)
    arrow(painter, QPointF(325, top + 25), QPointF(325, bottom - 28), GOLD)
    text(painter, QRectF(345, 300, 420, 44), "tout peut basculer", 24, colour=INK)


def mark(painter: QPainter, x: float, y: float, radius: float, shown: Mark) -> None:
    if shown.full:
        dot(painter, x, y, radius, shown.colour)
    else:
        width = radius / 4
        stroke(painter, shown.colour, width)
        painter.drawEllipse(QPointF(x, y), radius - width / 2, radius - width / 2)


def counted(painter: QPainter, at: QRectF, marks: Sequence[Mark], columns: int, radius: float) -> None:
    """The marks row after row, filling ``at``."""
    rows = math.ceil(len(marks) / columns)
    for index, shown in enumerate(marks):
        row, column = divmod(index, columns)
        x = at.left() + (column + 0.5) * at.width() / columns
        y = at.top() + (row + 0.5) * at.height() / rows
        mark(painter, x, y, radius, shown)


def legend(painter: QPainter, x: float, y: float, entries: Sequence[tuple[Mark, str, str]]) -> None:
    for index, (shown, number, label) in enumerate(entries):
        top = y + index * 96.0
        mark(painter, x + 14, top + 23, 14, shown)
        text(painter, QRectF(x + 46, top, 500, 44), number, 34, bold=True)
        text(painter, QRectF(x + 46, top + 42, 500, 34), label, 23, colour=SOFT)


def forced_labour(painter: QPainter) -> None:
    """ILO and Walk Free, Global Estimates of Modern Slavery, 2017: 16, 4.8 and 4.1 million people in 2016."""
    private, sexual, state = Mark(ACCENT), Mark(GOLD), Mark(ACCENT, full=False)
    counted(painter, QRectF(80, 82, 510, 510), [private] * 16 + [sexual] * 5 + [state] * 4, 5, 38)
    entries = (
        (private, "16\u00a0millions", "dans l’économie privée"),
        (sexual, "4,8\u00a0millions", "dans l’exploitation sexuelle"),
        (state, "4,1\u00a0millions", "imposés par un État"),
    )
    legend(painter, 690, 200, entries)


def detected_victims(painter: QPainter) -> None:
    """UNODC, Global Report on Trafficking in Persons 2020: detected victims in 2018, in per cent."""
    girls, boys, women, men = Mark(ACCENT), Mark(ACCENT, full=False), Mark(SOFT), Mark(SOFT, full=False)
    counted(painter, QRectF(80, 72, 530, 530), [girls] * 19 + [boys] * 15 + [women] * 46 + [men] * 20, 10, 20)
    entries = ((girls, "19", "filles"), (boys, "15", "garçons"), (women, "46", "femmes"), (men, "20", "hommes"))
    legend(painter, 720, 152, entries)


PICTURES: dict[str, Draw] = {
    "fils-denoues.png": untangled_threads,
    "etapes-2022.png": stages,
    "deux-infractions.png": two_offences,
    "travail-force.png": forced_labour,
    "victimes-reperees.png": detected_victims,
}


def main() -> int:
    """Write every picture; the exit status is 1 when one of them is too heavy."""
    application = QGuiApplication(sys.argv[:1])
    MEDIA.mkdir(parents=True, exist_ok=True)
    heavy = []
    for name, draw in PICTURES.items():
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        image.fill(PAPER)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter)
        painter.end()
        indexed = image.convertToFormat(
            QImage.Format.Format_Indexed8, palette(), Qt.ImageConversionFlag.ThresholdDither
        )
        path = MEDIA / name
        if not indexed.save(str(path), quality=0):  # 0 asks Qt for the strongest compression
            raise OSError(f"could not write {path}")
        size = path.stat().st_size
        print(f"{name}: {size:,} bytes")
        if size > LIMIT:
            heavy.append(name)
    application.quit()
    return 1 if heavy else 0


if __name__ == "__main__":
    sys.exit(main())
