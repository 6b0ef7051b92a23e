"""Three months of approved adjustments for the demo organisation."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from app.demo.calendars import WHOLE_DAY, Holiday
from app.demo.diary import Adjustment, Diary, Request, at, days_from
from app.demo.people import REACH, Person
from app.demo.structure import SITES, TEAMS


def make_requests(
    random: Random, people: Iterable[Person], holidays: Iterable[Holiday], today: date
) -> list[Request]:
    """Everything that is different for anybody from 45 days ago until in 45 days."""
    closed: dict[str, set[date]] = {site.name: set() for site in SITES}
    for holiday in holidays:
        if holiday.closed == WHOLE_DAY:
            closed[holiday.site.name].add(holiday.day)
    # First day and minute of the meeting of each team, which comes every other week.
    meetings = {
        team.name: (
            random.choice([day for day in days_from(today - REACH, 14) if day.weekday() < 5]),
            random.choice((570, 600, 660, 840)),
        )
        for team in TEAMS
    }
    requests: list[Request] = []
    for person in people:
        diary = Diary(person, today, closed[person.team.site.name])
        for kind in (_leave, _sickness, _unplanned, _days_off, _remote, _trips, _nights):
            requests += kind(random, diary)
        requests += _meetings(diary, *meetings[person.team.name])
        for kind in (_training, _early_breaks):
            requests += kind(random, diary)
    return requests


def _sometimes(random: Random, chance: float, most: int = 1) -> range:
    """Once to `most` times, or not at all."""
    return range(random.randint(1, most)) if random.random() < chance else range(0)


def _whole_days(activity: str, days: list[date], note: str | None = None) -> Adjustment:
    return Adjustment(activity, at(days[0]), at(days[-1] + timedelta(days=1)), note)


def _leave(random: Random, diary: Diary) -> Iterator[Request]:
    """A holiday of some days, and single days."""
    for chance, most, longest, reason in ((0.55, 1, 12, "Holiday"), (0.6, 2, 1, "Day of leave")):
        for _ in _sometimes(random, chance, most):
            days = days_from(diary.any_day(random), random.randint(min(longest, 4), longest))
            if diary.take(3, days):
                yield Request(diary.person, (_whole_days("leave", days),), reason, len(days) + 7)


def _sickness(random: Random, diary: Diary) -> Iterator[Request]:
    """Up to five days; nobody knows of it in advance."""
    for _ in _sometimes(random, 0.45, 2):
        start = diary.any_day(random, last=0)
        days = days_from(start, random.randint(1, 5))
        if diary.lines_on(start) and diary.take(3, days):
            yield Request(diary.person, (_whole_days("sick", days, "Doctor's note handed in"),))


def _unplanned(random: Random, diary: Diary) -> Iterator[Request]:
    """The end of a working day that something got in the way of."""
    for _ in _sometimes(random, 0.1):
        day = diary.any_day(random, last=0)
        if diary.works_days(day) and diary.take(3, [day]):
            end = diary.lines_on(day)[-1].end
            part = Adjustment("unplanned", at(day, end - 150), at(day, end), "Child care")
            yield Request(diary.person, (part,))


def _days_off(random: Random, diary: Diary) -> Iterator[Request]:
    """Shift workers get a day back for overtime."""
    if diary.person.team.in_shifts:
        for _ in _sometimes(random, 0.4, 2):
            day = diary.any_day(random)
            if diary.lines_on(day) and diary.take(3, [day]):
                yield Request(diary.person, (_whole_days("off", [day]),), "Overtime", 5)


def _remote(random: Random, diary: Diary) -> Iterator[Request]:
    """Days at home, some of a week in one request; the break stays where it is."""
    if not diary.person.team.at_desks:
        return
    for _ in _sometimes(random, 0.85, 4):
        first = diary.any_day(random)
        parts = [
            Adjustment("remote", at(day, line.start), at(day, line.end))
            for day in days_from(first, random.randint(1, 3))
            if diary.works_days(day) and diary.take(1, [day])
            for line in diary.lines_on(day)
            if line.activity == "office"
        ]
        if parts:
            yield Request(diary.person, tuple(parts), "Work from home", 3)


def _trips(random: Random, diary: Diary) -> Iterator[Request]:
    """On the road for a day or some."""
    often = diary.person.team.department == "Sales" or diary.person.team.name == "Field Service"
    if diary.person.team.at_desks:
        for _ in _sometimes(random, 0.7 if often else 0.15, 2):
            days = days_from(diary.any_day(random), random.randint(1, 4))
            if all(map(diary.works_days, (days[0], days[-1]))) and diary.take(2, days):
                trip = Adjustment("trip", at(days[0], 420), at(days[-1], 1200), "Visit to a client")
                yield Request(diary.person, (trip,), "Business trip", 10)


def _nights(random: Random, diary: Diary) -> Iterator[Request]:
    """A night on call, for those who otherwise work by day."""
    if diary.person.team.name in ("Facilities", "Calibration", "Switchboard"):
        for _ in _sometimes(random, 0.7, 3):
            night = days_from(diary.any_day(random), 2)
            if diary.take(2, night):
                duty = Adjustment("night_duty", at(night[0], 1320), at(night[1], 360))
                yield Request(diary.person, (duty,), "Night duty", 14)


def _meetings(diary: Diary, first: date, minute: int) -> Iterator[Request]:
    """The team's meeting, for those who are at work."""
    for day in (first + timedelta(days=n) for n in range(0, 2 * REACH.days, 14)):
        at_work = any(line.start <= minute < line.end for line in diary.lines_on(day))
        if at_work and diary.take(2, [day]):
            meeting = Adjustment("meeting", at(day, minute), at(day, minute + 60), "Team meeting")
            yield Request(diary.person, (meeting,), None, 14)


def _training(random: Random, diary: Diary) -> Iterator[Request]:
    """A course of a day or two."""
    for _ in _sometimes(random, 0.35, 2):
        days = days_from(diary.any_day(random), random.randint(1, 2))
        if all(map(diary.works_days, days)) and diary.take(2, days):
            parts = tuple(Adjustment("training", at(day, 540), at(day, 960)) for day in days)
            yield Request(diary.person, parts, "Course", 20)


def _early_breaks(random: Random, diary: Diary) -> Iterator[Request]:
    """Lunch an hour early."""
    if not diary.person.team.in_shifts:
        for _ in _sometimes(random, 0.3, 2):
            day = diary.any_day(random)
            if diary.works_days(day) and diary.take(2, [day]):
                early = Adjustment("break", at(day, 660), at(day, 705), "Early lunch")
                yield Request(diary.person, (early,), None, 1)
