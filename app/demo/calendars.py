"""The holidays of the demo organisation."""

from dataclasses import dataclass
from datetime import date
from importlib.metadata import version

import holidays

from app.demo.structure import BERLIN, SITES, TOKYO, Site

LIBRARY = "holidays"
COMPANY = "company agreement"
WHOLE_DAY = "[0,1440)"
FROM_TWO = "[840,1440)"


@dataclass(frozen=True)
class Holiday:
    """A day, or a part of one, on which a site is closed."""

    site: Site
    day: date
    name: str
    source: str
    closed: str = WHOLE_DAY


def make_holidays(today: date) -> list[Holiday]:
    """The holidays of this year and its neighbours."""
    years = range(today.year - 1, today.year + 2)
    return [
        holiday
        for year in years
        for holiday in [
            *(holiday for site in SITES for holiday in _public(site, year)),
            Holiday(BERLIN, date(year, 12, 24), "Christmas Eve", COMPANY, FROM_TWO),
            Holiday(TOKYO, date(year, 12, 30), "Year-end closure", COMPANY),
            Holiday(TOKYO, date(year, 12, 31), "Year-end closure", COMPANY),
        ]
    ]


def _public(site: Site, year: int) -> list[Holiday]:
    """What the library says; the language is named so that the machine's does not matter."""
    place = "-".join(filter(None, (site.country, site.subdivision)))
    source = f"{LIBRARY} {version(LIBRARY)}, {place}"
    days = holidays.country_holidays(
        site.country, subdiv=site.subdivision, years=year, language="en_US"
    )
    return [Holiday(site, day, name, source) for day, name in sorted(days.items())]
