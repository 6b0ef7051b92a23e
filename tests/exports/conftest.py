"""A served organisation, as the tests of HTTP have it."""

from tests.http.conftest import server

__all__ = ["server"]
