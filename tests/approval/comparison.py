"""How the database and the model are held against each other after every step."""

from collections.abc import Callable

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine

from tests.approval import applying, drawn
from tests.approval.model import World
from tests.approval.requests import Body, Refused, Request
from tests.approval.store import Store, document, plain

NEW = -1  # the id of a request until the database says which it is


class Comparison(RuleBasedStateMachine):
    """A database, the model of it, and whether they agreed so far."""

    store: Store
    world: World
    agreed = False

    def some(self, data: st.DataObject, state: str) -> Request:
        """A request, mostly one in this state."""
        requests = self.world.requests
        fitting = [each for each in requests if requests[each].state == state]
        if not fitting or not data.draw(st.integers(0, 5)):
            fitting = sorted(requests)
        return requests[data.draw(st.sampled_from(fitting))]

    @staticmethod
    def version(data: st.DataObject, request: Request) -> int:
        """The present version, seldom an old one."""
        if request.old_versions and not data.draw(st.integers(0, 7)):
            return data.draw(st.sampled_from(request.old_versions))
        return request.version

    def create(self, account: int, body: Body) -> None:
        """A new request."""
        self.agree(
            lambda: self.world.create(account, NEW, body),
            lambda: self.store.call(account, "create_request", document(body)),
        )

    def agree(self, expected: Callable[[], object], actual: Callable[[], object]) -> None:
        """Both accept, or both refuse for the same reason."""
        self.agreed = False
        try:
            expected()
        except Refused as refused:
            self.refused(refused, actual)
        else:
            actual()
        self.compare()
        self.agreed = True

    @staticmethod
    def refused(expected: Refused, actual: Callable[[], object]) -> None:
        """The database refuses it too, and names the same fields."""
        found = None
        try:
            actual()
        except Refused as refused:
            found = refused
        wanted = f"{sorted(expected.codes)} {expected.pointers}"
        assert found is not None, f"accepted, although {wanted}"
        told = f"{sorted(found.codes)} {found.pointers} instead of {wanted}: {found.__notes__}"
        assert found.codes <= expected.codes, told
        if expected.pointers is not None and len(expected.codes) == 1:
            assert found.pointers == expected.pointers, told

    def compare(self) -> None:
        """What is stored is what the model says."""
        stored = self.store.state()
        requests = self.world.requests
        if NEW in requests:
            (new_id,) = set(stored) - set(requests)
            requests[new_id] = requests.pop(NEW)
            requests[new_id].request_id = new_id
        assert set(stored) == set(requests)
        for request_id, found in stored.items():
            request = requests[request_id]
            assert found["state"] == request.state, found
            rows = sorted(
                [a.staff_id, a.activity, a.start, a.end, a.state] for a in request.adjustments
            )
            assert sorted(found["adjustments"] or []) == rows
            assert sorted(found["cancels"] or []) == sorted(request.body.cancels)
            assert [self.step(each) for each in found["steps"] or []] == drawn.steps(request)
            moves = [tuple(each) for each in found["audit"] or [] if each[0] != each[1]]
            assert moves == request.path
            if found["version"] != request.version:
                request.old_versions += [request.version] if request.version else []
                request.version = found["version"]

    @staticmethod
    def step(found: dict[str, object]) -> dict[str, object]:
        """A stored step, without what does not matter."""
        accounts = sorted(found["accounts"])  # type: ignore[call-overload]
        timed = found["timed"] and found["state"] == "pending"
        return {
            **found,
            "accounts": accounts,
            "timed": timed,
            "decisions": found["decisions"] or [],
        }

    def same_schedules(self, people: set[int], start: int, end: int) -> None:
        """The effective schedules of both are the same."""
        stored = self.store.schedule(people, start, end)
        for staff_id, found in stored.items():
            segments = applying.effective(self.world, staff_id, start, end)
            assert found == plain([(s.start, s.end, s.activity) for s in segments]), staff_id
