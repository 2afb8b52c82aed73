"""GDPRBench's mixes, ported small: our rows beside the same tables unsealed, unlogged and unchecked.

    python benchmarks/gdprbench.py [--postgresql] [--records 1000] [--operations 1000]

Shastri et al., "Understanding and Benchmarking the Impact of GDPR on Database Systems" (VLDB 2020), with the shares of
their published workload files. A record is an answer with its words, its data subject a memoir of ten answers. Ours:
her consent is asked, a key is made, opened or destroyed, words are sealed and bound, and every act leaves a line in the
audit chain. The twin does the same to the same Django models, with the words in the open and nothing else. Both run
in one process, one after the other, on a database of their own each. Prints seconds for each mix, and their ratio.
"""

import argparse
import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from memoirs import open_house, words

BY_ONE = 10  # records of one person
# operation → share, as in the workload files; "of" is how records are chosen.
MIXES: dict[str, tuple[str, dict[str, float]]] = {
    "customer": ("zipf", {"read": 0.2, "read_about": 0.2, "update": 0.2, "update_about": 0.2, "delete": 0.2}),
    "controller": ("uniform", {"create": 0.25, "delete": 0.2, "delete_person": 0.05, "update_about": 0.5}),
    "processor": ("uniform", {"read": 0.2, "read_about": 0.8}),
}


class Ours:
    """The stack as it is: consent, keys, seals, audit."""

    def __init__(self) -> None:
        from fortell.people.permissions import OPERATOR

        self.by = OPERATOR

    def person(self) -> Any:
        from fortell.people.models import Role
        from fortell.story.actions import NewMember, consent_by_statement, create_memoir

        people = (NewMember(role=Role.STORYTELLER, name="Alma Solvang"),)
        memoir = create_memoir(title="A Headwind Both Ways", language="en", people=people, by=self.by)
        consent_by_statement(memoir=memoir, statement="Invented.", by=self.by)
        return memoir

    def create(self, memoir: Any, number: int, text: str) -> Any:
        from django.db import transaction

        from fortell.kit.ids import new_id
        from fortell.privacy import audit
        from fortell.privacy.terms import Use
        from fortell.privacy.vault.opening import opened
        from fortell.story.models import Answer, AnswerVersion

        opening = opened(scope=memoir.id, use=Use.BOOK)
        answer = Answer(id=new_id(), memoir=memoir, number=number, given_by="operator")
        opening.make_keys([answer.id])
        version = AnswerVersion(answer=answer, number=1, written_by="operator")
        opening.seal(version, text=text)
        with transaction.atomic():
            answer.save(force_insert=True)
            version.save(force_insert=True)
            audit.record(self.by, "answer.given", answer, scope=memoir.id, fields=("text",))
        return answer

    def read(self, answer: Any) -> str:
        from fortell.privacy.terms import Use
        from fortell.privacy.vault.opening import opened
        from fortell.story.models import AnswerVersion

        version = AnswerVersion.objects.filter(answer=answer).latest("number")
        return opened(scope=answer.memoir_id, use=Use.BOOK, item=answer.id).text(version, "text")

    def read_about(self, answer: Any) -> object:
        from fortell.privacy import consent
        from fortell.story.models import Answer

        consent.require(scope=answer.memoir_id)
        return Answer.objects.get(id=answer.id).given_at

    def update(self, answer: Any, text: str) -> None:
        from django.db import transaction

        from fortell.privacy import audit
        from fortell.privacy.terms import Use
        from fortell.privacy.vault.opening import opened
        from fortell.story.models import AnswerVersion

        opening = opened(scope=answer.memoir_id, use=Use.BOOK, item=answer.id)
        number = AnswerVersion.objects.filter(answer=answer).latest("number").number + 1
        version = AnswerVersion(answer=answer, number=number, written_by="operator")
        opening.seal(version, text=text)
        with transaction.atomic():
            version.save(force_insert=True)
            audit.record(self.by, "answer.corrected", answer, scope=answer.memoir_id, fields=("text",))

    def update_about(self, answer: Any) -> None:
        from django.db import transaction

        from fortell.kit.clock import now
        from fortell.privacy import audit
        from fortell.story.models import Answer

        with transaction.atomic():
            Answer.objects.filter(id=answer.id).update(withheld_at=now())
            audit.record(self.by, "answer.withheld", answer, scope=answer.memoir_id)

    def delete(self, answer: Any) -> None:
        from django.db import transaction

        from fortell.privacy import audit
        from fortell.privacy.vault import keys

        keys.destroy([answer.id], scope=answer.memoir_id)
        with transaction.atomic():
            audit.record(self.by, "answer.deleted", answer, scope=answer.memoir_id)
            answer.delete()

    def delete_person(self, memoir: Any) -> None:
        from fortell.privacy import erasure

        erasure.erase_scope(memoir.id)


