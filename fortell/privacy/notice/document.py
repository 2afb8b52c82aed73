"""The notice as a document: sections of blocks, composed from profile, activities, inventory and browser storage.

A block is one of: `p` a paragraph, `h` a heading, `list`, `facts` (pairs), `table` (head and rows), `links` (pairs of
text and address). It is plain data, so that it can be frozen, hashed, compared and shown again as it was.
"""

from collections.abc import Mapping
from typing import Any

from fortell.privacy import activities
from fortell.privacy.activities import Activity
from fortell.privacy.browser import kept_in_browser
from fortell.privacy.controllers import ELSEWHERE, authorities_for
from fortell.privacy.inventory import Holding, holdings
from fortell.privacy.notice import keeping
from fortell.privacy.notice.ways import ARTICLES, RIGHTS, way
from fortell.privacy.notice.words import Words
from fortell.privacy.profile import Profile
from fortell.privacy.terms import Basis, Category, Need, Purpose, Source

Block = dict[str, Any]
Document = dict[str, Any]
SHORT = ("what", "why", "who", "long", "you")
CONTACT = ("name", "number", "address", "email", "phone")


def compose(profile: Profile, words: Words) -> Document:
    """The notice of this profile, in the language of these words."""
    sections = (
        ("who", _who),
        ("what", _what),
        ("not", _not),
        ("readers", _readers),
        ("helpers", _helpers),
        ("time", _time),
        ("rights", _rights),
        ("erasing", _erasing),
        ("browser", _browser),
        ("safety", _safety),
        ("mentioned", _mentioned),
        ("complain", _complain),
        ("changes", _changes),
    )
    return {
        "title": words("title"),
        "lede": words("lede", controller=_name(profile, words)),
        "short": [_short(key, profile, words) for key in SHORT],
        "controller": {key: getattr(profile.controller, key) for key in ("name", "number")},
        "sections": [
            {"id": key, "title": words(key, "title"), "blocks": blocks(profile, words)} for key, blocks in sections
        ],
    }


def faults(profile: Profile) -> list[str]:
    """Texts that the notice needs and a language that the profile publishes has not."""
    lacking: list[str] = []
    for language in profile.languages:
        words = Words(language)
        compose(profile, words)
        lacking += words.lacking
    return sorted(set(lacking))


def active(profile: Profile) -> list[Activity]:
    """What this installation does, what people notice most first."""
    running = [doing for doing in activities.activities() if not doing.service or doing.service in profile.services]
    return sorted(running, key=lambda doing: (Category.CONTENT not in categories(doing), not doing.service))


def held(doing: Activity) -> list[Holding]:
    return [holding for holding in holdings() if doing.key in holding.activities and holding.personal]


def categories(doing: Activity) -> list[Category]:
    found = {category for holding in held(doing) for category in holding.personal.values()}
    return [category for category in Category if category in found]


def _name(profile: Profile, words: Words) -> str:
    return profile.controller.name or words("who", "family")


def _short(key: str, profile: Profile, words: Words) -> Block:
    values = {
        "controller": _name(profile, words),
        "withdrawn": keeping.period(profile.retention["withdrawn-content"], words),
        "backups": keeping.period(profile.retention["backups"], words),
    }
    text = words("short", key, "text", **values)
    if key == "who":
        named = [table["name"] for _key, table in profile.processors.items()]
        text += " " + (words("short", "helped", names=words.listed(named)) if named else words("short", "alone"))
    return {"title": words("short", key, "title"), "text": text}


def _who(profile: Profile, words: Words) -> list[Block]:
    controller = profile.controller
    facts = [[words("who", key), getattr(controller, key)] for key in CONTACT if getattr(controller, key)]
    blocks: list[Block] = [{"p": words("who", "intro", controller=_name(profile, words))}]
    if controller.name:
        blocks.append({"facts": facts})
    blocks.append({"p": words("who", "write" if controller.email else "ask")})
    return blocks


def _what(profile: Profile, words: Words) -> list[Block]:
    blocks: list[Block] = [{"p": words("what", "intro")}]
    for doing in active(profile):
        blocks += [
            {"h": words.of_room(doing.texts, doing.key, "title")},
            {"p": words.of_room(doing.texts, doing.key, "what")},
            {"p": words.of_room(doing.texts, doing.key, "why")},
        ]
        if Basis.INTEREST in doing.bases:  # GDPR art. 13(1)(d)
            blocks.append({"p": words.of_room(doing.texts, doing.key, "weighed")})
        blocks.append({"facts": _facts(doing, words)})
    return blocks


def _facts(doing: Activity, words: Words) -> list[list[str]]:
    facts = [
        [words("what", "data"), "; ".join(words("categories", category) for category in categories(doing))],
        [words("what", "purpose"), "; ".join(words("purposes", aim) for aim in Purpose if aim in doing.purposes)],
        [words("what", "basis"), "; ".join(words("bases", basis) for basis in Basis if basis in doing.bases)],
    ]
    sources = {holding.source for holding in held(doing)}
    named = "; ".join(words("sources", source) for source in Source if source in sources)
    return [*facts, [words("what", "source"), named]] if named else facts


