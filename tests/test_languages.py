"""The texts for people are whole in every language; and what would break them is caught on an invented tree."""

from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tools import messages

# --- the real texts -------------------------------------------------------------------------------------------------


def test_every_text_is_translated() -> None:
    assert messages.missing() == []


def test_no_translation_is_left_over() -> None:
    assert messages.obsolete() == []


def test_placeholders_survive_translation() -> None:
    assert messages.mismatched() == []


def test_blocktranslate_is_always_trimmed() -> None:
    assert messages.untrimmed() == []


# --- an invented tree -----------------------------------------------------------------------------------------------

PYTHON = """
from django.utils.translation import gettext as _, ngettext, npgettext, pgettext, gettext_lazy, gettext_noop

_("Row ashore")
gettext_lazy("Wait, %(name)s")
gettext_noop("Later")
pgettext("of a boat", "Bow")
ngettext("One oar", "%(count)d oars", 2)
npgettext("on deck", "One seat", "{count} seats", 2)
"""
TEMPLATE = """{% load i18n %}<main>
  {# Translators: stands above the form #}
  <h1>{% translate "The ferry" %}</h1>
    <p title="{% translate 'Bow' context 'of a ribbon' %}">{{ _("Tickets")|title }}</p>
 <p>{% blocktranslate trimmed with name=skipper.name %}
      Steered by
      {{ name }}, 100% awake.
    {% endblocktranslate %}</p>
  {% blocktranslate trimmed count number=trips context "sailed" %}
    {{ number }} trip
  {% plural %}
    {{ number }} trips
  {% endblocktranslate %}
</main>
"""
CATALOGUE = "fortell/locale/nb/LC_MESSAGES/django.po"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project with one Python file and one template, and catalogues with every message, untranslated."""
    page = tmp_path / "fortell" / "ferry" / "templates" / "ferry" / "page.html"
    page.parent.mkdir(parents=True)
    page.write_text(TEMPLATE)
    (tmp_path / "fortell" / "ferry" / "texts.py").write_text(PYTHON)
    messages.update(root=tmp_path)
    return tmp_path


def put(tree: Path, old: str, new: str, *, file: str = CATALOGUE) -> None:
    text = (tree / file).read_text()
    assert old in text
    (tree / file).write_text(text.replace(old, new))


def translate_all(tree: Path) -> None:
    """Give every message of every language a translation with the source's own placeholders."""
    for language in messages.LANGUAGES:
        stored = messages.catalogue(language=language, root=tree)
        for message in messages.messages(stored):
            message.string = message.id
        header = messages.header(language=language, plural_forms=stored.plural_forms)
        path = messages.catalogue_path(language=language, root=tree)
        path.write_bytes(header.encode() + messages.body(stored))


def texts_missing(tree: Path, language: str = "nb") -> list[str]:
    return [message for found, message in messages.missing(root=tree) if found == language]


def test_extract_finds_every_kind_of_message(tree: Path) -> None:
    found = {(message.context, message.id) for message in messages.messages(messages.extract(root=tree))}
    assert found == {
        (None, "Row ashore"),
        (None, "Wait, %(name)s"),
        (None, "Later"),
        ("of a boat", "Bow"),
        (None, ("One oar", "%(count)d oars")),
        ("on deck", ("One seat", "{count} seats")),
        (None, "The ferry"),
        ("of a ribbon", "Bow"),
        (None, "Tickets"),
        (None, "Steered by %(name)s, 100%% awake."),
        ("sailed", ("%(number)s trip", "%(number)s trips")),
    }


def test_whole_catalogues_have_no_faults(tree: Path) -> None:
    translate_all(tree)
    faults = (messages.missing, messages.obsolete, messages.mismatched, messages.untrimmed)
    assert [fault(root=tree) for fault in faults] == [[], [], [], []]


def test_untranslated_message_is_missing_in_every_language(tree: Path) -> None:
    translate_all(tree)
    put(tree, 'msgstr "Row ashore"', 'msgstr ""')
    assert messages.missing(root=tree) == [("nb", "Row ashore")]


def test_blank_translation_is_missing(tree: Path) -> None:
    translate_all(tree)
    put(tree, 'msgstr "Row ashore"', 'msgstr " "')
    assert texts_missing(tree) == ["Row ashore"]


def test_empty_plural_is_missing(tree: Path) -> None:
    translate_all(tree)
    put(tree, 'msgstr[1] "%(count)d oars"', 'msgstr[1] ""')
    assert texts_missing(tree) == ["One oar"]


def test_fuzzy_translation_is_missing(tree: Path) -> None:
    translate_all(tree)
    put(tree, 'msgid "Row ashore"', '#, fuzzy\nmsgid "Row ashore"')
    assert texts_missing(tree) == ["Row ashore"]


def test_absent_plural_is_missing(tree: Path) -> None:
    translate_all(tree)
    put(tree, 'msgstr[1] "%(count)d oars"\n', "")
    assert texts_missing(tree) == ["One oar"]


@pytest.mark.parametrize("now", ['ngettext("One oar", "%(count)d paddles", 2)', '_("One oar")'])
def test_changed_plural_is_missing(tree: Path, now: str) -> None:
    translate_all(tree)
    put(tree, 'ngettext("One oar", "%(count)d oars", 2)', now, file="fortell/ferry/texts.py")
    assert texts_missing(tree) == ["One oar"]


