"""Sites and units of the demo organisation."""

from dataclasses import dataclass

from app.demo.patterns import (
    MIXED,
    NINE_TO_SIX,
    OFFICE,
    SERVICE_DESK,
    THREE_SHIFTS,
    TWELVE_HOURS,
    Pattern,
)

ORGANISATION = "Kranich Instruments (demo)"
TIME_ZONE = "Europe/Berlin"


@dataclass(frozen=True)
class Site:
    """A place with a time zone; country and subdivision are those of the `holidays` library."""

    name: str
    time_zone: str
    country: str
    subdivision: str | None = None


BERLIN = Site("Berlin", TIME_ZONE, "DE", "BE")
TOKYO = Site("Tokyo", "Asia/Tokyo", "JP")
SITES = (BERLIN, TOKYO)


@dataclass(frozen=True)
class Team:
    """A unit that people belong to, what they work there, and who does not come on holidays."""

    department: str
    name: str
    site: Site
    size: int
    pattern: Pattern
    holiday_rule: str = "by_start"

    @property
    def in_shifts(self) -> bool:
        """Whether people here work at night and at weekends."""
        return self.pattern in (THREE_SHIFTS, TWELVE_HOURS)

    @property
    def at_desks(self) -> bool:
        """Whether people here may work part-time, from home, and on the road."""
        return self.pattern in (OFFICE, NINE_TO_SIX, MIXED)


TEAMS = (
    Team("Production", "Assembly A", BERLIN, 18, THREE_SHIFTS),
    Team("Production", "Assembly B", BERLIN, 18, THREE_SHIFTS),
    Team("Production", "Assembly C", BERLIN, 18, THREE_SHIFTS),
    Team("Production", "Machining", BERLIN, 14, THREE_SHIFTS, "by_minute"),
    Team("Production", "Tool Shop", BERLIN, 8, OFFICE),
    Team("Plant Tokyo", "Assembly Tokyo", TOKYO, 16, THREE_SHIFTS),
    Team("Plant Tokyo", "Calibration", TOKYO, 14, NINE_TO_SIX),
    Team("Plant Tokyo", "Logistics", TOKYO, 10, NINE_TO_SIX),
    Team("Plant Tokyo", "Plant Control", TOKYO, 8, TWELVE_HOURS, "ignore"),
    Team("Customer Service", "Service Desk Berlin", BERLIN, 14, SERVICE_DESK, "by_minute"),
    Team("Customer Service", "Service Desk Tokyo", TOKYO, 14, SERVICE_DESK, "by_minute"),
    Team("Customer Service", "Field Service", BERLIN, 12, OFFICE),
    Team("Customer Service", "Switchboard", BERLIN, 6, SERVICE_DESK, "by_minute"),
    Team("Engineering", "Mechanics", BERLIN, 12, OFFICE),
    Team("Engineering", "Electronics", TOKYO, 12, NINE_TO_SIX),
    Team("Engineering", "Software", BERLIN, 14, MIXED),
    Team("Engineering", "Test Laboratory", BERLIN, 10, OFFICE),
    Team("Sales", "Sales Europe", BERLIN, 12, MIXED),
    Team("Sales", "Sales Asia", TOKYO, 12, NINE_TO_SIX),
    Team("Sales", "Tenders", BERLIN, 8, MIXED),
    Team("Sales", "Marketing", BERLIN, 8, MIXED),
    Team("Administration", "Finance", BERLIN, 10, MIXED),
    Team("Administration", "Personnel", BERLIN, 8, OFFICE),
    Team("Administration", "Operations Centre", BERLIN, 14, TWELVE_HOURS, "ignore"),
    Team("Administration", "Facilities", BERLIN, 10, OFFICE, "by_minute"),
)


@dataclass(frozen=True)
class Requirement:
    """The least number of people that a unit needs at some hours of some weekdays."""

    unit: str
    site: Site
    weekdays: tuple[int, ...]
    start: str
    end: str
    people: int


WORKDAYS = (1, 2, 3, 4, 5)
EVERY_DAY = (1, 2, 3, 4, 5, 6, 7)
REQUIREMENTS = (
    Requirement("Service Desk Berlin", BERLIN, WORKDAYS, "07:00", "19:00", 4),
    Requirement("Service Desk Tokyo", TOKYO, WORKDAYS, "07:00", "19:00", 4),
    Requirement("Switchboard", BERLIN, WORKDAYS, "07:00", "19:00", 2),
    Requirement("Operations Centre", BERLIN, EVERY_DAY, "00:00", "24:00", 2),
    Requirement("Plant Control", TOKYO, EVERY_DAY, "00:00", "24:00", 1),
    Requirement("Production", BERLIN, WORKDAYS, "22:00", "06:00", 14),
)
