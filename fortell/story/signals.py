"""What higher rooms may listen to."""

from django.dispatch import Signal

answers_changed = Signal()  # sent with memoir= when an answer was given, corrected, withheld or shared again
