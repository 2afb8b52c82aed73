"""Commands that stay: the server and the worker."""

import argparse
from typing import Any

from fortell.config.cli.house import open_house


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    serve = commands.add_parser("serve", parents=[shared], help="start the server, and a worker with it")
    serve.add_argument("--sample", action="store_true", help="load the invented sample family and print its links")
    serve.set_defaults(run=serve_pages)
    worker = commands.add_parser("worker", parents=[shared], help="carry out jobs until stopped")
    worker.set_defaults(run=carry_out_jobs)


def serve_pages(arguments: argparse.Namespace) -> int:
    open_house()
    from fortell.config.serving import serve

    return serve(sample=arguments.sample)


def carry_out_jobs(_arguments: argparse.Namespace) -> int:
    open_house()
    import signal
    import threading

    from fortell.kit.jobs import work

    stop = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stop.set())
    work(stop=stop)
    return 0