def test_absent_catalogue_misses_everything(tree: Path) -> None:
    translate_all(tree)
    (tree / CATALOGUE).unlink()
    assert len(texts_missing(tree)) == 11
    assert texts_missing(tree, "sv") == []


def test_new_message_in_a_template_makes_the_catalogues_stale(tree: Path) -> None:
    translate_all(tree)
    put(tree, "</main>", '{% translate "Mind the gap" %}</main>', file="fortell/ferry/templates/ferry/page.html")
    assert messages.missing(root=tree) == [(language, "Mind the gap") for language in ("nb", "nn", "sv")]


def test_message_without_a_source_makes_the_catalogue_stale(tree: Path) -> None:
    translate_all(tree)
    put(tree, '_("Row ashore")', "", file="fortell/ferry/texts.py")
    assert messages.obsolete(root=tree) == [(language, "Row ashore") for language in ("nb", "nn", "sv")]


@pytest.mark.parametrize(
    ("right", "wrong", "message"),
    [
        ('msgstr "Wait, %(name)s"', 'msgstr "Vent, %(navn)s"', "Wait, %(name)s"),
        ('msgstr "Wait, %(name)s"', 'msgstr "Vent litt"', "Wait, %(name)s"),
        ('msgstr "Later"', 'msgstr "Senere, %(name)s"', "Later"),
        ('msgstr[1] "{count} seats"', 'msgstr[1] "{antall} plasser"', "One seat"),
        ('msgstr[0] "One seat"', 'msgstr[0] "{antall} plass"', "One seat"),
        ('msgstr[1] "%(count)d oars"', 'msgstr[1] "noen årer"', "One oar"),
    ],
)
def test_changed_placeholder_is_caught(tree: Path, right: str, wrong: str, message: str) -> None:
    translate_all(tree)
    put(tree, right, wrong)
    assert messages.mismatched(root=tree) == [("nb", message)]


@pytest.mark.parametrize(
    ("source", "translation"),
    [
        ('msgstr "Steered by %(name)s, 100%% awake."', 'msgstr "%(name)s styrer, 100%%sikkert."'),
        ('msgstr[0] "One seat"', 'msgstr[0] "{count} plass"'),
        ('msgstr "Later"', 'msgstr "50 % sikkert"'),
    ],
)
def test_placeholder_may_move_and_percent_signs_are_none(tree: Path, source: str, translation: str) -> None:
    translate_all(tree)
    put(tree, source, translation)
    assert messages.mismatched(root=tree) == []


def test_untrimmed_block_is_caught_with_its_line(tree: Path) -> None:
    put(tree, "blocktranslate trimmed with", "blocktranslate with", file="fortell/ferry/templates/ferry/page.html")
    assert messages.untrimmed(root=tree) == [("fortell/ferry/templates/ferry/page.html", 5)]


def test_update_keeps_translations_and_drops_what_is_gone(tree: Path) -> None:
    put(tree, 'msgid "The ferry"\nmsgstr ""', 'msgid "The ferry"\nmsgstr "Ferga"')
    put(tree, 'msgid "Row ashore"\nmsgstr ""', 'msgid "Row ashore"\nmsgstr "Ro i land"')
    put(tree, '_("Row ashore")', '_("Row to shore")', file="fortell/ferry/texts.py")
    messages.update(root=tree)
    text = (tree / CATALOGUE).read_text()
    assert 'msgid "The ferry"\nmsgstr "Ferga"\n' in text
    assert 'msgid "Row to shore"\nmsgstr ""\n' in text
    assert "Row ashore" not in text
    assert "fuzzy" not in text


def test_update_keeps_messages_of_different_contexts_apart(tree: Path) -> None:
    put(tree, 'msgctxt "of a boat"\nmsgid "Bow"\nmsgstr ""', 'msgctxt "of a boat"\nmsgid "Bow"\nmsgstr "Baug"')
    messages.update(root=tree)
    stored = messages.messages(messages.catalogue(language="nb", root=tree))
    assert {message.context: message.string for message in stored if message.id == "Bow"} == {
        "of a boat": "Baug",
        "of a ribbon": "",
    }


def test_update_twice_changes_nothing(tree: Path) -> None:
    translate_all(tree)
    messages.update(root=tree)
    before = (tree / CATALOGUE).read_bytes()
    messages.update(root=tree)
    assert (tree / CATALOGUE).read_bytes() == before


def test_moved_code_leaves_the_catalogue_as_it_was(tree: Path) -> None:
    before = (tree / CATALOGUE).read_text()
    put(tree, "\n_(", "\n\n\n\n_(", file="fortell/ferry/texts.py")
    messages.update(root=tree)
    assert (tree / CATALOGUE).read_text() == before


def test_catalogue_holds_no_date_and_no_line_number(tree: Path) -> None:
    text = (tree / CATALOGUE).read_text()
    assert "Date" not in text
    assert "#: fortell/ferry/texts.py\n" in text
    assert "#. Translators: stands above the form\n" in text


def test_catalogue_is_sorted_by_file(tree: Path) -> None:
    files = [line for line in (tree / CATALOGUE).read_text().splitlines() if line.startswith("#: ")]
    assert files == sorted(files)


def test_catalogue_can_be_compiled_without_being_told_its_language(tree: Path) -> None:
    with (tree / CATALOGUE).open("rb") as file:
        stored = read_po(file)
    assert (str(stored.locale), stored.num_plurals, stored.charset) == ("nb", 2, "utf-8")
