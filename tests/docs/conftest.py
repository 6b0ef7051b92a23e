"""What the documents are tried in: a served office, and a served organisation."""

from tests.approval.conftest import office
from tests.http.conftest import server

__all__ = ["office", "server"]
