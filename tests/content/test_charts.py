"""Charts carry their values as text."""

import pytest

from content.charts import Axis, CoverageRow, HeatRow, coverage, heat_map, radar, ring

N = "\u00a0"


@pytest.mark.parametrize(
    ("done", "total", "text"), [(1, 2, "50"), (0, 0, "0"), (3, 2, "100"), (-1, 2, "0"), (2, 3, "67")]
)
def test_a_ring_prints_its_share(done, total, text):
    assert f">{text}{N}%</text>" in ring(done, total)


def test_a_ring_is_named():
    assert f'aria-label="Parcours fait{N}: 50{N}%"' in ring(1, 2, label="Parcours fait")


def test_a_radar_has_a_title_a_description_and_its_table():
    html = radar([Axis("Créer", 0.5, 0.7), Axis("Coopérer", 1), Axis("<b>", 0)], title="Compétences")
    assert "<title>Compétences</title>" in html
    assert f"<desc>Créer 50{N}%, Coopérer 100{N}%, &lt;b&gt; 0{N}%</desc>" in html
    assert html.count("<tr>") == 4


def test_a_radar_of_two_axes_is_a_table_alone():
    html = radar([Axis("Créer", 0.5), Axis("Coopérer", 1)], title="Compétences")
    assert "<svg" not in html and "<table" in html


def test_a_radar_nobody_could_read_is_refused():
    with pytest.raises(ValueError, match="10 axes"):
        radar([Axis(str(n), 0.5) for n in range(11)], title="Trop")


def test_a_coverage_says_how_many_of_how_many():
    html = coverage([CoverageRow("UC 1", 3, 5), CoverageRow("UC 2", 2, 2), CoverageRow("UC 3", 0, 0)], title="Livret")
    assert "3 sur 5" in html and "2 sur 2" in html and "0 sur 0" in html
    assert html.count("coverage__full") == 1


def test_the_names_of_units_are_set_in_french():
    assert "<span>Session d’approfondissement</span>" in coverage(
        [CoverageRow("Session d'approfondissement", 0, 2)], title="Livret"
    )


def test_a_heat_map_is_a_table_with_its_numbers():
    html = heat_map(["Q1", "Q2", "Q3"], [HeatRow("Amina", [0.1, 1.0, None], url="/a/")], title="Réussite")
    assert f'<td class="heat__0">10{N}%</td><td class="heat__4">100{N}%</td><td class="heat__none">–</td>' in html
    assert '<th scope="row"><a href="/a/">Amina</a></th>' in html
