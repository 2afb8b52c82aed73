"""What the notice says, for every shipped profile in every language; it is composed, never written by hand."""

import re
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest

from fortell.kit.installation import Controller
from fortell.privacy import browser
from fortell.privacy.browser import Place, declare_in_browser, kept_in_browser
from fortell.privacy.controllers import controller_faults, is_invented
from fortell.privacy.inventory import holdings
from fortell.privacy.notice import words as words_module
from fortell.privacy.notice.document import Document, active, compose, faults
from fortell.privacy.notice.keeping import rules
from fortell.privacy.notice.ways import ARTICLES
from fortell.privacy.notice.words import Words
from fortell.privacy.profile import Profile, chosen, shipped

LANGUAGES = ("nb", "nn", "sv", "en")
EVERY = [(name, language) for name in shipped() for language in LANGUAGES]


def said(profile: Profile, language: str) -> Document:
    words = Words(language)
    document = compose(profile, words)
    assert words.lacking == []
    return document


def section(document: Document, key: str) -> str:
    return str(next(section for section in document["sections"] if section["id"] == key))


def numbers(document: Document) -> set[int]:
    """Every number in the text, but those of articles and those with which the controller is reached."""
    text = str([document["lede"], document["short"], *(s for s in document["sections"] if s["id"] != "who")])
    return {int(number) for number in re.findall(r"\d+", re.sub(r"art\. \d+(\(\w\))*", "", text))}


def with_numbers_of_its_own(profile: Profile) -> Profile:
    """The same profile, every rule with another number."""
    fresh = count(1001)
    return replace(
        profile, retention={key: replace(rule, number=next(fresh)) for key, rule in profile.retention.items()}
    )


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_profile_speaks_every_language(name: str, language: str) -> None:
    profile = chosen(name)
    document = said(profile, language)
    assert profile.languages == LANGUAGES
    assert re.findall(r"[{}]", re.sub(r"'\w+': |[{}]", "", str(document))) == []
    assert (profile.controller.name or "Fortell") in document["lede"]


@pytest.mark.parametrize(("name", "language"), EVERY)
def test_every_number_in_the_notice_is_the_profiles(name: str, language: str) -> None:
    profile = with_numbers_of_its_own(chosen(name))
    stated = {rule.number for rule in rules(profile, active(profile))}
    assert numbers(said(profile, language)) == stated
    assert {"withdrawn-content", "consents", "audit", "backups", "logs"} <= {
        rule.key for rule in rules(profile, active(profile))
    }


@pytest.mark.parametrize("name", shipped())
def test_every_language_has_the_same_sections_and_blocks(name: str) -> None:
    def shape(document: Document) -> list[tuple[str, list[tuple[str, int]]]]:
        return [
            (part["id"], [(next(iter(block)), len(next(iter(block.values()))["rows"]) if "table" in block else 0)
             for block in part["blocks"]])
            for part in document["sections"]
        ]  # fmt: skip

    profile = chosen(name)
    assert all(shape(said(profile, language)) == shape(said(profile, "en")) for language in LANGUAGES)


@pytest.mark.promise("LIL-0.1", "MNT-0.1")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_notice_says_when_why_how_with_whom_how_safely_and_which_rights(language: str) -> None:
    document = said(chosen("life-story"), language)
    words = Words(language)
    assert [part["id"] for part in document["sections"]] == [
        "who", "what", "not", "readers", "helpers", "time", "rights", "erasing", "browser", "safety", "mentioned",
        "complain", "changes",
    ]  # fmt: skip
    assert all(part["blocks"] and part["title"] for part in document["sections"])
    doing = {holding.activity for holding in holdings() if holding.personal}
    texts = {
        activity.key: words.of_room(activity.texts, activity.key, "title") for activity in active(chosen("family"))
    }
    assert doing <= set(texts)
    assert all(title in section(document, "what") for title in texts.values())


