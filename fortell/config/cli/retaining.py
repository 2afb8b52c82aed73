"""Commands about how long things are kept: the timetable, the sweep, legal holds."""

import argparse
from datetime import UTC, date, datetime
from typing import Any

from fortell.config.cli.house import memoir_named, open_house
from fortell.config.cli.refusal import Refused, Said

GROUNDS = ("claim", "duty", "order")


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    times = commands.add_parser("timetable", parents=[shared], help="what is done every day, and when it last was")
    times.set_defaults(run=show_timetable)

    broom = commands.add_parser("sweep", parents=[shared], help="delete what is due now; the worker does it daily")
    broom.add_argument("--dry-run", action="store_true", help="only tell what would go, and what goes next")
    broom.set_defaults(run=sweep_now)

    held = commands.add_parser("hold", parents=[shared], help="legal hold: keep a memoir from sweep and erasure")
    held.add_argument("code", nargs="?", help="without one: which holds stand")
    held.add_argument("--ground", choices=GROUNDS, help="a legal claim, a duty by law, an order of an authority")
    held.add_argument("--until", type=date.fromisoformat, metavar="YYYY-MM-DD", help="when it is meant to end")
    held.add_argument("--lift", action="store_true", help="let sweep and erasure reach it again")
    held.set_defaults(run=hold_or_lift)


def show_timetable(_arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.kit.jobs import daily_jobs
    from fortell.kit.models import DailyRun, Job

    days = dict(DailyRun.objects.values_list("job", "day"))
    rows = []
    for entry in daily_jobs():
        last = Job.objects.filter(name=entry.job).order_by("-created_at").first()
        rows.append(
            {
                "job": entry.job,
                "at": f"{entry.at:%H:%M} UTC",
                "last": days[entry.job].isoformat() if last and entry.job in days else None,
                "state": last.state if last else None,
            }
        )
    lines = [f"{row['at']}  {row['job']:<24} {_last(row)}" for row in rows]
    return Said(text="\n".join(lines), data=rows)


def _last(row: dict[str, str | None]) -> str:
    return f"last for {row['last']}: {row['state']}" if row["last"] else "not yet"


def sweep_now(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.privacy import retention

    if not arguments.dry_run:
        gone = retention.sweep()
        return Said(text="\n".join(f"{name}: {count} deleted" for name, count in gone.items()) or "Nothing.", data=gone)
    found = [
        {
            "kind": one.name,
            "rule": one.rule.key,
            "due": one.due,
            "next": one.next.isoformat(timespec="seconds") if one.next else None,
        }
        for one in retention.outlook()
    ]
    lines = [f"{one['kind']:<34} {one['rule']:<18} {one['due']:>6} due  {_next(one)}" for one in found]
    return Said(text="\n".join(lines), data=found)


def _next(one: dict[str, Any]) -> str:
    return f"the oldest on {one['next'][:10]}" if one["next"] else "nothing waits"


def hold_or_lift(arguments: argparse.Namespace) -> Said:
    open_house()
    from fortell.people.permissions import OPERATOR
    from fortell.privacy import holds
    from fortell.privacy.models import LegalHold

    if not arguments.code:
        return _standing_holds()
    scope = memoir_named(arguments.code).id
    try:
        if arguments.lift:
            holds.lift(scope=scope, by=OPERATOR)
            return Said(text=f"{arguments.code} is no longer on hold.", data={"code": arguments.code, "held": False})
        if not (arguments.ground and arguments.until):
            raise Refused("A hold needs a ground and an end: --ground claim|duty|order --until YYYY-MM-DD")
        end = datetime.combine(arguments.until, datetime.min.time(), UTC)
        set_now = holds.hold(scope=scope, ground=LegalHold.Ground(arguments.ground), until=end, by=OPERATOR)
    except holds.NotHeld as error:
        raise Refused(f"{arguments.code} is not on hold.") from error
    except holds.EndsInThePast as error:
        raise Refused("The end of a hold must still be to come.") from error
    text = f"{arguments.code} is on hold ({set_now.ground}); meant to end on {arguments.until}. Lift it with --lift."
    return Said(text=text, data={"code": arguments.code, "held": True, "until": arguments.until.isoformat()})


def _standing_holds() -> Said:
    from fortell.privacy import holds
    from fortell.story.models import Memoir

    codes = dict(Memoir.objects.filter(id__in=holds.held()).values_list("id", "code"))
    rows = [
        {"code": codes.get(one.scope), "scope": str(one.scope), "ground": one.ground, "until": f"{one.until:%Y-%m-%d}"}
        for one in holds.standing_holds()
    ]
    lines = [f"{row['code'] or row['scope']}  {row['ground']}  until {row['until']}" for row in rows]
    return Said(text="\n".join(lines) or "Nothing is on hold.", data=rows)
