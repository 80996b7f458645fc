"""The icons of the screens, drawn for Volet on a 24 × 24 grid with strokes of 2."""

# ruff: noqa: E501  (drawings)
from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

PATHS = {
    "arrow-down": '<path d="M12 5v14M5 12l7 7 7-7"/>',
    "arrow-left": '<path d="M19 12H5M12 19l-7-7 7-7"/>',
    "arrow-right": '<path d="M5 12h14M12 5l7 7-7 7"/>',
    "arrow-up": '<path d="M12 19V5M5 12l7-7 7 7"/>',
    "award": '<circle cx="12" cy="9" r="6"/><path d="M8.5 14 7 22l5-3 5 3-1.5-8"/>',
    "book": '<path d="M4 5a2 2 0 0 1 2-2h14v18H6a2 2 0 0 1-2-2zM4 17h16"/>',
    "calendar": '<rect x="3" y="5" width="18" height="16" rx="2"/><path d="M3 10h18M8 3v4M16 3v4"/>',
    "check": '<path d="m4 12.5 5.5 5.5L20 7"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5l3 2"/>',
    "close": '<path d="M6 6l12 12M18 6 6 18"/>',
    "copy": '<rect x="9" y="9" width="12" height="12" rx="2"/><path d="M5 15H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1"/>',
    "download": '<path d="M12 3v12M7 10l5 5 5-5M4 21h16"/>',
    "edit": '<path d="M4 20h4L20 8l-4-4L4 16zM14 6l4 4"/>',
    "external": '<path d="M14 4h6v6M20 4l-9 9M18 14v6H4V6h6"/>',
    "eye": '<path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7S2 12 2 12z"/><circle cx="12" cy="12" r="3"/>',
    "file": '<path d="M14 3H6v18h12V7zM14 3v4h4M9 13h6M9 17h6"/>',
    "flag": '<path d="M5 22V4M5 4h13l-3 4.5 3 4.5H5"/>',
    "folder": '<path d="M3 6h6l2 2h10v11H3z"/>',
    "help": '<circle cx="12" cy="12" r="9"/><path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 17h.01"/>',
    "home": '<path d="M3 11 12 4l9 7M5 10v10h14V10M10 20v-6h4v6"/>',
    "info": '<circle cx="12" cy="12" r="9"/><path d="M12 11v5M12 8h.01"/>',
    "key": '<circle cx="8" cy="15" r="4"/><path d="m11 12 9-9M16 7l3 3"/>',
    "leave": '<path d="M14 4H5v16h9M10 12h11M17 8l4 4-4 4"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"/>',
    "list": '<path d="M8 6h13M8 12h13M8 18h13M3.5 6h.01M3.5 12h.01M3.5 18h.01"/>',
    "listen": '<path d="M4 9v6h4l5 4V5L8 9zM16.5 9a4 4 0 0 1 0 6M19 6.5a8 8 0 0 1 0 11"/>',
    "lock": '<rect x="5" y="11" width="14" height="10" rx="2"/><path d="M8 11V7a4 4 0 0 1 8 0v4"/>',
    "mail": '<rect x="3" y="5" width="18" height="14" rx="2"/><path d="m4 7 8 6 8-6"/>',
    "minus": '<path d="M5 12h14"/>',
    "more": '<path d="M5 12h.01M12 12h.01M19 12h.01"/>',
    "pause": '<path d="M8 5v14M16 5v14"/>',
    "person-check": '<circle cx="9" cy="8" r="4"/><path d="M2 21c0-4 3-7 7-7 2 0 3.7.7 5 2M15 19l2.5 2.5L22 17"/>',
    "phone": '<rect x="7" y="2" width="10" height="20" rx="2"/><path d="M11 18h2"/>',
    "play": '<path d="M7 4v16l13-8z"/>',
    "plus": '<path d="M12 5v14M5 12h14"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4v-7h16v7h-3M7 14h10v7H7z"/>',
    "puzzle": '<path d="M4 9h4a2.5 2.5 0 1 1 4 0h4v4a2.5 2.5 0 1 1 0 4v3H4z"/>',
    "qr": '<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2v2h-2zM20 14v6h-6M20 20h.01"/>',
    "quiz": '<path d="M4 6l1.5 1.5L8 5M4 13l1.5 1.5L8 12M12 6.5h9M12 13.5h9M12 20h9M5 20h2"/>',
    "refresh": '<path d="M20 11a8 8 0 1 0-2 6M20 5v6h-6"/>',
    "school": '<path d="m2 9 10-5 10 5-10 5zM6 11.5V17c3 3 9 3 12 0v-5.5M22 9v6"/>',
    "search": '<circle cx="11" cy="11" r="7"/><path d="m16 16 5 5"/>',
    "settings": '<path d="M4 7h9M19 7h1M4 17h1M11 17h9"/><circle cx="16" cy="7" r="2.5"/><circle cx="8" cy="17" r="2.5"/>',
    "share": '<circle cx="6" cy="12" r="3"/><circle cx="18" cy="5" r="3"/><circle cx="18" cy="19" r="3"/><path d="m8.6 10.5 6.800-4M8.6 13.5l6.800 4"/>',
    "shield": '<path d="M12 3 4 6v6c0 5 3.5 8 8 9 4.5-1 8-4 8-9V6zM8.5 12l2.5 2.5 4.5-5"/>',
    "sign": '<path d="M3 20h18M4 16c2-7 5-12 7-12s1 5-1 9c3-4 5-4 5-2s1 2 4 1"/>',
    "star": '<path d="m12 3 2.7 6 6.3.6-4.800 4.200 1.5 6.400L12 16.800l-5.7 3.400 1.5-6.400L3 9.6 9.3 9z"/>',
    "stop": '<rect x="6" y="6" width="12" height="12" rx="1"/>',
    "theme": '<circle cx="12" cy="12" r="9"/><path d="M12 3v18a9 9 0 0 0 0-18z" fill="currentColor"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6"/>',
    "upload": '<path d="M12 16V4M7 9l5-5 5 5M4 21h16"/>',
    "user": '<circle cx="12" cy="8" r="4.5"/><path d="M3.5 21c.5-4.5 4-7 8.5-7s8 2.5 8.5 7"/>',
    "users": '<circle cx="9" cy="8" r="4"/><path d="M2 21c0-4 3-7 7-7s7 3 7 7M16 4.5a4 4 0 0 1 0 7M18 14.5c2.5 1 4 3.3 4 6.5"/>',
    "video": '<rect x="3" y="6" width="13" height="12" rx="2"/><path d="m16 11 5-3v8l-5-3z"/>',
    "warn": '<path d="M12 4 2.5 20h19zM12 10v4M12 17h.01"/>',
}  # fmt: skip


def icon(name: str, label: str = "") -> SafeString:
    """An inline SVG of the text's size and colour: silent beside a word, named with `label` when it stands alone.

    Raises `KeyError` for a name that isn't drawn.
    """
    if not label:
        return _silent(name)
    drawing = mark_safe(PATHS[name])  # noqa: S308  (a constant of this module)
    return format_html('<svg class="icon" viewBox="0 0 24 24" role="img" aria-label="{}">{}</svg>', label, drawing)


@cache
def _silent(name: str) -> SafeString:
    drawing = mark_safe(PATHS[name])  # noqa: S308  (a constant of this module)
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">{}</svg>', drawing)
