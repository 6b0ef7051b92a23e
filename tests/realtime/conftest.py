"""A served organisation, as the tests of HTTP have it."""

from tests.http.conftest import own_server, server

__all__ = ["own_server", "server"]
