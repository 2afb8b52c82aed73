"""What higher rooms may listen to."""

from django.dispatch import Signal

answer_taken_back = Signal()  # sent with answer= before she keeps it to herself: nobody else may read it from now on
answers_changed = Signal()  # sent with memoir= when an answer was given, corrected, withheld or shared again
place_left_out = (
    Signal()
)  # sent with memoir= and places= before she leaves them out: nobody else reads them from now on
names_chosen = Signal()  # sent with memoir= and naming= before she has somebody named otherwise in the book