class Plain:
    """The same tables without any of it. `SealedField` wants its mark before the bytes; the words follow it open."""

    def person(self) -> Any:
        from fortell.privacy.vault.fields import FORMAT
        from fortell.story.models import Memoir

        return Memoir.objects.create(language="en", title=FORMAT, subtitle=FORMAT)

    def create(self, memoir: Any, number: int, text: str) -> Any:
        from django.db import transaction

        from fortell.privacy.vault.fields import FORMAT
        from fortell.story.models import Answer, AnswerVersion

        with transaction.atomic():
            answer = Answer.objects.create(memoir=memoir, number=number, given_by="operator")
            AnswerVersion.objects.create(answer=answer, number=1, text=FORMAT + text.encode(), written_by="operator")
        return answer

    def read(self, answer: Any) -> str:
        from fortell.story.models import AnswerVersion

        return bytes(AnswerVersion.objects.filter(answer=answer).latest("number").text)[2:].decode()

    def read_about(self, answer: Any) -> object:
        from fortell.story.models import Answer

        return Answer.objects.get(id=answer.id).given_at

    def update(self, answer: Any, text: str) -> None:
        from django.db import transaction

        from fortell.privacy.vault.fields import FORMAT
        from fortell.story.models import AnswerVersion

        number = AnswerVersion.objects.filter(answer=answer).latest("number").number + 1
        with transaction.atomic():
            AnswerVersion.objects.create(
                answer=answer, number=number, text=FORMAT + text.encode(), written_by="operator"
            )

    def update_about(self, answer: Any) -> None:
        from django.db import transaction

        from fortell.kit.clock import now
        from fortell.story.models import Answer

        with transaction.atomic():
            Answer.objects.filter(id=answer.id).update(withheld_at=now())

    def delete(self, answer: Any) -> None:
        answer.delete()

    def delete_person(self, memoir: Any) -> None:
        memoir.delete()


class Records:
    """What there is, chosen from as the mix says; what was deleted is not chosen again."""

    def __init__(self, side: Any, count: int, chance: random.Random) -> None:
        self.side, self.chance, self.texts = side, chance, words(7)
        self.people: list[Any] = []
        self.alive: list[Any] = []
        self.of_person: dict[Any, int] = {}
        while len(self.alive) < count:
            self.grow()

    def grow(self) -> None:
        person = self.side.person()
        self.people.append(person)
        for _record in range(BY_ONE):
            self.add(person)

    def add(self, person: Any) -> None:
        self.of_person[person.id] = self.of_person.get(person.id, 0) + 1
        self.alive.append(self.side.create(person, self.of_person[person.id], next(self.texts)))

    def one(self, how: str) -> int:
        if how == "uniform":
            return self.chance.randrange(len(self.alive))
        return min(int(self.chance.paretovariate(1.0)) - 1, len(self.alive) - 1)

    def do(self, operation: str, how: str) -> None:
        if operation == "create":
            self.add(self.chance.choice(self.people))
        elif operation == "delete":
            self.side.delete(self.alive.pop(self.one(how)))
        elif operation == "delete_person":
            person = self.people.pop(self.chance.randrange(len(self.people)))
            self.alive = [answer for answer in self.alive if answer.memoir_id != person.id]
            self.side.delete_person(person)
        elif operation == "update":
            self.side.update(self.alive[self.one(how)], next(self.texts))
        else:
            getattr(self.side, operation)(self.alive[self.one(how)])


def run(side: Any, mix: str, records: int, operations: int) -> float:
    """Seconds for so many operations of a mix. The same seed gives both sides the same work."""
    chance = random.Random(11)
    how, shares = MIXES[mix]
    held = Records(side, records, chance)
    chosen = chance.choices(list(shares), weights=list(shares.values()), k=operations)
    start = time.perf_counter()
    for operation in chosen:
        held.do(operation, how)
    return time.perf_counter() - start


@contextmanager
def house(folder: Path, *, postgresql: bool) -> Iterator[None]:
    with ExitStack() as stack:
        if postgresql:
            from tests import postgres

            os.environ |= stack.enter_context(postgres.running())
        open_house(folder)
        yield


def in_its_own_process(task: Callable[[], None]) -> None:
    """A house of its own for each: Django is set up once in a process."""
    child = os.fork()
    if child == 0:
        task()
        os._exit(0)
    _pid, status = os.waitpid(child, 0)
    if status:
        raise SystemExit(f"a side failed: {status}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--records", type=int, default=1000)
    parser.add_argument("--operations", type=int, default=1000)
    parser.add_argument("--postgresql", action="store_true")
    chosen = parser.parse_args()
    print("PostgreSQL" if chosen.postgresql else "SQLite", f"{chosen.records} records, {chosen.operations} operations")
    for mix in MIXES:
        in_its_own_process(lambda mix=mix: compare(mix, chosen))  # type: ignore[misc]


def compare(mix: str, chosen: argparse.Namespace) -> None:
    with tempfile.TemporaryDirectory() as folder, house(Path(folder), postgresql=chosen.postgresql):
        plain = run(Plain(), mix, chosen.records, chosen.operations)
        ours = run(Ours(), mix, chosen.records, chosen.operations)
        print(f"{mix:<11} ours {ours:6.2f} s, plain {plain:6.2f} s, ratio {ours / plain:4.1f}", flush=True)


if __name__ == "__main__":
    main()
