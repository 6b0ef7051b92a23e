"""The served office that docs/approval.md is tried in."""

from tests.approval.conftest import office

__all__ = ["office"]
