"""`strata holidays`: the public holidays of a country into the calendar of a site."""

import argparse
from importlib.metadata import version
from typing import TYPE_CHECKING

import psycopg
from psycopg.types.json import Jsonb

from app.commands.common import add_database_argument, say, settings_of
from app.database.connect import connection_url
from app.database.owner import owner_transaction
from app.stop import Stop

if TYPE_CHECKING:
    from app.commands.common import Subparsers


def add_command(subparsers: "Subparsers") -> None:
    """Declare the command."""
    parser = subparsers.add_parser("holidays", help="fill the calendar of a site")
    add_database_argument(parser)
    parser.add_argument("country", help="ISO 3166 code, such as JP")
    parser.add_argument("year", type=int)
    parser.add_argument(
        "--site", metavar="NAME", help="the site; not needed when there is only one"
    )
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Store the holidays of one year; those that were entered by hand stay."""
    country = arguments.country.upper()
    days = public_holidays(country, arguments.year)
    with connection_url(settings_of(arguments), say) as url, owner_transaction(url) as connection:
        site, name = find_site(connection, arguments.site)
        row = connection.execute(
            "SELECT org.store_holidays(%s, %s, %s, 'holidays', %s, %s)",
            [site, country, arguments.year, version("holidays"), Jsonb(days)],
        ).fetchone()
    assert row is not None
    counts = ", ".join(
        f"{row[0][key]} {key}" for key in ("created", "changed", "unchanged", "removed")
    )
    print(f"{name}: {len(days)} days of {arguments.year} from {row[0]['source']}: {counts}.")
    return 0


def public_holidays(country: str, year: int) -> list[dict[str, str]]:
    """What the holidays library says, one entry for each day."""
    import holidays  # noqa: PLC0415 - the other commands need not wait for it

    if country not in holidays.list_supported_countries():
        raise Stop(f"The holidays library does not know the country {country}: use a code like JP.")
    found = holidays.country_holidays(country, years=year)
    if not found:
        raise Stop(f"The holidays library has nothing for {country} in {year}.")
    return [{"day": day.isoformat(), "name": name} for day, name in sorted(found.items())]


def find_site(connection: psycopg.Connection, name: str | None) -> tuple[int, str]:
    """The site of that name, or the only one there is."""
    sites = connection.execute("SELECT site_id, name FROM org.site ORDER BY name").fetchall()
    if not sites:
        raise Stop("There is no site yet: import people first.")
    found = [site for site in sites if name in (None, site[1])]
    if len(found) != 1:
        names = ", ".join(site[1] for site in sites)
        problem = f"There is no site {name}" if name else "There are several sites"
        raise Stop(f"{problem}: say --site with one of {names}.")
    return found[0][0], found[0][1]
