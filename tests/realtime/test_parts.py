"""Parts that need neither server nor database: frames on the wire, the ring, narrowing."""

import json

import pytest
from websockets.frames import Frame, Opcode
from websockets.streams import StreamReader

from app.realtime import frames
from app.realtime.entry import OVERHEAD, Entry
from app.realtime.follower import narrowing_to
from app.realtime.ring import Ring


def entry(pos: int, text: str = "") -> Entry:
    return Entry(pos, "schedule:created", json.dumps({"id": pos, "text": text}), ["v1"])


@pytest.mark.parametrize("length", [0, 1, 125, 126, 65_535, 65_536, 100_000])
def test_frames_are_read_as_they_were_meant(length: int) -> None:
    reader = StreamReader()
    reader.feed_data(frames.message("", 0, "", b"x" * length))
    reader.feed_eof()
    parsing = Frame.parse(reader.read_exact, mask=False)
    with pytest.raises(StopIteration) as parsed:
        next(parsing)
    frame = parsed.value.value
    assert (frame.opcode, frame.fin, bytes(frame.data)) == (Opcode.TEXT, True, b"x" * length)
    assert reader.buffer == b""


def test_an_event_has_its_place_before_its_payload() -> None:
    text = Entry(12, "schedule:created", '{"id": 7}', []).text(9)
    assert text == b'{"type":"schedule:created","pos":12,"prev":9,"id": 7}'


def test_the_ring_is_bounded_by_rows() -> None:
    ring = Ring(rows=3, size=10**9)
    ring.restart(10)
    for pos in range(11, 20):
        ring.append(entry(pos))
    assert [each.pos for each in ring.after(16)] == [17, 18, 19]
    assert ring.reaches(16)
    assert not ring.reaches(15)
    assert list(ring.after(19)) == list(ring.after(25)) == []


def test_the_ring_is_bounded_by_bytes() -> None:
    ring = Ring(rows=10**6, size=10 * entry(10).size)
    ring.restart(9)
    for pos in range(10, 100):
        ring.append(entry(pos))
    assert ring.reaches(89)
    assert not ring.reaches(88)
    ring.append(entry(100, "x" * 20 * OVERHEAD))
    assert ring.reaches(100)
    assert not ring.reaches(99)


@pytest.mark.parametrize(
    ("kind", "payload", "passes"),
    [
        ("schedule:created", {"staff_id": 5}, True),
        ("schedule:created", {"staff_id": 6}, False),
        ("schedule:updated", {"staff_id": 6, "partner_id": 5}, True),
        ("approval:updated", {"kind": "open_shift"}, True),
        ("settings:updated", {"kind": "grant", "staff_id": 6}, True),
        ("schedule:bulk", {"kinds": ["contract"]}, True),
    ],
)
def test_what_a_client_that_looks_at_a_person_is_told(
    kind: str, payload: dict[str, object], passes: bool
) -> None:
    narrowing = narrowing_to([], [5])
    assert narrowing is not None
    assert narrowing.passes(Entry(1, kind, json.dumps(payload), [])) == passes


def test_what_a_client_that_looks_at_a_unit_is_told() -> None:
    narrowing = narrowing_to([2], [])
    assert narrowing is not None
    for scopes, passes in ((["v2"], True), (["m2", "s6"], True), (["v22", "s2", "x2"], False)):
        event = Entry(1, "staff:updated", '{"staff_id": 6}', scopes)
        assert narrowing.passes(event) == passes
    assert narrowing_to([], []) is None
