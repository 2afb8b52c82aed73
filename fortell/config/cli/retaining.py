"""Commands about how long things are kept: the timetable."""

import argparse
from typing import Any

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Said


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    times = commands.add_parser("timetable", parents=[shared], help="what is done every day, and when it last was")
    times.set_defaults(run=show_timetable)


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
