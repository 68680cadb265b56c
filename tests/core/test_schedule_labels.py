"""How moments and zones are written for people."""

# ruff: noqa: DTZ001 (naive wall times are what is tested here)

import csv
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.schedule import US_ZONES, clock_label, day_label, known_zone, local_label, zone_label
from bot.texts.choices import zone_option

STATES = Path(__file__).parents[2].parent / "shared" / "reference" / "states.csv"


def test_a_moment_is_written_in_the_readers_local_time() -> None:
    moment = datetime(2026, 12, 1, 21, 30, tzinfo=UTC)
    assert local_label(moment, "America/Chicago") == "Tue, Dec 1, 3:30 PM Central"
    assert local_label(moment, "America/Phoenix") == "Tue, Dec 1, 2:30 PM Arizona"
    assert local_label(moment, "Pacific/Guam") == "Wed, Dec 2, 7:30 AM Guam (Chamorro)"
    assert local_label(moment, "Asia/Kolkata") == "Wed, Dec 2, 3:00 AM Kolkata"


@pytest.mark.parametrize(
    ("hour", "minute", "label"),
    [(0, 0, "12:00 AM"), (0, 5, "12:05 AM"), (11, 59, "11:59 AM"), (12, 0, "12:00 PM"), (23, 30, "11:30 PM")],
)
def test_the_clock_has_twelve_hours(hour: int, minute: int, label: str) -> None:
    assert clock_label(datetime(2026, 1, 1, hour, minute)) == label


def test_a_day_has_its_weekday() -> None:
    assert day_label(date(2028, 2, 29)) == "Tue, Feb 29"


@pytest.mark.parametrize(
    ("zone", "label"),
    [
        ("America/New_York", "Eastern"),
        ("America/Indiana/Knox", "Central"),
        ("America/Boise", "Mountain"),
        ("America/Los_Angeles", "Pacific"),
        ("America/Juneau", "Alaska"),
        ("Pacific/Honolulu", "Hawaii"),
        ("Pacific/Pago_Pago", "Samoa"),
        ("America/Puerto_Rico", "Atlantic"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires"),
        ("Etc/UTC", "UTC"),
        ("UTC", "UTC"),
    ],
)
def test_zones_have_friendly_names(zone: str, label: str) -> None:
    assert zone_label(zone) == label


@pytest.mark.parametrize("label", sorted(set(US_ZONES.values())))
def test_zones_of_one_name_show_the_same_time_all_year(label: str) -> None:
    zones = [ZoneInfo(zone) for zone in US_ZONES if US_ZONES[zone] == label and known_zone(zone)]
    assert zones
    for month in range(1, 13):
        assert len({datetime(2027, month, 15, tzinfo=zone).utcoffset() for zone in zones}) == 1


def test_names_that_differ_mean_clocks_that_differ() -> None:
    chamorro = {"Guam (Chamorro)", "Saipan (Chamorro)"}
    offsets = {
        label: tuple(datetime(2027, month, 15, tzinfo=ZoneInfo(zone)).utcoffset() for month in (1, 7))
        for zone, label in US_ZONES.items()
        if label not in chamorro and known_zone(zone)
    }
    for _, alike in groupby(sorted(offsets, key=lambda label: str(offsets[label])), key=lambda label: offsets[label]):
        assert len(list(alike)) == 1


def test_every_zone_of_a_state_or_territory_has_a_friendly_name() -> None:
    if not STATES.exists():
        pytest.skip("the reference data beside the project is not there")
    with STATES.open(encoding="utf-8", newline="") as file:
        zones = {zone for row in csv.DictReader(file) for zone in row["iana_zones"].split(";")}
    assert len(zones) > 20
    assert zones <= set(US_ZONES)


def test_a_zone_in_a_list_names_its_city_once() -> None:
    """Was: Guam (Chamorro) (Guam)."""
    shown = [zone_option(zone) for zone in ("Pacific/Guam", "America/Chicago", "Europe/Berlin")]
    assert shown == ["Guam (Chamorro)", "Central (Chicago)", "Berlin (Europe)"]
