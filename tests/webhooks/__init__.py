"""Webhooks: what is sent to whom, how often, and where to it is never sent."""
