import pytest

from fortell.kit.undoing import undone_unless_whole


@pytest.mark.parametrize("broken", [ValueError, KeyboardInterrupt])
def test_what_is_broken_off_is_undone_and_the_break_goes_on(broken: type[BaseException]) -> None:
    done = ["half"]

    def break_off() -> None:
        with undone_unless_whole(done.clear):
            raise broken

    with pytest.raises(broken):
        break_off()
    assert done == []


def test_what_comes_to_its_end_stays() -> None:
    done: list[str] = []
    with undone_unless_whole(done.clear):
        done.append("whole")
    assert done == ["whole"]
