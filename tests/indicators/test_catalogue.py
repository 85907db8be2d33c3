"""The catalogue: what is in it, what it refuses, how a user adds to it."""

import re
from pathlib import Path

import pytest

from policy_extract.errors import RulesError
from policy_extract.indicators import Catalogue, Matcher, load_catalogue

OWN = """
[[indicator]]
id = "cats"
zh = "猫的数量"
en = "Cats"
aliases = ["家猫", { name = "猫", until = 1999 }]
form = "level"
units = ["只"]
good = "up"
"""


def test_growth_and_level_are_entries_of_their_own() -> None:
    catalogue = load_catalogue()
    assert len(catalogue) >= 80
    for entry in catalogue.entries.values():
        if entry.of:
            base = catalogue[entry.of]
            assert (base.form, base.units) != (entry.form, entry.units), entry.id


def test_no_record_fits_two_entries() -> None:
    """Every name, with every unit and direction an entry holds, leads back to that entry."""
    matcher = Matcher()
    catalogue = matcher.catalogue
    for entry in catalogue.entries.values():
        for alias in catalogue.names(entry):
            for direction in alias.directions or entry.held_directions:
                found = matcher.match(
                    alias.name,
                    unit=entry.held_units[0] or None,
                    direction=None if direction == "none" else direction,
                    year=alias.until or alias.since,
                )
                assert found == entry.id, (alias.name, direction)


def test_codes_are_of_their_form_and_stand_once() -> None:
    """Also that the code's own ending agrees: annual growth, yuan, a share or a gross ratio."""
    entries = load_catalogue().entries.values()
    wdi = {entry.wdi: entry for entry in entries if entry.wdi}
    nbs = [entry.nbs for entry in entries if entry.nbs]
    assert len(wdi) == sum(1 for entry in entries if entry.wdi) >= 17
    assert len(nbs) == len(set(nbs)) >= 7
    assert all(re.fullmatch(r"A0[0-9A-Z]{5}", code) for code in nbs)
    for code, entry in wdi.items():
        assert re.fullmatch(r"[A-Z]{2}(\.[A-Z0-9]{2,4}){2,4}", code), code
        assert code.endswith(".ZG") == (entry.form == "growth"), code
        assert code.endswith((".ZS", ".ENRR")) == (entry.form in ("share", "rate")), code
        if code.endswith(".CN"):
            assert "元" in entry.units, code
        if ".CD" in code:
            assert "美元" in entry.units, code


def test_definitions_lead_to_the_newest() -> None:
    catalogue = load_catalogue()
    assert catalogue.series("net_income_rural_growth") == "income_rural_growth"
    assert catalogue.series("gdp") == "gdp"
    for entry in catalogue.entries.values():
        for before in entry.predecessors:
            assert catalogue[before.id].form == entry.form


def test_a_user_adds_entries_and_replaces_them(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN, encoding="utf-8")
    catalogue = load_catalogue([own])
    assert len(catalogue) == len(load_catalogue()) + 1
    matcher = Matcher(catalogue)
    assert matcher.match("家猫", unit="只", direction=None) == "cats"
    assert matcher.match("猫", unit="只", direction=None, year=1990) == "cats"
    assert matcher.match("猫", unit="只", direction=None, year=2000) is None


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("good =", "colour = 1\ngood ="), "colour"),
        (('"level"', '"height"'), "form"),
        (('units = ["只"]', ""), "needs its units"),
        (('id = "cats"', 'id = "cats"\nof = "dogs"'), "dogs is no entry"),
        ((OWN, OWN + OWN), "stands there twice"),
    ],
)
def test_a_malformed_file_is_refused_by_name(
    tmp_path: Path, change: tuple[str, str], said: str
) -> None:
    own = tmp_path / "own.toml"
    own.write_text(OWN.replace(*change), encoding="utf-8")
    with pytest.raises(RulesError, match=said):
        load_catalogue([own])


def test_an_empty_catalogue_knows_nothing() -> None:
    assert Matcher(Catalogue([])).match("国内生产总值", unit="元", direction=None) is None
