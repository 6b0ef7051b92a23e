"""Signing in: passwords, codes, signing keys, access tokens and mail."""
