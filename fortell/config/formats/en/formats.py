"""Dates in English, where Django's own are American."""

DATE_FORMAT = "j F Y"
