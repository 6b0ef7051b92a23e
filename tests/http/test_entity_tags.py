"""Entity tags, conditional reads, compression."""

import gzip
import zlib

import httpx
import psycopg
import pytest

from app.http.entity_tag import accepts_gzip, read_tags
from tests.http.running import Running

BOARD = "/v1/schedules?from=2026-11-23&to=2026-11-24"


def rename(name: str) -> str:
    """A change that boards and lists of people show."""
    return f"UPDATE org.staff SET name = '{name}' WHERE staff_id = 2"


def again(server: Running, path: str, answer: httpx.Response) -> httpx.Response:
    """Read again what an answer holds."""
    return server.get(path, if_none_match=answer.headers["etag"])


@pytest.mark.parametrize(
    "path", [BOARD, "/v1/headcount?from=2026-11-23&to=2026-11-24", "/v1/staff", "/v1/staff/1"]
)
def test_nothing_new(server: Running, path: str) -> None:
    """304 without a body until something changes, 200 with another tag afterwards."""
    first = server.get(path)
    same = again(server, path, first)
    assert (same.status_code, same.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert same.headers[name] == first.headers[name]
    server.execute("UPDATE org.staff SET name = name || '!' WHERE staff_id = 1")
    changed = again(server, path, first)
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]
    assert again(server, path, changed).status_code == 304


def test_a_late_commit_is_noticed(server: Running) -> None:
    """A change that began before the read and is committed after it makes the tag old."""
    with psycopg.connect(server.database.url) as early:
        early.execute(rename("Late").encode())
        with psycopg.connect(server.database.url) as late:
            late.execute("UPDATE org.staff SET name = 'Anna' WHERE staff_id = 1")
        first = server.get(BOARD)
        assert "Anna" in first.text
        assert "Late" not in first.text
        assert again(server, BOARD, first).status_code == 304
        early.commit()
    second = again(server, BOARD, first)
    assert second.status_code == 200
    assert "Late" in second.text


def test_a_change_undone_is_no_change(server: Running) -> None:
    """What was rolled back leaves the content as it was; the tag may say so or not."""
    first = server.get(BOARD)
    with psycopg.connect(server.database.url) as connection:
        connection.execute(rename("Undone").encode())
        connection.rollback()
    second = again(server, BOARD, first)
    assert second.status_code == 304 or second.json()["staff"] == first.json()["staff"]


def test_a_tag_ends_with_the_day(own_server: Running) -> None:
    """Rights depend on the date, so what one may see can change at midnight without any change."""
    server = own_server
    path = "/v1/schedules?from=2026-11-23&to=2026-11-24&time_zone=UTC"
    zone = "SET session_replication_role = replica; UPDATE org.settings SET time_zone = '{}'"
    # The dates in these two zones are never the same.
    server.execute(zone.format("Etc/GMT+12"))
    tag = server.get(path).headers["etag"]
    assert server.get(path, if_none_match=tag).status_code == 304
    server.execute(zone.format("Pacific/Kiritimati"))
    assert server.get(path, if_none_match=tag).status_code == 200


def test_a_tag_belongs_to_its_address(server: Running) -> None:
    """Another window does not share it, though nothing has changed."""
    first = server.get(BOARD)
    other = again(server, "/v1/schedules?from=2026-11-24&to=2026-11-25", first)
    assert other.status_code == 200
    assert other.headers["etag"] != first.headers["etag"]


@pytest.mark.parametrize("path", [BOARD, "/v1/staff/1"])
def test_forms_of_if_none_match(server: Running, path: str) -> None:
    """Lists, weak tags and * count; others do not."""
    tag = server.get(path, accept_encoding="identity").headers["etag"]
    for given, status in (
        (f'"x", {tag}', 304),
        (f"W/{tag}", 304),
        (f'W/"x" ,W/{tag} , "y"', 304),
        ("*", 304),
        ('"x"', 200),
        (tag.strip('"'), 200),
        ('"%s{held}{call}\'; --.x"', 200),
        ("", 200),
    ):
        answer = server.get(path, if_none_match=given, accept_encoding="identity")
        assert (answer.status_code, answer.headers["etag"]) == (status, tag), given


def test_a_post_is_not_conditional(server: Running) -> None:
    """If-None-Match is for reads."""
    answer = server.http.post("/v1/requests", json={}, headers={"If-None-Match": "*"})
    assert answer.status_code == 422


def test_compression(server: Running) -> None:
    """Compressed when asked for, with a tag of its own that works as well."""
    plain = server.get(BOARD, accept_encoding="identity")
    packed = server.get(BOARD, accept_encoding="gzip, br")
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert int(packed.headers["content-length"]) < len(plain.content) / 2
    assert packed.content == plain.content
    assert "Accept-Encoding" in packed.headers["vary"]
    assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'
    same = server.get(BOARD, accept_encoding="gzip", if_none_match=packed.headers["etag"])
    assert (same.status_code, same.headers["etag"]) == (304, packed.headers["etag"])
    server.execute(rename("Packed"))
    assert again(server, BOARD, packed).status_code == 200


def test_small_bodies_are_not_compressed(server: Running) -> None:
    """It would make them larger."""
    assert "content-encoding" not in server.get("/v1/staff/1", accept_encoding="gzip").headers


def test_large_bodies_are_compressed(server: Running) -> None:
    """More than is compressed on the event loop: beside it."""
    path = "/v1/headcount?from=2026-11-01&to=2026-12-01&step=1"
    packed = server.get(path, accept_encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert len(packed.content) > 1_000_000
    assert packed.content == server.get(path, accept_encoding="identity").content


@pytest.mark.parametrize(
    ("header", "asked"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZIP;q=0.5", True),
        ("br, gzip ; q=1.0", True),
        ("gzip;q=0", False),
        ("gzip; q=0.000, *", False),
        ("*", True),
        ("*;q=0", False),
        ("x-gzip, identity", False),
    ],
)
def test_accept_encoding(header: str | None, asked: bool) -> None:
    """Names, weights and * of Accept-Encoding."""
    assert accepts_gzip(header) is asked


def test_read_tags() -> None:
    """Tags may contain commas; what is no tag is passed over."""
    assert read_tags('"a,b", W/"c" , d, ""') == ["a,b", "c", ""]
    assert read_tags(" * ") == ["*"]
    assert read_tags(None) == []


def test_gzip_is_deterministic() -> None:
    """The same content has the same bytes, as its strong tag promises."""
    from app.http.entity_tag import compress  # noqa: PLC0415

    assert compress(b"x" * 5000) == compress(b"x" * 5000)
    assert gzip.decompress(compress(b"x")) == b"x"
    assert zlib.decompress(compress(b"y"), wbits=31) == b"y"
