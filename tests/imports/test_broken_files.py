"""A broken file, or profile, is one sentence that says where; the database is not asked."""

from pathlib import Path

import pytest

from app.imports.mapping import mapped_rows
from app.imports.profile import read_profile, with_options
from app.imports.reading import read_file
from app.stop import Stop
from tests.imports.conftest import PROFILE

HEADER = "number,name,email,department,mon,tue,wed,thu,fri,sat,sun\n"
ONE = '{"who": "1", "day": "2025-07-22", "why": "", "parts": []}'


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        ("people", b"", "file has no rows: nothing was imported."),
        ("people", HEADER.encode(), "file has no rows: nothing was imported."),
        (
            "people",
            HEADER.encode() + "1,Jürgen".encode("latin-1"),
            "file line 2 is not UTF-8 (byte 0xfc): save the file as UTF-8, "
            "or say its encoding (utf-16, shift_jis, windows-1252); nothing was imported.",
        ),
        (
            "people",
            b"number,name\n1,Ada\n",
            "file line 1: the header has no column "
            "email, department, mon, tue, wed, thu, fri, sat, sun; nothing was imported.",
        ),
        (
            "adjustments",
            b'number,day,status,hours\n1,"a\nb",in,9-10\n2,in\n',
            "file line 4 has 2 columns instead of 4 (number, day, status, hours): "
            "nothing was imported.",
        ),
        (
            "adjustments",
            b'number,day,status,hours\n1,"a"b,in,9-10\n',
            "file line 2 is not CSV (',' expected after '\"'): nothing was imported.",
        ),
        (
            "adjustments",
            b"number,d\x00y\n",
            "file line 1 has a NUL character: nothing was imported.",
        ),
        (
            "requests",
            f'{{"requests": [\n{ONE},\n{{"who" 1}}\n]}}'.encode(),
            "file line 3 is not JSON (Expecting ':' delimiter): nothing was imported.",
        ),
        (
            "requests",
            f'{{"requests": [{ONE}\n'.encode(),
            "file line 2 is not JSON (] is expected): nothing was imported.",
        ),
        (
            "requests",
            f'{{"requests": [{ONE}]}}\nmore'.encode(),
            "file line 2 is not JSON (there is more after the end): nothing was imported.",
        ),
        (
            "requests",
            b'{"requests": [\n{"who": NaN}]}',
            "file line 2 is not JSON (NaN is not a number): nothing was imported.",
        ),
        (
            "requests",
            b'{"others": [1, 2]}',
            'file has no list "requests", where the profile looks for the rows: '
            "nothing was imported.",
        ),
        (
            "requests",
            f'{{"requests": [{ONE},\n 7]}}'.encode(),
            "file line 2 is not an object: nothing was imported.",
        ),
        (
            "requests",
            b'{"requests": [\n\n{"who": "1", "parts": {"what": "in"}}]}',
            "file line 3, field parts: a list of objects is expected; nothing was imported.",
        ),
        (
            "requests",
            b'{"requests": [{"who": ["1"], "parts": []}]}',
            "file line 1, field who: a text or a number is expected; nothing was imported.",
        ),
        (
            "requests",
            b'{"requests": [{"who": "\\u0000", "parts": []}]}',
            "file line 1, field who, has a NUL character: nothing was imported.",
        ),
        (
            "requests",
            b'{"requests": [{"who": "\\ud800", "parts": []}]}',
            "file line 1, field who, has half of a character: nothing was imported.",
        ),
        (
            "requests",
            b'{"requests": [' + b'{"who": ' * 100_000,
            "file line 1 is not JSON (it is nested too deeply): nothing was imported.",
        ),
    ],
)
def test_a_broken_file(tmp_path: Path, kind: str, content: bytes, sentence: str) -> None:
    (tmp_path / "test.toml").write_text(PROFILE)
    profile = read_profile(str(tmp_path / "test.toml"), kind)
    (tmp_path / "file").write_bytes(content)
    with pytest.raises(Stop) as stop:
        list(mapped_rows(read_file(tmp_path / "file", profile), profile))
    assert str(stop.value) == sentence


def test_a_byte_order_mark_is_no_part_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "test.toml").write_text(PROFILE)
    profile = read_profile(str(tmp_path / "test.toml"), "people")
    (tmp_path / "file").write_bytes(b"\xef\xbb\xbf" + HEADER.encode() + b"1,Ada,,Sales,,,,,,,\n")
    (row,) = mapped_rows(read_file(tmp_path / "file", profile), profile)
    assert (row["line"], row["data"]["employee_number"], row["data"]["units"]) == (
        2,
        "1",
        ["Sales"],
    )


def test_an_absent_file(tmp_path: Path) -> None:
    profile = read_profile("callstatus", "people")
    with pytest.raises(Stop, match=r"/nowhere cannot be read: No such file or directory\.$"):
        read_file(tmp_path / "nowhere", profile)


@pytest.mark.parametrize(
    ("text", "kind", "sentence"),
    [
        ("", "people", "The profile test is for nothing, not for people."),
        ("[requests]", "people", "The profile test is for requests, not for people."),
        (
            "[people]\nfromat = 1",
            "people",
            "The profile test, section people, has fromat, which means nothing.",
        ),
        (
            '[people.fields]\nname = "n"',
            "people",
            "The profile test, section people, does not say where to find employee_number.",
        ),
        (
            '[people.fields]\nname = "n"\nemployee_number = "e"\nhours = ["m"]',
            "people",
            "The profile test, section people, must name seven fields for hours, Monday to Sunday.",
        ),
        (
            '[requests.fields]\nperson = "p"\ndate = "d"',
            "requests",
            "The profile test, section requests, "
            "does not say where segments have their activity and times.",
        ),
        (
            '[people]\nformat = "json"\n[people.fields]\nname = "n"\nemployee_number = "e"',
            "people",
            'The profile test, section people, needs format = "csv", '
            'or format = "json" and the name of the rows.',
        ),
    ],
)
def test_a_wrong_profile(tmp_path: Path, text: str, kind: str, sentence: str) -> None:
    (tmp_path / "test.toml").write_text(text)
    with pytest.raises(Stop) as stop:
        read_profile(str(tmp_path / "test.toml"), kind)
    assert str(stop.value) == sentence


def test_an_unknown_profile() -> None:
    with pytest.raises(Stop) as stop:
        read_profile("nonsense", "people")
    assert str(stop.value) == (
        "There is no profile nonsense: use callstatus, callstatus-units, or the path of a file."
    )


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("time_zone", "Tokyo", "Tokyo is not the name of an IANA time zone."),
        ("from", "2025-13-01", "2025-13-01 is not a date such as 2025-04-01."),
        ("holiday_rule", "never", "The holiday rule must be by_start, by_minute or ignore."),
        ("site", "", "Say --site: the profile callstatus does not."),
    ],
)
def test_a_wrong_option(option: str, value: str, sentence: str) -> None:
    with pytest.raises(Stop) as stop:
        with_options(read_profile("callstatus", "people"), {option: value})
    assert str(stop.value) == sentence


def test_an_option_of_another_kind() -> None:
    with pytest.raises(Stop, match=r"^--unit has no meaning for requests\.$"):
        with_options(read_profile("callstatus", "requests"), {"unit": "Sales"})
