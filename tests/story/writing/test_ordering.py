"""A chapter stands in order of time where time is sure, and otherwise as it was told."""

from hypothesis import given
from hypothesis import strategies as st

from fortell.story.writing import Told, Years, propose
from fortell.story.writing.ordering import in_order_of_time

YEARS = st.one_of(
    st.none(),
    st.tuples(st.integers(1940, 1950), st.integers(0, 3)).map(lambda pair: Years(pair[0], pair[0] + pair[1])),
)


def ordered(*years: Years | None) -> list[int]:
    """The numbers of the answers as told, in their new order."""
    told = [Told(str(number), 1, "We sang.") for number in range(len(years))]
    known = {str(number): one for number, one in enumerate(years) if one}
    return [int(one.answer) for one in in_order_of_time(told=told, years=known)]


def test_a_sure_earlier_time_stands_first() -> None:
    assert ordered(Years(1950, 1950), Years(1940, 1940), Years(1945, 1945)) == [1, 2, 0]


def test_times_that_overlap_stay_as_told() -> None:
    assert ordered(Years(1945, 1950), Years(1940, 1945)) == [0, 1]


def test_an_answer_without_a_time_follows_the_one_it_was_told_after() -> None:
    assert ordered(None, Years(1950, 1950), None, Years(1940, 1940), None) == [0, 3, 4, 1, 2]


@given(st.lists(YEARS, max_size=8))
def test_nothing_is_lost_and_nothing_stands_before_what_is_surely_earlier(years: list[Years | None]) -> None:
    order = ordered(*years)
    assert sorted(order) == list(range(len(years)))
    dated = [one for at in order if (one := years[at])]
    assert not any(later.latest < one.earliest for at, one in enumerate(dated) for later in dated[at:])
    if all(one is None or one == Years(1940, 1943) for one in years):
        assert order == list(range(len(years)))


def test_only_a_life_story_is_put_in_order_of_time() -> None:
    told = [
        Told("late", 1, "We married in 1960.", question="And then?", phase="youth"),
        Told("early", 1, "The dance was in 1950.", question="And before?", phase="youth"),
    ]
    years = {"late": Years(1960, 1960), "early": Years(1950, 1950)}
    for form, expected in (("memoir", ["early", "late"]), ("conversation", ["late", "early"])):
        (chapter,) = propose(told=told, language="en", form=form, years=years).chapters
        assert [passage.answers[0] for passage in chapter.passages] == expected
