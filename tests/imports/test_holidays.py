"""`strata holidays` fills the calendar of a site and leaves alone what it did not bring."""

from datetime import date
from importlib.metadata import version

import psycopg

from tests.imports.conftest import Load, Strata, people, person

SOURCE = f"holidays {version('holidays')}, JP"


def calendar(
    connection: psycopg.Connection, site: str = "Berlin"
) -> dict[date, tuple[str, str | None]]:
    """Name and source of the closed days of a site."""
    rows = connection.execute(
        "SELECT h.day, h.name, h.source FROM org.holiday AS h JOIN org.site AS s USING (site_id)"
        " WHERE s.name = %s",
        [site],
    ).fetchall()
    return {day: (name, source) for day, name, source in rows}


def test_the_calendar_of_the_only_site(
    strata: Strata, load: Load, admin: psycopg.Connection
) -> None:
    assert strata("holidays", "JP", 2025).err == (
        "strata: There is no site yet: import people first.\n"
    )
    load("people", people(person("1", "Ada")))
    outcome = strata("holidays", "jp", 2025)
    days = calendar(admin)
    assert outcome.code == 0
    assert outcome.out == (
        f"Berlin: {len(days)} days of 2025 from {SOURCE}: "
        f"{len(days)} created, 0 changed, 0 unchanged, 0 removed.\n"
    )
    # The fixed days, Marine Day, and what is observed a day after a Sunday.
    known = ("01-01", "02-11", "02-24", "05-05", "05-06", "07-21", "08-11", "11-03", "11-24")
    assert {date.fromisoformat(f"2025-{day}") for day in known} <= days.keys()
    assert {source for _, source in days.values()} == {SOURCE}

    repeated = strata("holidays", "JP", 2025)
    assert f"0 created, 0 changed, {len(days)} unchanged, 0 removed" in repeated.out
    assert admin.execute("SELECT count(*) FROM org.holiday_history").fetchone() == (0,)


def test_only_its_own_days_follow_the_library(
    strata: Strata, load: Load, admin: psycopg.Connection
) -> None:
    load("people", people(person("1", "Ada")))
    admin.execute("SET ROLE strata_owner")
    admin.execute(
        "INSERT INTO org.holiday (site_id, day, name, source, closed) VALUES"
        " (1, '2025-07-21', 'Garden party', NULL, '[720,1440)'),"
        " (1, '2025-05-05', 'Old name', 'holidays 0.1, JP', DEFAULT),"
        " (1, '2025-06-02', 'No longer', 'holidays 0.1, JP', DEFAULT),"
        " (1, '2025-06-03', 'Elsewhere', 'holidays 0.1, DE', DEFAULT),"
        " (1, '2024-06-02', 'Last year', 'holidays 0.1, JP', DEFAULT)"
    )
    outcome = strata("holidays", "JP", 2025)
    assert "1 changed, 1 unchanged, 1 removed" in outcome.out
    days = calendar(admin)
    assert days[date(2025, 7, 21)] == ("Garden party", None)
    assert days[date(2025, 5, 5)][1] == SOURCE
    assert date(2025, 6, 2) not in days
    assert {date(2025, 6, 3), date(2024, 6, 2)} <= days.keys()


def test_which_site_and_which_country(
    strata: Strata, load: Load, admin: psycopg.Connection
) -> None:
    load("people", people(person("1", "Ada")))
    load("people", people(person("2", "Ben")), "--site", "Tokyo", "--time-zone", "Asia/Tokyo")
    assert strata("holidays", "JP", 2025).err == (
        "strata: There are several sites: say --site with one of Berlin, Tokyo.\n"
    )
    assert strata("holidays", "JP", 2025, "--site", "Rome").err == (
        "strata: There is no site Rome: say --site with one of Berlin, Tokyo.\n"
    )
    assert strata("holidays", "JP", 2025, "--site", "Tokyo").code == 0
    assert not calendar(admin)
    assert calendar(admin, "Tokyo")
    unknown = strata("holidays", "Atlantis", 2025)
    assert (unknown.code, unknown.out) == (1, "")
    assert unknown.err == (
        "strata: The holidays library does not know the country ATLANTIS: use a code like JP.\n"
    )
