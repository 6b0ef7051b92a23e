"""GET /v1/history/{kind}/{id}: what changed in one thing, when, by whom, old and new."""

from typing import Any

import pytest

from tests.http.running import Running

Item = dict[str, Any]


def history(server: Running, thing: str, query: str = "") -> list[Item]:
    """All items, the newest first."""
    answer = server.get(f"/v1/history/{thing}{query}")
    assert answer.status_code == 200, answer.text
    assert answer.json()["kept_from"] is None
    items: list[Item] = answer.json()["items"]
    return items


def changes(server: Running, thing: str) -> list[tuple[str, dict[str, tuple[Any, Any]]]]:
    """Actions and changes, the oldest first."""
    return [
        (
            item["action"],
            {field: (each["old"], each["new"]) for field, each in item["changes"].items()},
        )
        for item in reversed(history(server, thing))
    ]


def test_created_changed_deleted_and_made_again(own_server: Running) -> None:
    own_server.execute("INSERT INTO org.unit (parent_id, name) VALUES (1, 'Field')")
    own_server.execute("UPDATE org.unit SET name = 'Outside' WHERE unit_id = 5")
    own_server.execute("UPDATE org.unit SET name = name WHERE unit_id = 5")  # nothing to tell
    own_server.execute("DELETE FROM org.unit WHERE unit_id = 5")
    own_server.execute(
        "INSERT INTO org.unit (unit_id, parent_id, name) OVERRIDING SYSTEM VALUE"
        " VALUES (5, 3, 'Field')"
    )
    found = changes(own_server, "unit/5")
    assert [action for action, _ in found] == ["created", "changed", "deleted", "created"]
    assert found[0][1]["name"] == (None, "Field")
    assert found[1][1] == {"name": ("Field", "Outside")}
    assert found[2][1]["name"] == ("Outside", None)
    assert found[3][1]["parent_id"] == (None, 3)
    assert history(own_server, "units/5") == history(own_server, "unit/5")


def test_who(own_server: Running) -> None:
    """An account through the API, a login of the database otherwise; a transaction is one item."""
    answer = own_server.post(
        "/v1/requests",
        {
            "staff_id": 2,
            "reason": "Holiday",
            "adjustments": [
                {
                    "activity": "leave",
                    "start": "2026-12-01T00:00:00Z",
                    "end": "2026-12-02T00:00:00Z",
                }
            ],
        },
    )
    request, adjustment = answer.json()["id"], answer.json()["adjustments"][0]["id"]
    own_server.execute("UPDATE schedule.adjustment SET note = 'Sea' WHERE staff_id = 2")
    later, first = history(own_server, f"request/{request}")
    assert (first["account_id"], first["account"]) == (2, "Ana")
    assert first["database_login"] == "strata_app"
    assert first["action"] == "created"
    assert first["changes"]["reason"] == {"old": None, "new": "Holiday"}
    assert (later["account_id"], later["account"]) == (None, None)
    assert later["database_login"] == "strata_admin"
    assert list(later["changes"]) == ["adjustments"]
    assert first["change_id"] < later["change_id"]
    assert first["changed_at"] < later["changed_at"]

    later, first = history(own_server, f"adjustment/{adjustment}")
    assert first["changes"]["activity"] == {"old": None, "new": "leave"}
    assert first["changes"]["start"] == {"old": None, "new": "2026-12-01T00:00:00Z"}
    assert later["changes"] == {"note": {"old": None, "new": "Sea"}}


def test_a_person_has_moves(own_server: Running) -> None:
    """Also planned ones, which the person's unit_id does not show yet."""
    own_server.execute("UPDATE org.staff SET email = 'bob@acme.test' WHERE staff_id = 2")
    own_server.execute("""
        UPDATE org.membership SET valid = '[2026-01-01,2099-01-01)' WHERE staff_id = 2;
        INSERT INTO org.membership (staff_id, unit_id, valid) VALUES (2, 2, '[2099-01-01,)');
    """)
    found = changes(own_server, "staff/2")
    assert [action for action, _ in found] == ["created", "changed", "changed"]
    home = {"unit_id": 3, "from": "2026-01-01", "to": None}
    assert found[0][1]["memberships"] == (None, [home])
    assert found[0][1]["unit_id"] == (None, 3)
    assert found[1][1] == {"email": (None, "bob@acme.test")}
    assert found[2][1] == {
        "memberships": (
            [home],
            [{**home, "to": "2099-01-01"}, {"unit_id": 2, "from": "2099-01-01", "to": None}],
        )
    }


