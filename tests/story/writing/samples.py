"""Answers for trying the writer: invented people, and strategies for any text at all."""

from hypothesis import strategies as st

from fortell.story.writing import Proposal, Sentence, Told

# Pieces that meet in transcripts; any text may stand between them.
_SIGNS = ["[laughs]", "[be-", "]", "#", "##", " .", "…", "... ", "?", '"', "”", "\n", "\n\n"]
PIECES = st.sampled_from([*_SIGNS, "Mr. ", "og så ", "Vi rodde", "é", "1947. ", "👵🏽"])
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=12)), max_size=12).map("".join)
QUESTIONS = st.sampled_from(["", "Uh huh.", "Oh, I see.", "Where did you live?", "So you had a boat.", "[pause]"])


def answers(*texts: str, **common: object) -> list[Told]:
    return [Told(answer=f"a{number}", version=1, text=text, **common) for number, text in enumerate(texts)]  # type: ignore[arg-type]


def sentences(proposal: Proposal) -> list[Sentence]:
    return [one for chapter in proposal.chapters for passage in chapter.passages for one in passage.sentences]


def replayed(sentence: Sentence, text: str) -> str:
    """The sentence as its edits make it from the characters of its source."""
    (source,) = sentence.sources
    kept, at = "", source.start
    for edit in sentence.edits:
        assert text[edit.span.start : edit.span.end] == edit.before
        assert at <= edit.span.start <= edit.span.end <= source.end
        kept, at = kept + text[at : edit.span.start] + edit.after, edit.span.end
    return kept + text[at : source.end]
