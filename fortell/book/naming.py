"""A passage with its people named as the storyteller chose, and back: what is stored keeps her own words.

Choices are applied whenever the draft is read, so a new one counts at once, in what people edited too.
"""

from dataclasses import replace
from typing import Final

from fortell.book.bodies import Body, BodySentence
from fortell.story.naming import Naming, Place

QUOTING: Final = "“”«"  # as questions of ours quote her


def places_kept(body: Body, naming: Naming) -> list[int]:
    """Which sentences of a body stand in it: those that name nobody who is left out, and do not wait for her."""
    return [
        at
        for at, one in enumerate(body.sentences)
        if not any(map(naming.leaves_out, _strings(one)))
        and not naming.holds_back(one.text, *places_of(one), typed=bool(one.by))
    ]


def waits(body: Body, naming: Naming) -> bool:
    """Whether a sentence of it waits until she has decided."""
    return any(not one.by and naming.waits(one.text, *places_of(one)) for one in body.sentences)


def places_of(one: BodySentence) -> list[Place]:
    """Where a sentence comes from."""
    return [
        Place(item=source.answer, version=source.version, start=source.start, end=source.end) for source in one.sources
    ]


def as_wished(body: Body, naming: Naming) -> Body:
    """The body as it is read; a question that names somebody who is left out, or quotes what waits, is empty."""
    quotes_waiting = any(sign in body.text for sign in QUOTING) and naming.waits(body.text)
    return replace(
        body,
        text="" if naming.leaves_out(body.text) or quotes_waiting else naming.renamed(body.text),
        sentences=tuple(_sentence(body.sentences[at], naming) for at in places_kept(body, naming)),
    )


def as_told(body: Body, stored: Body, naming: Naming) -> Body:
    """A body that was edited as it is read, with every sentence that nobody touched as it is stored.

    What is left out was not there to be edited: it keeps its place behind the sentence it stood behind.
    """
    kept = places_kept(stored, naming)
    shown = {_sentence(stored.sentences[at], naming): at for at in kept}
    edited = [(shown[one], stored.sentences[shown[one]]) if one in shown else (-1, one) for one in body.sentences]
    for hidden in sorted(set(range(len(stored.sentences))) - set(kept)):
        behind = [place for place, (at, _one) in enumerate(edited) if 0 <= at < hidden]
        edited.insert(max(behind, default=-1) + 1, (hidden, stored.sentences[hidden]))
    return replace(body, text=stored.text, sentences=tuple(one for _at, one in edited))


def _strings(one: BodySentence) -> list[str]:
    changes = [text for change in one.changes for text in (change.before, change.after)]
    return [one.text, one.refused, *one.not_said, *changes]


def _sentence(one: BodySentence, naming: Naming) -> BodySentence:
    say = naming.renamed
    return replace(
        one,
        text=say(one.text),
        refused=say(one.refused),
        not_said=tuple(map(say, one.not_said)),
        changes=tuple(replace(change, before=say(change.before), after=say(change.after)) for change in one.changes),
        doubts=tuple(
            replace(doubt, word=say(doubt.word), instead=say(doubt.instead))
            for doubt in one.doubts
            if not (naming.leaves_out(doubt.word) or naming.leaves_out(doubt.instead))
        ),
    )
