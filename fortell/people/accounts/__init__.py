"""Accounts: a way in by e-mail address, so that nobody loses a place with its link."""