def test_lines_of_a_pattern_are_one_change(own_server: Running) -> None:
    own_server.execute("UPDATE schedule.pattern_line SET minutes = 240 WHERE day < 2")
    created, changed = changes(own_server, "pattern/1")
    assert set(created[1]) == {"name", "days", "lines"}
    before, after = changed[1]["lines"]
    assert [line["end"] for line in before] == ["17:00"] * 5
    assert [line["end"] for line in after] == ["13:00"] * 2 + ["17:00"] * 3
    assert list(changed[1]) == ["lines"]


def test_activities_of_a_requirement(own_server: Running) -> None:
    view = "schedule.coverage_requirement_resource"
    own_server.execute(
        f'INSERT INTO {view} (unit_id, site_id, weekdays, start, "end", people, activities)'
        " VALUES (1, 1, '{1}', '09:00', '17:00', 3, '{office}')"
    )
    own_server.execute(f"UPDATE {view} SET activities = '{{remote}}'")
    own_server.execute("UPDATE org.activity SET code = 'desk' WHERE code = 'office'")
    own_server.execute(f"UPDATE {view} SET activities = NULL")
    found = changes(own_server, "coverage-requirements/1")
    assert found[1:] == [
        ("changed", {"activities": (["office"], ["remote"])}),
        ("changed", {"activities": (["remote"], None)}),
    ]


def test_settings(own_server: Running) -> None:
    own_server.execute("UPDATE org.settings SET organisation_name = 'Acme Ltd'")
    assert changes(own_server, "settings/1")[-1] == (
        "changed",
        {"organisation_name": ("Acme", "Acme Ltd")},
    )


def test_pages(own_server: Running) -> None:
    for number in range(5):
        own_server.execute(f"UPDATE org.site SET name = 'Tokyo {number}'")
    whole = history(own_server, "site/1")
    assert len(whole) == 6
    assert whole == sorted(whole, key=lambda item: item["changed_at"], reverse=True)
    address, seen = "/v1/history/site/1?limit=4", []
    while address:
        answer = own_server.get(address)
        seen += answer.json()["items"]
        address = answer.links["next"]["url"] if answer.json()["next"] else ""
    assert seen == whole


def test_every_kind_is_known_with_all_its_tables(server: Running) -> None:
    """A kind without a table would have no history; parts cascade and keep theirs."""
    kinds = "SELECT noun FROM api.history_kind EXCEPT SELECT noun FROM api.history_table"
    assert server.execute(kinds) == []
    parts = """
        SELECT t.noun, k.conrelid::regclass
        FROM api.history_table AS t
        JOIN pg_constraint AS k
            ON k.confrelid = format('%I.%I', t.schema_name, t.table_name)::regclass
        JOIN audit.domain_table AS d ON d.table_oid = k.conrelid
        WHERE k.contype = 'f' AND k.confdeltype = 'c'
        EXCEPT
        SELECT noun, format('%I.%I', schema_name, table_name)::regclass FROM api.history_table
    """
    assert server.execute(parts) == []
    for (noun,) in server.execute("SELECT noun FROM api.history_kind"):
        assert server.get(f"/v1/history/{noun}/1").status_code in (200, 404)


@pytest.mark.parametrize(
    ("path", "status", "pointer"),
    [
        ("planet/1", 404, "/kind"),
        ("unit/99", 404, "/id"),
        ("unit/x", 400, "/id"),
        ("unit/1?limit=0", 422, "/limit"),
        ("unit/1?cursor=00", 400, "/cursor"),
    ],
)
def test_what_cannot_be(server: Running, path: str, status: int, pointer: str) -> None:
    answer = server.get(f"/v1/history/{path}")
    assert answer.status_code == status
    assert answer.json()["errors"][0]["pointer"] == pointer
