"""Tables for a spreadsheet: opened by a double click, and nothing in them runs."""

import pytest

from content.spreadsheets import spreadsheet


def test_a_table_has_semicolons_and_says_that_it_is_in_utf_8():
    assert spreadsheet([["Nom", "Durée"], ["Ada ; Roy", "2 h"]]) == (
        b"\xef\xbb\xbf" + 'Nom;Durée\r\n"Ada ; Roy";2 h\r\n'.encode()
    )


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx"])
def test_formulas_become_text(cell):
    assert spreadsheet([[cell]]).decode("utf-8-sig").strip('"\r\n') == f"'{cell}".rstrip("\r\n")
