"""Files over HTTP: forms, bodies, limits, and clients that go away."""

import contextlib
import io
import socket
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import openpyxl
import psycopg
import pytest

from tests.http.conftest import fill
from tests.http.running import Running, running
from tests.imports.conftest import contents
from tests.support.servers import Database
from tests.support.waiting import wait_until

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADER = "employee_number,name,email,unit,from,to\n"
FORM = "multipart/form-data; boundary=x"
PART = b'--x\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n'
CSV = f"{HEADER}N1,Noa,,Acme / Sales,2026-01-01,\nN2,Nils,,Acme / Sales,2026-01-01,\n"


@pytest.fixture(scope="module")
def served(
    shared_database: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """A server on the small organisation that takes files of a megabyte, for this module."""
    directory = tmp_path_factory.mktemp("server")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("STRATA_IMPORT_MEGABYTES", "1")
        with running(fill(shared_database), directory) as server:
            yield server


def send(
    served: Running, content: str | bytes, media_type: str = "text/csv", **said: str
) -> httpx.Response:
    """POST a file as the body."""
    said = {"kind": "staff", **said}
    return served.http.post(
        "/v1/imports", content=content, params=said, headers={"Content-Type": media_type}
    )


def send_form(served: Running, content: bytes, **said: str) -> httpx.Response:
    """POST a file as a part of a form."""
    return served.http.post(
        "/v1/imports", data={"kind": "staff", **said}, files={"file": ("people.csv", content)}
    )


def digest(served: Running) -> dict[str, str]:
    """What is in the database."""
    with psycopg.connect(served.database.url, autocommit=True) as connection:
        return contents(connection)


def open_files(served: Running) -> int:
    """How many files without a name the server has open."""
    number = 0
    for link in Path(f"/proc/{served.process.pid}/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed while we look
            number += "(deleted)" in str(link.readlink())
    return number


def raw(served: Running, head: str) -> socket.socket:
    """A connection on which the head of a request has been sent."""
    url = served.http.base_url
    connection = socket.create_connection((url.host, url.port), timeout=10)
    connection.sendall(
        f"POST /v1/imports?kind=staff HTTP/1.1\r\nHost: localhost\r\n"
        f"Authorization: Bearer {served.token}\r\n{head}\r\n\r\n".encode()
    )
    return connection


def status_of(connection: socket.socket) -> bytes:
    """The first line of the answer."""
    answer = b""
    while b"\r\n" not in answer and (piece := connection.recv(4096)):
        answer += piece
    return answer.partition(b"\r\n")[0]


def test_a_broken_file_writes_nothing(served: Running) -> None:
    before = digest(served)
    for content, line, column, detail in (
        ("nothing\n1\n", 1, None, "body.csv line 1: the header has none of the columns"),
        (f"{CSV}N3,Nora\n", 4, None, "body.csv line 4 has 2 columns instead of 6"),
        (f'{CSV}N3,"Nora', 4, None, "body.csv line 4 is not CSV"),
    ):
        answer = send(served, content)
        assert answer.status_code == 422
        problem = answer.json()
        assert problem["type"] == "/problems/broken-file"
        (error,) = problem["errors"]
        assert (error["pointer"], error["line"], error["column"]) == ("/file", line, column)
        assert error["detail"].startswith(detail)
    assert digest(served) == before


def test_a_formula_names_its_cell(served: Running) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["employee_number", "name"])
    book.worksheets[0].append(["N1", "=1+1"])
    file = io.BytesIO()
    book.save(file)
    answer = send(served, file.getvalue(), XLSX)
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert (error["line"], error["column"]) == (2, "cell B2")


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"encoding": "ebcdic"}, 422, "The encoding must be utf-8, utf-16, shift_jis, "),
        ({"delimiter": "|"}, 422, "The delimiter must be comma, semicolon or tab, not |."),
        ({"columns": "name,age"}, 422, "The columns must be of employee_number, name, email"),
        ({"kind": "stuff"}, 422, "The kind must be one of people, "),
        ({"kind": "people"}, 422, "Files of people have columns of their own"),
        ({"profile": "nobody"}, 404, "There is no profile nobody for staff."),
        ({"mode": "perhaps"}, 422, "mode must be preview or commit."),
        ({"faults": "ignore"}, 422, "faults must be refuse or skip."),
        ({"colour": "red"}, 400, "There is no parameter colour."),
    ],
)  # fmt: skip
def test_what_is_said_wrongly(
    served: Running, said: dict[str, str], status: int, sentence: str
) -> None:
    for answer in (send(served, CSV, **said), send_form(served, CSV.encode(), **said)):
        assert answer.status_code == status
        assert answer.json()["detail"].startswith(sentence)


def test_forms_and_bodies_that_are_none(served: Running) -> None:
    post = served.http.post
    assert send(served, CSV, "text/plain").status_code == 415
    assert send(served, CSV, "multipart/form-data").status_code == 400
    assert send(served, CSV, "multipart/form-data; boundary=x").status_code == 400
    assert post("/v1/imports", data={"kind": "staff"}, files={"other": b"x"}).status_code == 422
    assert post("/v1/imports", files={"file": b"x"}).json()["errors"][0]["pointer"] == "/kind"
    twice = send_form(served, CSV.encode(), mode="preview").request
    assert (
        post("/v1/imports?kind=staff", content=twice.read(), headers=twice.headers).status_code
        == 400
    )


