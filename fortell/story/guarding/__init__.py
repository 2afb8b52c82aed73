"""The faithfulness guard: holds a sentence against what was said, and refuses what the sources do not say.

Pure: no network, no database, and nothing else of the package but `story.language`.
"""

from fortell.story.guarding.judging import KINDS, Judgement, Kind, Reason, judge

__all__ = ["KINDS", "Judgement", "Kind", "Reason", "judge"]
