"""The closed words of the privacy engine."""

from enum import StrEnum


class Category(StrEnum):
    """What kind of data a field holds. The comments name the fideslang data category it stands for."""

    CONTENT = "content"  # user.content: told, written, shown; may be of GDPR art. 9; only ever sealed
    NAME = "name"  # user.name
    ACCESS = "access"  # user.authorization: hashes of links, devices and words; opens things, says nothing
    CONSENT = "consent"  # user.consent: the ledger
    RECORD = "record"  # system.operations about a person by opaque id: audit, approvals, roles, times
    NONE = "none"  # not personal


class Use(StrEnum):
    """The only three reasons for which content is ever opened."""

    BOOK = "book"  # making the book; needs her live consent
    OWN = "own"  # her own reading, correction and export; always
    EXCERPT = "excerpt"  # an excerpt that she granted


class Purpose(StrEnum):
    """What a consent is for."""

    BOOK = "book"
