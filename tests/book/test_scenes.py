"""Answers of one scene stand together where people said so, each in its own words, until they say otherwise."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fortell.book.actions import (
    forget_order,
    forget_scene,
    keep_apart,
    make_draft,
    make_edition,
    move_passage,
    put_together,
)
from fortell.book.models import Draft, Passage
from fortell.book.ordering import DOWN, UP
from fortell.book.provenance import provenance_of
from fortell.book.queries import read_draft
from fortell.book.scenes import Scenes, answer_of, gathered, neighbours, whole
from fortell.kit.jobs import run_due
from fortell.people.permissions import OPERATOR, NotAllowed
from fortell.privacy.models import AuditEntry
from fortell.privacy.terms import Use
from fortell.privacy.vault.opening import opened
from fortell.story.actions import consent_by_statement, correct_answer, set_withheld
from fortell.story.models import Answer
from tests.cast import BOTH, Family, tell
from tests.privacy.archives import brought_in, gone, taken

ROOT = Path(__file__).parents[2]
SAMPLE = [
    exchange["answer"]
    for exchange in json.loads((ROOT / "fortell/config/sample/en.json").read_text(encoding="utf-8"))["exchanges"]
]
# Told first as the tenth of the sample family's answers; on another date, as people remember.
MISHAP = (
    "It was 1963 that I put the plugs in wrong on the exchange. The minister thought he had the Moderator and gave"
    " Larrie a speech about being welcome, and the Moderator was told to come and lift his fish before it smelled."
    " Larrie sat in his suit for days."
)
TOLD = [*SAMPLE[8:10], *SAMPLE[:8], *SAMPLE[10:], MISHAP]
FIRST, AGAIN = 1, 12  # where the two stand in TOLD
NAMES = st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(1, 3)), unique=True)
on_both = pytest.mark.django_db(databases=BOTH)


@pytest.fixture
def answers(family: Family) -> list[Answer]:
    found = tell(family, *TOLD)
    make_draft(memoir=family.memoir, by=OPERATOR)
    return found


def scenes(family: Family) -> Scenes:
    opening = opened(scope=family.memoir.id, use=Use.OWN)
    return Scenes.stored(opening.read(Draft.objects.get(memoir=family.memoir), "scenes"))


def pair(answers: list[Answer]) -> tuple[str, str]:
    return str(answers[FIRST].id), str(answers[AGAIN].id)


def joined(family: Family, answers: list[Answer]) -> None:
    put_together(memoir=family.memoir, pair=pair(answers), by=family.ingrid.actor)
    run_due()


def order(family: Family) -> list[list[str]]:
    chapters = read_draft(family.memoir, opened(scope=family.memoir.id, use=Use.OWN))
    return [[passage.row.name for passage in chapter.passages] for chapter in chapters]


def place(family: Family, answer: Answer) -> list[tuple[int, int]]:
    return [
        (number, at)
        for number, chapter in enumerate(order(family))
        for at, name in enumerate(chapter)
        if answer_of(name) == str(answer.id)
    ]


def words(family: Family) -> list[str]:
    return sorted(row["sentence"] for row in provenance_of(family.memoir))


@on_both
def test_two_that_tell_the_same_are_asked_about_and_no_others(family: Family, answers: list[Answer]) -> None:
    assert scenes(family) == Scenes(alike=(pair(answers),))


@on_both
def test_put_together_they_stand_as_one_and_nothing_of_either_is_lost(family: Family, answers: list[Answer]) -> None:
    before, sources = words(family), {row["passage"]: row["sources"] for row in provenance_of(family.memoir)}
    joined(family, answers)
    (first, *rest), again = place(family, answers[FIRST]), place(family, answers[AGAIN])
    assert [*rest, *again] == [(first[0], first[1] + at) for at in range(1, 1 + len(rest) + len(again))]
    assert words(family) == before
    assert {row["passage"]: row["sources"] for row in provenance_of(family.memoir)} == sources
    said = " ".join(before)
    assert "so that makes it 1962" in said
    assert "It was 1963" in said
    assert [line.verb for line in AuditEntry.objects.filter(verb__startswith="scene.")] == ["scene.put_together"]


@on_both
def test_one_that_is_corrected_stays_and_one_that_is_taken_back_leaves_the_other(
    family: Family, answers: list[Answer]
) -> None:
    joined(family, answers)
    correct_answer(answer=answers[AGAIN], text=MISHAP.replace("plugs", "wires"), by=family.alma.actor)
    run_due()
    assert scenes(family).together == (pair(answers),)
    assert any("wires" in sentence for sentence in words(family))
    set_withheld(answer=answers[FIRST], withheld=True, by=family.alma.actor)
    run_due()
    assert scenes(family) == Scenes()
    assert place(family, answers[FIRST]) == []
    assert len(place(family, answers[AGAIN])) == 1
    assert any("wires" in sentence for sentence in words(family))


@on_both
def test_taken_back_by_one_step_everything_stands_as_before(family: Family, answers: list[Answer]) -> None:
    before = order(family)
    joined(family, answers)
    assert order(family) != before
    forget_scene(memoir=family.memoir, pair=pair(answers), by=family.ingrid.actor)
    run_due()
    assert order(family) == before
    assert scenes(family) == Scenes(alike=(pair(answers),))


@on_both
def test_kept_apart_they_are_not_asked_about_until_somebody_wants_it(family: Family, answers: list[Answer]) -> None:
    before = order(family)
    keep_apart(memoir=family.memoir, pair=pair(answers), by=family.ingrid.actor)
    put_together(memoir=family.memoir, pair=pair(answers), by=family.ingrid.actor)
    run_due()
    assert order(family) == before
    assert scenes(family).unanswered == ()
    forget_scene(memoir=family.memoir, pair=pair(answers), by=family.ingrid.actor)
    assert scenes(family).unanswered == (pair(answers),)


@on_both
def test_a_scene_moves_as_one_and_keeps_its_place(family: Family, answers: list[Answer]) -> None:
    joined(family, answers)
    names = {f"t:{answer.id}:1": number for number, answer in enumerate(answers)}
    moved = Passage.objects.get(memoir=family.memoir, name=f"t:{answers[FIRST].id}:1")
    assert [names[name] for name in order(family)[0]] == [3, 0, FIRST, AGAIN, 2]
    move_passage(passage=moved, step=DOWN, by=family.ingrid.actor)
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert [names[name] for name in order(family)[0]] == [3, 0, 2, FIRST, AGAIN]
    move_passage(passage=Passage.objects.get(name=f"t:{answers[2].id}:1"), step=UP, by=family.ingrid.actor)
    move_passage(passage=moved, step=UP, by=family.ingrid.actor)
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert [names[name] for name in order(family)[0]] == [3, 2, FIRST, AGAIN, 0]
    forget_order(memoir=family.memoir, by=family.ingrid.actor)
    run_due()
    assert scenes(family).together == (pair(answers),)


@on_both
def test_editions_hold_both_and_a_copy_taken_elsewhere_what_was_said(family: Family, answers: list[Answer]) -> None:
    joined(family, answers)
    edition = make_edition(memoir=family.memoir, by=family.ingrid.actor)
    content = opened(scope=family.memoir.id, use=Use.BOOK).read(edition, "content")
    texts = [block["text"] for chapter in content["chapters"] for block in chapter["blocks"]]
    at = next(at for at, text in enumerate(texts) if text.startswith("It was 1963"))
    assert "waiting on the minister." in texts[at - 1]
    said, stood, archive = scenes(family), order(family), taken(family.memoir)
    gone(family.memoir)
    brought_in(archive)
    assert scenes(family) == said
    consent_by_statement(memoir=family.memoir, statement="Invented.", by=OPERATOR)
    make_draft(memoir=family.memoir, by=OPERATOR)
    assert scenes(family) == said
    assert order(family) == stood


@on_both
def test_only_the_owner_decides_and_only_what_is_asked(family: Family, answers: list[Answer]) -> None:
    for somebody in (family.alma, family.kari, family.jonas):
        for decide in (put_together, keep_apart, forget_scene):
            with pytest.raises(NotAllowed):
                decide(memoir=family.memoir, pair=pair(answers), by=somebody.actor)
    put_together(memoir=family.memoir, pair=(str(answers[0].id), str(answers[3].id)), by=family.ingrid.actor)
    assert scenes(family) == Scenes(alike=(pair(answers),))
    assert not AuditEntry.objects.filter(verb__startswith="scene.").exists()


@given(st.lists(NAMES, max_size=4), st.lists(st.lists(st.sampled_from("abcdef"), min_size=2, unique=True), max_size=2))
def test_gathering_loses_no_passage(chapters: list[list[tuple[str, int]]], groups: list[list[str]]) -> None:
    seen = set[str]()
    names = {
        str(key): [f"t:{answer}:{number}" for answer, number in chapter if not (answer in seen or seen.add(answer))]
        for key, chapter in enumerate(chapters)
    }
    there = {answer_of(name) for chapter in names.values() for name in chapter}
    together = [tuple(group) for group in groups if there.issuperset(group)][:1]
    after = gathered(names, together)
    assert sorted(_all(after)) == sorted(_all(names))
    for first, *others in together:
        (held,) = [chapter for chapter in after.values() if any(answer_of(name) == first for name in chapter)]
        run = list(dict.fromkeys(answer_of(name) for name in held))
        assert run[run.index(first) :][: 1 + len(others)] == [first, *others]


def _all(names: dict[str, list[str]]) -> Iterator[str]:
    return (name for chapter in names.values() for name in chapter)


class Standing(NamedTuple):
    kind: str
    answers: tuple[str, ...]


def test_an_answer_moves_only_where_it_takes_nothing_of_another_along() -> None:
    chapters = [
        [Standing("question", ("a",)), Standing("told", ("a",)), Standing("photo", ("a",))],
        [Standing("question", ("b",)), Standing("told", ("b",)), Standing("told", ("c",))],
        [Standing("told", ("d",)), Standing("told", ("d", "e")), Standing("told", ("f",)), Standing("told", ("g",))],
        [Standing("told", ("g",))],
    ]
    assert whole(chapters) == {"a", "f"}


def test_those_beside_each_other_are_neighbours() -> None:
    names = {"one": ["q:a:1", "t:a:1", "t:b:1"], "two": ["t:c:1"]}
    assert neighbours(names) == {frozenset("ab")}


def test_a_third_joins_a_scene_and_leaves_with_it() -> None:
    grown = Scenes(together=(("a", "b"),)).with_together(("b", "c"))
    assert grown == Scenes(together=(("a", "b", "c"),))
    assert grown.among(["c", "a"], alike=()) == Scenes(together=(("c", "a"),))
    assert grown.without(("b", "c")) == Scenes()
