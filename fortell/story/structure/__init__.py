"""What the answers tell of times and people, worked out by rule, with the words it rests on.

Pure: no network, no database, no chance. It reads with the interviewer's eyes and points with the writer's spans; what
is uncertain stays uncertain, and nothing is stored, for it follows from the answers at any time.
"""

from fortell.story.structure.dating import timeline
from fortell.story.structure.moments import Entry, Moment, Reason
from fortell.story.structure.order import years_told
from fortell.story.structure.people import Mentioned, Named, people
from fortell.story.structure.retold import in_both, retold, where_alike
from fortell.story.structure.speaking_of_time import event_names

__all__ = [
    "Entry",
    "Mentioned",
    "Moment",
    "Named",
    "Reason",
    "event_names",
    "in_both",
    "people",
    "retold",
    "timeline",
    "where_alike",
    "years_told",
]