def test_two_gigabytes_are_cut_off(served: Running) -> None:
    """What says that it is too large is not read; what does not, is read up to the limit."""
    before, files = digest(served), open_files(served)
    for media_type in ("text/csv", FORM):
        with raw(served, f"Content-Type: {media_type}\r\nContent-Length: {2**31}") as connection:
            assert status_of(connection) == b"HTTP/1.1 413 Request Entity Too Large"
    for media_type, start in (("text/csv", HEADER.encode()), (FORM, PART)):
        head = f"Content-Type: {media_type}\r\nTransfer-Encoding: chunked"
        with raw(served, head) as connection:
            connection.sendall(b"%x\r\n%s\r\n" % (len(start), start))
            sent = 0
            try:
                while sent < 2**31:
                    sent += connection.send(b"10000\r\n" + b"x" * 65536 + b"\r\n")
            except OSError:
                pass
            assert sent < 64 * 1024**2
    wait_until(lambda: open_files(served) == files)
    assert digest(served) == before
    answer = send(served, CSV + "x" * 1024**2)
    assert answer.status_code == 413
    assert "raise STRATA_IMPORT_MEGABYTES" in answer.json()["detail"]


def test_a_client_that_hangs_up(served: Running) -> None:
    before, files = digest(served), open_files(served)
    length = "Content-Length: 100000"
    with raw(served, f"Content-Type: text/csv\r\n{length}") as connection:
        connection.sendall(CSV.encode())
        wait_until(lambda: open_files(served) > files)
    with raw(served, f"Content-Type: {FORM}\r\n{length}") as connection:
        connection.sendall(PART + CSV.encode())
    wait_until(lambda: open_files(served) == files)
    wait_until(lambda: sum(line.get("status") == 499 for line in served.lines()) == 2)
    assert digest(served) == before


def test_a_preview_writes_nothing_and_a_commit_once(served: Running) -> None:
    before = digest(served)
    preview = send(served, CSV, mode="preview")
    assert preview.status_code == 200
    report = preview.json()
    assert (report["state"], report["id"], report["counts"]["created"]) == ("previewed", None, 2)
    assert digest(served) == before

    stored = send_form(served, CSV.encode())
    assert stored.status_code == 201
    number = stored.json()["id"]
    assert stored.headers["location"] == f"/v1/imports/{number}"
    assert served.get(stored.headers["location"]).json()["id"] == number
    assert b"N2,Nils,,Acme / Sales,2026-01-01," in served.get("/v1/exports/staff").content

    after = digest(served)
    again = send(served, CSV)
    assert (again.status_code, again.json()["repeated"]) == (200, True)
    assert again.headers["location"] == stored.headers["location"]
    assert digest(served) == after


def test_one_faulty_row_refuses_the_file(served: Running) -> None:
    before = digest(served)
    text = f"{HEADER}N3,Nora,,Acme / Sales,2026-01-01,\nN4,Ned,,Acme / Nowhere,2026-01-01,\n"
    answer = send(served, text)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["type"] == "/problems/import-refused"
    assert problem["detail"] == "1 of 2 rows are faulty: nothing was imported."
    (error,) = problem["errors"]
    assert (error["pointer"], error["line"], error["column"]) == ("/1/unit", 3, "unit")
    assert digest(served) == before
    answer = send(served, text, faults="skip")
    assert answer.status_code == 201
    assert (answer.json()["counts"]["created"], answer.json()["counts"]["refused"]) == (1, 1)


def test_the_same_file_twice_at_once(served: Running) -> None:
    rows = "".join(f"P{n},Person {n},,Acme / Sales,2026-01-01,\n" for n in range(300))
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: send(served, HEADER + rows), range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 200, 201]
    assert len({answer.json()["id"] for answer in answers}) == 1


def test_a_stored_profile_that_nobody_understands(served: Running) -> None:
    for number, definition in enumerate(
        ('{"aliases": {"name": "Name"}}', '{"columns": 5}', '{"encoding": []}', '{"sheet": {}}')
    ):
        served.execute(f"""
            INSERT INTO import.profile (name, kind, definition)
            VALUES ('odd{number}', 'staff', '{definition}')
        """)
        answer = send(served, CSV, profile=f"odd{number}")
        assert answer.status_code == 422
        sentence = f"The profile odd{number}, section staff, has a value of the wrong type."
        assert answer.json()["detail"] == sentence


def test_a_stored_profile(served: Running) -> None:
    """Other names of columns, and no header at all."""
    served.execute("""
        INSERT INTO import.profile (name, kind, definition) VALUES
        ('japanese', 'staff', '{"encoding": "shift_jis", "aliases": {"employee_number": ["番号"]}}')
    """)
    text = "番号,name,unit,from\nJ1,森,Sales,2026-01-01\n"
    answer = send(served, text.encode("cp932"), profile="japanese")
    assert answer.status_code == 201, answer.text
    answer = send(
        served, "J2;ignored;Mori;Sales;2026-01-01\n", columns="employee_number,-,name,unit,from"
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["ignored"] == {"values of column 2 (-)": 1}
    exported = served.get("/v1/exports/staff").text
    assert "J1,森,,Acme / Sales" in exported
    assert "J2,Mori,,Acme / Sales" in exported
