"""Commands that stay: the server and the worker."""

import argparse
import os
from pathlib import Path
from typing import Any

from fortell.config.cli.house import open_house
from fortell.config.cli.refusal import Refused

HTTPS = 443


def add_commands(commands: Any, shared: argparse.ArgumentParser) -> None:
    serve = commands.add_parser("serve", parents=[shared], help="start the server, and a worker with it")
    serve.add_argument("--sample", action="store_true", help="load the invented sample family and print its links")
    serve.add_argument("--domain", metavar="NAME", help="serve others under this name, with TLS")
    serve.add_argument("--certificate", type=Path, metavar="FILE", help="its certificate, with the chain (PEM)")
    serve.add_argument("--private-key", type=Path, metavar="FILE", help="the certificate's private key (PEM)")
    serve.add_argument("--port", type=int, help="else 443 with --domain, 8000 without")
    serve.set_defaults(run=serve_pages)
    worker = commands.add_parser("worker", parents=[shared], help="carry out jobs until stopped")
    worker.set_defaults(run=carry_out_jobs)


def serve_pages(arguments: argparse.Namespace) -> int:
    if arguments.port:
        os.environ["FORTELL_SERVER_PORT"] = str(arguments.port)
    if arguments.domain:
        _under_domain(arguments)
    if arguments.sample:  # on one's own terminal the links should not drown in a line a request
        os.environ.setdefault("FORTELL_LOGS_LEVEL", "warning")
    open_house(even_closed=True)  # pages then say that they are closed
    from fortell.config.serving import serve

    return serve(sample=arguments.sample)


def _under_domain(arguments: argparse.Namespace) -> None:
    """Choose what serving others takes, for this process and those it starts. Raises Refused."""
    if arguments.sample:
        raise Refused("The sample family is for your own machine; leave out --sample to serve others.")
    for name, file in (("--certificate", arguments.certificate), ("--private-key", arguments.private_key)):
        if not (file and file.is_file()):
            raise Refused(f"{name} names a PEM file; without one, phones will not trust the page.")
    port = arguments.port or HTTPS
    os.environ |= {
        "FORTELL_SERVER_HOST": "0.0.0.0",  # noqa: S104 - that is what is asked for
        "FORTELL_SERVER_PORT": str(port),
        "FORTELL_SERVER_ADDRESS": f"https://{arguments.domain}" + ("" if port == HTTPS else f":{port}"),
        "FORTELL_SERVER_SECURE": "true",
        "FORTELL_SERVER_CERTIFICATE": str(arguments.certificate.resolve()),
        "FORTELL_SERVER_PRIVATE_KEY": str(arguments.private_key.resolve()),
    }


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
