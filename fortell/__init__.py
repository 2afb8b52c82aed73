"""Fortell preserves life stories: rooms on floors, see docs/architecture.md."""

__version__ = "0.1.0"
