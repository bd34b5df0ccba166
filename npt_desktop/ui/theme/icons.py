"""Line icons: a vendored subset of Tabler Icons (MIT), recoloured by the theme.

SVG files, not an icon font: hardened Windows builds may block fonts that a program loads itself.
Drawn icons are kept in Qt's own pixmap cache, which empties itself with the application.
"""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QIcon, QPainter, QPixmap, QPixmapCache

from npt_desktop import paths
from npt_desktop.ui.theme.look import Look


@cache
def _svg(name: str) -> str:
    text = (paths.resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    return text.replace('stroke-width="2"', 'stroke-width="1.8"')


def pixmap(name: str, colour: str, size: int = 18, ratio: float = 1.0) -> QPixmap:
    """An icon of ``size`` device independent pixels in ``#RRGGBB``, for a screen of that pixel ratio."""
    key = f"npt-icon:{name}:{colour}:{size}:{ratio:.3f}"
    made = QPixmap()
    if QPixmapCache.find(key, made):
        return made
    from PySide6.QtSvg import QSvgRenderer  # loaded with the first icon, not with the program

    made = QPixmap(round(size * ratio), round(size * ratio))
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    source = _svg(name).replace("currentColor", colour)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(made.rect()))
    painter.end()
    made.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, made)
    return made


def paint(p: QPainter, look: Look, name: str, token: str, rect: QRectF) -> None:
    """Paint an icon of a token's colour in the middle of a rectangle, as large as its width."""
    size = round(rect.width())
    place = QPointF(round(rect.center().x() - size / 2), round(rect.center().y() - size / 2))
    p.drawPixmap(place, pixmap(name, look.hex(token), size, p.device().devicePixelRatioF()))


def icon(name: str, look: Look, token: str, size: int = 16) -> QIcon:
    """An icon for a Qt button, at the pixel ratios of the screens there are; grey when disabled."""
    made = QIcon()
    for ratio in {screen.devicePixelRatio() for screen in QGuiApplication.screens()}:
        made.addPixmap(pixmap(name, look.hex(token), size, ratio), QIcon.Mode.Normal)
        made.addPixmap(pixmap(name, look.hex("text3"), size, ratio), QIcon.Mode.Disabled)
    return made
