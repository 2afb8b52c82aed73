"""What arguments may be, said here too so that `--help` reads none of the rooms' word lists."""

LANGUAGES = ("nb", "nn", "sv", "en")
DIALS = ("verbatim", "light", "readable")
