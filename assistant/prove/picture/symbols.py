"""The small symbols of the cards, 14 by 14 pixels, as lines: no font has to have them."""

from __future__ import annotations

from collections.abc import Mapping
from xml.etree import ElementTree as ET

_DOT = '<circle fill="currentColor" stroke="none" cx="{}" cy="{}" r="{}"/>'

_DRAWN: Mapping[str, str] = {
    "ask": '<path d="M4 4.6A3 3 0 1 1 8 7.4Q7 7.900 7 9.300"/>' + _DOT.format(7, 12, 1),
    "form": '<path d="M2 1.500h10v11H2zM4.500 4.500h5M4.500 7h5M4.500 9.500h5"/>',
    "repeat": '<path d="M6 3h6M6 7h6M6 11h6"/>'
    + "".join(_DOT.format(2.5, y, 1.2) for y in (3, 7, 11)),
    "info": '<circle cx="7" cy="7" r="6"/><path d="M7 6.500v4"/>' + _DOT.format(7, 3.8, 0.9),
    "advice": '<path d="M1.500 2h11v7.500H7.500L4.500 12.500V9.500h-3z"/>',
    "duty": '<path d="M9.300 3.200A2.400 2 0 1 0 6 4.900l2.500 1.700a2.200 2 0 0 1-1.200 3.500'
    'M4.700 10.800A2.400 2 0 1 0 8 9.100L5.500 7.400a2.200 2 0 0 1 1.200-3.500"/>',
    "danger": '<path d="M7 1.200 13.200 12.800H.800zM7 5v4"/>' + _DOT.format(7, 11, 0.9),
    "decide": '<path d="M7 1v4L3 9v4M7 5l4 4v4"/>',
    "do": '<path d="M1 2.500h12v9H1zM4 2.500v9M10 2.500v9"/>',
    "return": '<path d="M12 11.500V6H2.500M6 2.500 2.500 6 6 9.500"/>',
    "end_notify": '<path d="M1 3h12v8.500H1zM1 3.500 7 8l6-4.500"/>',
    "end_consult": '<circle cx="4.500" cy="4.500" r="2.200"/><circle cx="10" cy="5" r="1.800"/>'
    '<path d="M.800 12q0-4 3.700-4t3.700 4M9.500 8.300q3.500-.500 3.700 3.700"/>',
    "end_follow_up": '<path d="M1.500 3h11v10h-11zM1.500 6h11M4.500 1v3M9.500 1v3"/>',
    "end_none": '<rect fill="currentColor" stroke="none" x="2.500" y="2.500" width="9" height="9"/>',
}


def symbols() -> list[ET.Element]:
    """Return the definitions of all symbols, by the looks that they stand for."""
    return [
        ET.fromstring(  # noqa: S314 - our own constants
            f'<symbol id="flow-symbol-{look}" viewBox="0 0 14 14">{drawn}</symbol>'
        )
        for look, drawn in _DRAWN.items()
    ]
