"""Requests and approvals against an independent model, in races, and under attack."""
