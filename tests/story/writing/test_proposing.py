"""Drafts in three forms."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.story.language import mask, phases, words
from fortell.story.writing import Form, Proposal, Told, propose
from tests.story.writing.samples import QUESTIONS, TEXTS, answers, replayed, sentences

FORMS: tuple[Form, ...] = ("memoir", "interview", "conversation")
KITCHEN = "Vi satt på kjøkkenet. Mor kokte grøt, og vi fikk smør på."
BOATS = (
    "The boat went out with the nets and the herring came aboard. " * 12,
    "We salted herring and mended nets on the boat. " * 15,
)
LOOMS = (
    "The loom stood in the attic and my aunt wove wool. " * 12,
    "She dyed the wool and I held the yarn by the loom. " * 14,
)
TOLD = st.lists(
    st.builds(
        lambda text, question, phase, photos: (text, question, phase, photos),
        TEXTS,
        QUESTIONS,
        st.sampled_from([None, "youth", "today", "no-such-phase"]),
        st.sampled_from([(), ("p1",), ("p2", "p3")]),
    ),
    max_size=6,
).map(
    lambda rows: [
        Told(answer=f"a{number}", version=1, text=text, question=question, phase=phase, photos=photos)
        for number, (text, question, phase, photos) in enumerate(rows)
    ]
)


def kinds(proposal: Proposal) -> list[tuple[str, str]]:
    return [
        (passage.kind, passage.text or " ".join(sentence.text for sentence in passage.sentences))
        for chapter in proposal.chapters
        for passage in chapter.passages
    ]


@given(TOLD, st.sampled_from(FORMS))
def test_nothing_is_lost_and_nothing_stands_twice(told: list[Told], form: Form) -> None:
    proposal = propose(told=told, language="en", form=form)
    left_out = [gone.answer for gone in proposal.left_out]
    assert len(left_out) == len(set(left_out))
    for one in told:
        spans = [sentence.sources[0] for sentence in sentences(proposal) if sentence.sources[0].answer == one.answer]
        covered = [at for span in spans for at in range(span.start, span.end)]
        assert len(covered) == len(set(covered))
        assert (one.answer in left_out) == (not spans)
        if spans:
            assert {at for word in words(one.text) for at in range(word.start, word.end)} <= set(covered)


@given(TOLD, st.sampled_from(FORMS))
def test_edits_replay_and_titles_stand_in_the_chapter(told: list[Told], form: Form) -> None:
    texts = {one.answer: one.text for one in told}
    proposal = propose(told=told, language="en", form=form)
    for sentence in sentences(proposal):
        assert replayed(sentence, texts[sentence.sources[0].answer]) == sentence.text
    for chapter in proposal.chapters:
        source = chapter.title_source
        if source:
            assert texts[source.answer][source.start : source.end].casefold() == chapter.title.casefold()
            spans = [one.sources[0] for passage in chapter.passages for one in passage.sentences]
            own = [span for span in spans if span.answer == source.answer]
            assert any(span.start <= source.start and source.end <= span.end for span in own)


@given(TOLD, st.sampled_from(FORMS))
def test_every_photo_stands_once_after_its_answer(told: list[Told], form: Form) -> None:
    proposal = propose(told=told, language="en", form=form)
    passages = [passage for chapter in proposal.chapters for passage in chapter.passages]
    shown = sorted((passage.answers[0], passage.text) for passage in passages if passage.kind == "photo")
    assert shown == sorted((one.answer, photo) for one in told for photo in one.photos)
    told_in = {one.sources[0].answer for one in sentences(proposal)}
    for before, passage in pairwise(passages):
        if passage.kind == "photo" and passage.answers[0] in told_in:
            assert before.answers[-1] == passage.answers[0]


def test_two_answers_of_one_id_are_refused() -> None:
    one = answers("Vi rodde.")[0]
    with pytest.raises(ValueError, match="share an id"):
        propose(told=[one, one], language="nb", form="memoir")


# memoir


def test_memoir_follows_the_order_of_a_life_under_the_phases_names() -> None:
    told = [
        Told("a1", 1, "Nå leser jeg avisen.", phase="today"),
        Told("a2", 1, KITCHEN, phase="early_home"),
        Told("a3", 1, "Jeg rodde.", phase="youth"),
    ]
    chapters = propose(told=told, language="nb", form="memoir").chapters
    names = {phase.id: phase.names["nb"] for phase in phases()}
    assert [(chapter.key, chapter.title) for chapter in chapters] == [
        (phase, names[phase]) for phase in ("early_home", "youth", "today")
    ]
    assert all(chapter.title_source is None for chapter in chapters)


def test_memoir_moves_an_answer_that_clearly_speaks_of_another_phase() -> None:
    text = "Læreren sto ved tavla, vi satt ved pultene i klassen og hadde lekser."
    chapters = propose(told=[Told("a1", 1, text, phase="today")], language="nb", form="memoir").chapters
    assert [chapter.key for chapter in chapters] == ["school"]


def test_memoir_leaves_a_mere_mention_where_it_was_asked() -> None:
    chapters = propose(told=[Told("a1", 1, "Læreren var snill.", phase="today")], language="nb", form="memoir").chapters
    assert [chapter.key for chapter in chapters] == ["today"]


def test_memoir_keeps_a_familys_question_with_the_answer_before() -> None:
    told = [Told("a1", 1, "Jeg rodde.", phase="youth"), Told("a2", 1, "Den var blå.", phase=None)]
    chapters = propose(told=told, language="nb", form="memoir").chapters
    assert [(chapter.key, len(chapter.passages)) for chapter in chapters] == [("youth", 2)]


def test_memoir_breaks_long_answers_into_paragraphs_and_keeps_her_own() -> None:
    long = "We rowed out early and came home late with the catch. " * 40
    told = answers(long, "First we rowed.\n\nThen we ate.", phase="youth")
    passages = propose(told=told, language="en", form="memoir").chapters[0].passages
    lengths = [sum(len(words(sentence.text)) for sentence in passage.sentences) for passage in passages]
    assert all(70 <= length <= 200 for length in lengths[:-2])
    assert lengths[-2:] == [3, 3]


def test_memoir_shows_a_photo_whose_answer_has_no_words() -> None:
    proposal = propose(told=[Told("a1", 1, "❤️", phase="youth", photos=("p1",))], language="nb", form="memoir")
    assert kinds(proposal) == [("photo", "p1")]
    assert [(gone.answer, gone.reason) for gone in proposal.left_out] == [("a1", "no-words")]


# interview


def asked(*turns: tuple[str, str]) -> Proposal:
    told = [Told(f"a{number}", 1, answer, question=question) for number, (question, answer) in enumerate(turns)]
    return propose(told=told, language="en", form="interview")


def test_interview_runs_on_over_a_backchannel() -> None:
    proposal = asked(("Where did you live?", "In Quarrow."), ("Oh, I see.", "By the mill."))
    assert kinds(proposal) == [("question", "Where did you live?"), ("told", "In Quarrow. By the mill.")]
    assert proposal.chapters[0].passages[1].answers == ("a0", "a1")


def test_interview_shows_a_remark_that_the_answer_rests_on() -> None:
    assert kinds(asked(("So you had a boat.", "Yes, a blue one.")))[0] == ("question", "So you had a boat.")
    assert kinds(asked(("So you had a boat.", "It was blue."))) == [("told", "It was blue.")]


def test_interview_leaves_out_a_hum_and_the_question_it_did_not_hear() -> None:
    proposal = asked(("Was it in Quarrow?", "Hmmm?"), ("Was it in Quarrow town?", "Yes, it was."))
    assert kinds(proposal) == [("question", "Was it in Quarrow town?"), ("told", "Yes, it was.")]
    assert [(gone.answer, gone.reason) for gone in proposal.left_out] == [("a0", "backchannel")]


def test_interview_keeps_a_yes_that_answers_a_question() -> None:
    assert ("told", "Yes.") in kinds(asked(("Did you row?", "Yes.")))


def test_interview_cleans_its_questions_of_stage_notes() -> None:
    assert kinds(asked(("[coughs] And where did you live ?", "In Quarrow.")))[0] == (
        "question",
        "And where did you live?",
    )


def test_interview_cuts_chapters_where_the_theme_shifts() -> None:
    boats = [(f"What about the {number} boat?", text) for number, text in enumerate(BOATS * 5)]
    looms = [(f"And loom {number}?", text) for number, text in enumerate(LOOMS * 5)]
    chapters = asked(*boats, *looms).chapters
    assert [chapter.passages[0].text for chapter in chapters] == ["What about the 0 boat?", "And loom 0?"]
    assert [chapter.key for chapter in chapters] == ["part-1", "part-2"]


def test_titles_are_clean_and_distinct() -> None:
    boats = ["Uh, the herring came aboard silver. We salted herring all night.", *BOATS * 5]
    looms = ["My aunt wove wool in the attic. And the, uh.", *LOOMS * 5]
    titles = [chapter.title for chapter in asked(*(("What of it?", text) for text in [*boats, *looms])).chapters]
    assert len(titles) == len(set(titles)) == 2
    assert all(3 <= len(title.split()) <= 8 and "uh" not in title.lower().split() for title in titles)


def test_chapter_without_a_clean_clause_has_a_plain_heading() -> None:
    chapter = asked(("Did you row?", "Uh, yes, I, I, uh.")).chapters[0]
    assert (chapter.title, chapter.title_source) == ("Part 1", None)


def test_answer_longer_than_a_chapter_is_parted_between_paragraphs() -> None:
    proposal = asked(("Tell me everything.", "".join([*BOATS, *BOATS, *LOOMS, *LOOMS] * 4)))
    first, second, *_ = proposal.chapters
    assert first.title_source
    assert first.passages[-1].sentences[-1].sources[0].end <= second.passages[0].sentences[0].sources[0].start


# conversation


def test_conversation_keeps_every_utterance_that_holds_a_word() -> None:
    proposal = propose(
        told=answers("# .", "ja .", "vi rodde # i båten .", speaker_unknown=True), language="nn", form="conversation"
    )
    assert kinds(proposal) == [("utterance", "Ja."), ("utterance", "Vi rodde i båten.")]
    assert [(gone.answer, gone.reason) for gone in proposal.left_out] == [("a0", "no-words")]


def test_mask_is_what_hides_a_stage_note_from_titles() -> None:
    chapter = asked(("Where?", "[We rowed the blue boat] Well.")).chapters[0]
    assert mask("[We rowed the blue boat] Well.").strip() == "Well."
    assert chapter.title == "Part 1"
