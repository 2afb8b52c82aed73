import json

import pytest

pytest_plugins = ["pytester"]

CATALOGUE = [
    {"id": name, "document": "ferry", "type": "P", "promise": "It sails.", "check": "See it.", "mechanisms": ["x"]}
    for name in ("FER-1", "FER-2")
]


@pytest.fixture
def ferry(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A project of its own with two promises, and with no plugin but ours."""
    monkeypatch.setenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", "1")
    pytester.mkdir("docs")
    (pytester.path / "docs" / "promises.json").write_text(json.dumps(CATALOGUE))
    pytester.makeini("[pytest]\naddopts = --strict-markers -p no:cacheprovider\n")
    return pytester


def run(project: pytest.Pytester, tests: str, *arguments: str) -> pytest.RunResult:
    project.makepyfile(test_ferry=f"import pytest\n\n{tests}")
    return project.runpytest_inprocess("-p", "tests.promises.plugin", *arguments)


def results(project: pytest.Pytester) -> object:
    return json.loads((project.path / "build" / "promises-results.json").read_text())


def test_outcomes_are_written_by_promise(ferry: pytest.Pytester) -> None:
    tests = """
        @pytest.mark.promise("FER-1", "FER-2")
        def test_sails(): pass

        @pytest.mark.promise("FER-2")
        def test_waits(): assert False

        @pytest.mark.promise("FER-2")
        def test_rests(): pytest.skip("in winter")

        def test_unmarked(): pass
    """
    run(ferry, _dedent(tests)).assert_outcomes(passed=2, failed=1, skipped=1)
    assert results(ferry) == {
        "FER-1": {"test_ferry.py::test_sails": "passed"},
        "FER-2": {
            "test_ferry.py::test_sails": "passed",
            "test_ferry.py::test_waits": "failed",
            "test_ferry.py::test_rests": "skipped",
        },
    }


@pytest.mark.parametrize("broken", ["assert False\n    yield", "yield\n    assert False"])
def test_failure_before_or_after_the_test_counts(ferry: pytest.Pytester, broken: str) -> None:
    fixture = f"@pytest.fixture\ndef sea():\n    {broken}\n\n"
    run(ferry, fixture + '@pytest.mark.promise("FER-1")\ndef test_sails(sea): pass\n')
    assert results(ferry) == {"FER-1": {"test_ferry.py::test_sails": "failed"}}


@pytest.mark.parametrize("body", ["assert False", "pass"])
def test_expected_failure_proves_nothing(ferry: pytest.Pytester, body: str) -> None:
    run(ferry, f'@pytest.mark.xfail\n@pytest.mark.promise("FER-1")\ndef test_sails(): {body}\n')
    assert results(ferry) == {"FER-1": {"test_ferry.py::test_sails": "skipped"}}


@pytest.mark.parametrize(("mark", "name"), [('"FER-9"', "FER-9"), ("", "(no id)")])
def test_unknown_promise_stops_the_run_at_collection(ferry: pytest.Pytester, mark: str, name: str) -> None:
    outcome = run(ferry, f"@pytest.mark.promise({mark})\ndef test_sails(): pass\n")
    assert outcome.ret == pytest.ExitCode.USAGE_ERROR
    outcome.stderr.fnmatch_lines(
        ["ERROR: docs/promises.json does not hold:", f"  test_ferry.py::test_sails marks promise {name}"]
    )


def test_unknown_promise_is_found_in_tests_put_aside(ferry: pytest.Pytester) -> None:
    outcome = run(
        ferry, '@pytest.mark.promise("FER-9")\ndef test_sails(): pass\ndef test_waits(): pass\n', "-k", "waits"
    )
    assert outcome.ret == pytest.ExitCode.USAGE_ERROR


def test_run_forgets_what_an_earlier_one_proved(ferry: pytest.Pytester) -> None:
    run(ferry, '@pytest.mark.promise("FER-1")\ndef test_sails(): pass\n')
    run(ferry, '@pytest.mark.promise("FER-2")\ndef test_waits(): pass\n')
    assert results(ferry) == {"FER-2": {"test_ferry.py::test_waits": "passed"}}


def test_second_run_of_a_session_adds_to_the_first(ferry: pytest.Pytester) -> None:
    run(ferry, '@pytest.mark.promise("FER-1")\ndef test_sails(): pass\n')
    run(ferry, '@pytest.mark.promise("FER-1")\ndef test_sails(): assert False\n', "--promises-merge")
    assert results(ferry) == {"FER-1": {"test_ferry.py::test_sails": "failed"}}


def test_looking_at_the_tests_changes_no_results(ferry: pytest.Pytester) -> None:
    test = '@pytest.mark.promise("FER-1")\ndef test_sails(): pass\n'
    run(ferry, test)
    run(ferry, test, "--collect-only")
    assert results(ferry) == {"FER-1": {"test_ferry.py::test_sails": "passed"}}


def _dedent(tests: str) -> str:
    return "\n".join(line.removeprefix("        ") for line in tests.splitlines())
