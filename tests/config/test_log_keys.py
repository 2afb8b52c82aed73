"""The logs hold a closed list of keys: what nobody declared is not written, and does not get into the code."""

import ast
import json
from pathlib import Path

import pytest
import structlog

import fortell
from fortell.config.logs import configure
from fortell.privacy.logged import log_keys

LEVELS = {"debug", "info", "warning", "error", "exception", "critical", "log"}


def logged_keys() -> set[str]:
    """Every key that a call on a module's `log`, or on a fresh logger, names in the product's own code."""
    calls = [
        node
        for path in Path(fortell.__file__).parent.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in LEVELS
    ]
    ours = [call for call in calls if ast.unparse(call.func.value) in {"log", "structlog.get_logger()"}]
    assert len(ours) > 5
    return {str(keyword.arg) for call in ours for keyword in call.keywords}


def test_every_key_that_the_code_logs_is_declared() -> None:
    assert logged_keys() - set(log_keys()) == set()


def test_no_address_of_anybody_is_a_declared_key() -> None:
    assert set(log_keys()) & {"ip", "address", "user_agent", "path", "url", "email", "name"} == set()


def test_a_key_that_nobody_declared_is_left_out_and_named(capsys: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    try:
        configure("info")
        structlog.get_logger().info("request", route="live", ip="192.0.2.7")
    finally:
        structlog.configure(**before)
    line = json.loads(capsys.readouterr().err)
    assert (line["route"], line["undeclared"]) == ("live", ["ip"])
    assert "192.0.2.7" not in str(line)
