"""What an import stores is told as any change is: as one when it is much."""

import psycopg

from tests.events.telling import sequence, words
from tests.imports.native import Row, run_rows


def holidays(number: int) -> list[Row]:
    """So many holidays."""
    return [
        {"site": "Berlin", "day": f"{2000 + n // 28}-01-{n % 28 + 1:02}", "name": "Holiday"}
        for n in range(number)
    ]


def test_an_import_tells_what_it_stores(admin: psycopg.Connection) -> None:
    sequence(admin)
    run_rows(admin, "structure", [{"record": "site", "name": "Berlin", "time_zone": "Etc/UTC"}])
    assert [words(each) for each in sequence(admin)] == ["settings:updated site 1 created"]
    run_rows(admin, "holidays", holidays(2))
    assert [words(each) for each in sequence(admin)] == [
        "settings:updated holiday 1 created",
        "settings:updated holiday 2 created",
    ]
    report = run_rows(admin, "holidays", holidays(300))
    assert [words(each) for each in sequence(admin)] == ["schedule:bulk kinds=holiday"]
    run_rows(admin, "holidays", holidays(300))
    assert sequence(admin) == []
    admin.execute("SELECT import.roll_back(%s)", [report["id"]])
    assert [words(each) for each in sequence(admin)] == ["schedule:bulk kinds=holiday"]