def _not(profile: Profile, words: Words) -> list[Block]:
    lines = ["selling", "adverts", "training", "decisions"]
    if Purpose.ANALYTICS not in profile.purposes:
        lines.append("statistics")
    return [{"list": [words("not", line) for line in lines]}]


def _readers(profile: Profile, words: Words) -> list[Block]:
    lines = [words("readers", line) for line in ("storyteller", "family", "staff")]
    key = words("readers", "key", controller=_name(profile, words))
    return [{"p": words("readers", "intro")}, {"list": lines}, {"p": key}]


def _helpers(profile: Profile, words: Words) -> list[Block]:
    found = profile.processors.items()
    if found:
        head = [words("helpers", "name"), words("helpers", "does"), words("helpers", "region")]
        rows = [[table["name"], _does(key, table, words), _region(table["region"], words)] for key, table in found]
        blocks: list[Block] = [
            {"p": words("helpers", "intro")},
            {"table": {"caption": words("helpers", "caption"), "head": head, "rows": rows}},
            {"p": words("helpers", "outside" if any(_is_outside(table) for _key, table in found) else "inside")},
        ]
    else:
        blocks = [{"p": words("helpers", "none")}]
    return [*blocks, {"p": words("helpers", "authorities")}]


def _does(key: str, table: Mapping[str, Any], words: Words) -> str:
    """The processors of the shipped profiles are described in every language; an installation's own as it wrote."""
    return words("processors", key) if words.has("processors", key) else str(table["description"])


def _region(region: str, words: Words) -> str:
    return words("regions", region) if words.has("regions", region) else region


def _is_outside(table: Mapping[str, Any]) -> bool:
    return bool(table.get("mechanism"))


def _time(profile: Profile, words: Words) -> list[Block]:
    head = [words("time", key) for key in ("thing", "period", "need")]
    rows = [keeping.row(rule, words) for rule in keeping.rules(profile, active(profile))]
    table = {"caption": words("time", "caption"), "head": head, "rows": rows}
    return [{"p": words("time", "intro")}, {"table": table}]


def _rights(_profile: Profile, words: Words) -> list[Block]:
    head = [words("rights", key) for key in ("right", "means", "how")]
    rows = [
        [
            f"{words('rights', right, 'title')} ({words('article')} {ARTICLES[right]})",
            words("rights", right, "means"),
            words("rights", right, "page") if way(right) == "page" else words("rights", way(right)),
        ]
        for right in RIGHTS
    ]
    table = {"caption": words("rights", "caption"), "head": head, "rows": rows}
    return [{"p": words("rights", "intro")}, {"table": table}, {"p": words("rights", "answer")}]


def _erasing(profile: Profile, words: Words) -> list[Block]:
    kept = [
        rule for rule in keeping.rules(profile, active(profile), only_kept=True) if rule.need in (Need.LAW, Need.CLAIMS)
    ]
    return [
        {"p": words("erasing", "intro")},
        {"list": [keeping.sentence(rule, words) for rule in kept]},
        {"p": words("erasing", "backups", backups=keeping.period(profile.retention["backups"], words))},
        {"p": words("erasing", "copies")},
    ]


def _browser(_profile: Profile, words: Words) -> list[Block]:
    head = [words("browser", key) for key in ("name", "place", "use", "lasts")]
    rows = [
        [
            kept.name,
            words("browser", kept.place),
            words.of_room(kept.texts, "browser", kept.name, "use"),
            words.of_room(kept.texts, "browser", kept.name, "lasts"),
        ]
        for kept in kept_in_browser()
    ]
    table = {"caption": words("browser", "caption"), "head": head, "rows": rows}
    return [{"p": words("browser", "intro")}, {"table": table}]


def _safety(profile: Profile, words: Words) -> list[Block]:
    lines = [words("safety", line) for line in ("sealed", "key", "doors", "trail", "logs")]
    return [{"list": lines}, {"p": words("safety", "rest", controller=_name(profile, words))}]


def _mentioned(_profile: Profile, words: Words) -> list[Block]:
    return [{"p": words("mentioned", "text")}]


def complaints_to(profile: Profile, words: Words) -> list[list[str]]:
    """Who watches over personal data where the house stands, or in every country where it names none: name, link."""
    return [
        [
            words("complain", "list") if country == ELSEWHERE else _with_country(country, authority.name, words),
            authority.link,
        ]
        for country, authority in authorities_for(profile.controller.country)
    ]


def _complain(profile: Profile, words: Words) -> list[Block]:
    return [{"p": words("complain", "text")}, {"links": complaints_to(profile, words)}]


def _with_country(country: str, name: str, words: Words) -> str:
    return f"{name} ({words('regions', country)})"


def _changes(_profile: Profile, words: Words) -> list[Block]:
    return [{"p": words("changes", "text")}]
