"""The symbols, drawn for Volet on a 100 × 100 grid: strokes of 7 in the light colour, `{a}` where the detail stands out."""

# ruff: noqa: E501  (drawings)
from typing import Final

from certificates.badges.choices import Symbol

SYMBOLS: Final = {
    Symbol.COMPASS: '<circle cx="50" cy="50" r="40"/><path d="M50 4v8M50 88v8M4 50h8M88 50h8"/><path d="M68 32 57 57 43 43z" fill="{a}" stroke="{a}"/><path d="M32 68 57 57 43 43z"/>',
    Symbol.PICTURE: '<rect x="8" y="16" width="84" height="68" rx="9"/><circle cx="33" cy="38" r="8" fill="{a}" stroke="{a}" stroke-width="2"/><path d="m10 76 26-22 15 13 20-24 20 25"/>',
    Symbol.LOCK: '<rect x="17" y="44" width="66" height="47" rx="9"/><path d="M31 44V30a19 19 0 0 1 38 0v14"/><circle cx="50" cy="63" r="7" fill="{a}" stroke="{a}" stroke-width="2"/><path d="M50 66v12" stroke="{a}"/>',
    Symbol.PEOPLE: '<circle cx="50" cy="31" r="14" stroke="{a}"/><path d="M25 84c0-17 10-28 25-28s25 11 25 28z" stroke="{a}"/><circle cx="17" cy="44" r="9"/><circle cx="83" cy="44" r="9"/><path d="M3 78c0-11 5-18 14-18M97 78c0-11-5-18-14-18"/>',
    Symbol.TALK: '<path d="M8 14h56a6 6 0 0 1 6 6v28a6 6 0 0 1-6 6H34L20 67V54H8a6 6 0 0 1-6-6V20a6 6 0 0 1 6-6z"/><path d="M84 38h8a6 6 0 0 1 6 6v26a6 6 0 0 1-6 6h-8v13L68 76H50a6 6 0 0 1-6-6" stroke="{a}"/><path d="M20 34h.1M36 34h.1M52 34h.1" stroke-width="10"/>',
    Symbol.GLOBE: '<circle cx="50" cy="50" r="42"/><path d="M8 50h84"/><path d="M50 8c-26 26-26 58 0 84M50 8c26 26 26 58 0 84" stroke="{a}"/>',
    Symbol.PENCIL: '<path d="m14 86 6-24 50-50a8 8 0 0 1 11 0l7 7a8 8 0 0 1 0 11L38 80z"/><path d="m60 22 18 18"/><path d="M56 92h36" stroke="{a}"/>',
    Symbol.PHONE: '<rect x="25" y="5" width="50" height="90" rx="10"/><path d="M45 82h10"/><path d="m37 42 10 11 17-21" stroke="{a}"/>',
    Symbol.CHART: '<path d="M10 8v82h82"/><path d="M32 72V58M52 72V44" stroke-width="12"/><path d="M72 72V22" stroke="{a}" stroke-width="12"/>',
    Symbol.MAGNIFIER: '<circle cx="42" cy="42" r="33"/><path d="m66 66 26 26"/><path d="m27 43 11 11 19-22" stroke="{a}"/>',
    Symbol.LEAF: '<path d="M14 86C2 36 34 8 90 10c4 56-24 88-72 74"/><path d="M8 94c12-26 28-40 54-54M36 64l2-24M50 52l24 2" stroke="{a}"/>',
    Symbol.STAR: '<path d="m50 6 13.500 28.500 31 4.200-22.700 21.600 5.700 31L50 76.300 22.500 91.300l5.700-31L5.500 38.700l31-4.200z"/><path d="m38 51 9 9 17-18" stroke="{a}"/>',
}
