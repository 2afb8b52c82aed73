"""Versions of the notice: frozen when they are published, and compared with what the code would say today."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date

from django.db import transaction
from django.utils.timezone import localdate

from fortell.kit.clock import now
from fortell.privacy.models import Notice, NoticeText
from fortell.privacy.notice.document import Document, compose
from fortell.privacy.notice.words import Words
from fortell.privacy.profile import Profile


class NothingNew(Exception):
    """The notice would say what the newest version says."""


class NoticeIncomplete(Exception):
    """A language that the profile publishes lacks texts; the message names them."""


@transaction.atomic
def publish(
    *, profile: Profile, significant: bool = False, effective: date | None = None, summaries: Mapping[str, str]
) -> Notice:
    """Freeze what the code says today, in every language, as the next version. Raises NothingNew, NoticeIncomplete.

    `effective`: from which day it holds; else today. `summaries`: what changed, in a sentence a language; a significant
    change needs one. A change of who answers for the data is always significant (they must be told: GDPR art. 13(3)).
    """
    texts = composed(profile)
    newest = Notice.objects.order_by("-number").first()
    if newest and hashes(newest) == {language: sha256(text) for language, text in texts.items()}:
        raise NothingNew("the notice says already what the newest version says")
    other = newest is not None and _is_other_controller(newest, texts)
    if (significant or other) and set(summaries) != set(profile.languages):
        raise NoticeIncomplete(f"a significant change needs a summary in each of {', '.join(profile.languages)}")
    notice = Notice.objects.create(
        number=newest.number + 1 if newest else 1,
        effective_on=effective or localdate(now()),
        significant=newest is not None and (significant or other),
        other_controller=other,
        summaries=dict(summaries),
    )
    NoticeText.objects.bulk_create(
        NoticeText(notice=notice, language=language, content=text, sha256=sha256(text))
        for language, text in texts.items()
    )
    return notice


def publish_first(profile: Profile) -> None:
    """The first start publishes version 1; later versions are published by hand."""
    if not Notice.objects.exists():
        publish(profile=profile, summaries={})


def composed(profile: Profile) -> dict[str, Document]:
    """What the code says today, by language. Raises NoticeIncomplete."""
    texts, lacking = {}, []
    for language in profile.languages:
        words = Words(language)
        texts[language] = compose(profile, words)
        lacking += words.lacking
    if lacking:
        raise NoticeIncomplete("; ".join(lacking))
    return texts


def in_force() -> Notice | None:
    return Notice.objects.filter(effective_on__lte=localdate(now())).order_by("-number").first()


def announced() -> list[Notice]:
    """Versions that are published and do not hold yet, the next first."""
    return list(Notice.objects.filter(effective_on__gt=localdate(now())).order_by("effective_on", "number"))


def text_of(notice: Notice, language: str) -> NoticeText:
    """In that language, or in the first that was published."""
    texts = {text.language: text for text in notice.texts.order_by("id")}
    return texts.get(language) or next(iter(texts.values()))


def hashes(notice: Notice) -> dict[str, str]:
    return dict(notice.texts.values_list("language", "sha256"))


def sha256(text: Document) -> str:
    return hashlib.sha256(json.dumps(text, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def faults(profile: Profile) -> list[str]:
    """Whether the published notice says what the house does, and is what was published."""
    try:
        today = {language: sha256(text) for language, text in composed(profile).items()}
    except NoticeIncomplete as error:
        return str(error).split("; ")
    standing = [notice for notice in (in_force(), *announced()) if notice]
    found = [
        f"version {text.notice_id} of the notice was changed after it was published ({text.language})"
        for text in NoticeText.objects.order_by("notice_id", "id")
        if sha256(text.content) != text.sha256
    ]
    if today not in [hashes(notice) for notice in standing]:
        found.append("the notice is not what the house does: see `fortell notice diff`, then `fortell notice publish`")
    return found


def _is_other_controller(newest: Notice, texts: Mapping[str, Document]) -> bool:
    """Another name or number than before. To name oneself for the first time is no change."""
    before = next(iter(newest.texts.all())).content["controller"]
    return bool(before["name"]) and before != next(iter(texts.values()))["controller"]
