"""What can go wrong at the press. No message quotes the book's text, so all of them may be logged."""


class PressError(Exception):
    """The book could not be made. The message is for the person who asked for it."""


class UnknownTheme(PressError):
    """No theme of this name is shipped."""


class UnknownTrim(PressError):
    """No trim of this name is shipped."""


class UnknownPrinter(PressError):
    """No printer's specification of this name is shipped."""


class BadPhoto(PressError):
    """A photo is not a JPEG that a press can print as it stands."""


class TypesettingFailed(PressError):
    """The typesetter stopped: an error of ours, never of the words."""