@pytest.mark.promise("LAR-9.3")
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_rights_of_articles_15_to_22_are_listed_with_a_way_to_use_each(language: str) -> None:
    document = said(chosen("family"), language)
    block = next(
        block for s in document["sections"] if s["id"] == "rights" for block in s["blocks"] if "table" in block
    )
    rows = block["table"]["rows"]
    assert [ARTICLES[right] in row[0] for right, row in zip(ARTICLES, rows, strict=True)] == [True] * 9
    assert [article for article in ARTICLES.values()][:8] == [str(number) for number in range(15, 23)]  # noqa: C416
    assert all(cell for row in rows for cell in row)


@pytest.mark.promise("MIM-1.1", "LAR-1.1")
@pytest.mark.parametrize(("name", "language"), [pair for pair in EVERY if pair[0] != "family"])
def test_a_company_is_named_with_number_address_e_mail_and_telephone(name: str, language: str) -> None:
    controller = chosen(name).controller
    facts = [
        value
        for part in said(chosen(name), language)["sections"]
        if part["id"] == "who"
        for block in part["blocks"]
        for _name, value in block.get("facts", [])
    ]
    assert facts == [controller.name, controller.number, controller.address, controller.email, controller.phone]


@pytest.mark.promise("MNT-13.2")
@pytest.mark.parametrize(
    ("country", "link"),
    [
        ("NO", "https://www.datatilsynet.no/"),
        ("SE", "https://www.imy.se/"),
        ("DK", "https://www.datatilsynet.dk/"),
        ("FI", "https://tietosuoja.fi/"),
    ],
)
def test_the_authority_follows_the_country(country: str, link: str) -> None:
    profile = replace(chosen("family"), controller=Controller(name="The Vik family", country=country))
    shown = [address for address in re.findall(r"https://[^']+", section(said(profile, "en"), "complain"))]  # noqa: C416
    assert [address for address in shown if "edpb" not in address] == [link]
    assert len(shown) == 2


def test_a_family_may_be_nameless_and_a_company_may_not() -> None:
    assert controller_faults(chosen("family")) == []
    empty = replace(chosen("agency"), controller=Controller(name="Måkeskrik"))
    assert len(controller_faults(empty)) == 5


@pytest.mark.parametrize(("number", "right"), [("123 456 785", True), ("123 456 786", False), ("12345", False)])
def test_a_norwegian_number_must_check(number: str, right: bool) -> None:
    company = chosen("agency")
    own = replace(company, controller=replace(company.controller, number=number))
    assert (controller_faults(own) == []) is right
    assert not is_invented(own)


@pytest.mark.parametrize("name", shipped())
def test_nothing_of_a_service_that_is_not_built_is_in_the_notice(name: str) -> None:
    profile, words = chosen(name), Words("en")
    text = str(said(profile, "en"))
    absent = [words("retention", key) for key in ("customers", "cases", "newsletter", "delivered-files")]
    absent += [words("retention", "vouchers")] if "orders" not in profile.services else []
    assert [phrase for phrase in absent if phrase in text] == []
    assert [key for key in ("payment", "printer", "newsletter", "mail") if words("processors", key) in text] == []


def test_a_processor_is_named_with_what_it_does_and_where() -> None:
    assert "['Fjordvert Drift AS', 'The machines that the service runs on." in section(
        said(chosen("life-story"), "en"), "helpers"
    )
    assert "Fjordvert" not in str(said(chosen("family"), "en"))


def test_what_a_browser_keeps_is_in_the_table() -> None:
    shown = section(said(chosen("family"), "en"), "browser")
    assert [kept.name for kept in kept_in_browser() if kept.name not in shown] == []


@pytest.mark.promise("MEM-0.1")
def test_something_new_in_the_browser_without_words_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_kept", dict(browser._kept))
    declare_in_browser("crumbs", place=Place.COOKIE, texts=kept_in_browser()[0].texts)
    assert len(faults(chosen("family"))) == 2 * len(LANGUAGES)  # what for and how long


def test_a_text_that_one_language_lacks_is_a_fault(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for path in words_module.FOLDER.glob("*.toml"):
        text = path.read_text(encoding="utf-8")
        (tmp_path / path.name).write_text(text.replace("trail =", "tail =") if path.stem == "nn" else text)
    monkeypatch.setattr(words_module, "FOLDER", tmp_path)
    assert [fault.partition("has no text ")[2] for fault in faults(chosen("family"))] == ["safety.trail"]
