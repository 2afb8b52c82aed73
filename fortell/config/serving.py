"""The running house: pages from granian, jobs from a worker process beside it."""

import multiprocessing
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path

from django.core.management import call_command
from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import MPServer

from fortell.config.cli.refusal import Refused
from fortell.config.sample import sample_links
from fortell.kit.installation import Server as ServerSettings
from fortell.kit.installation import installation
from fortell.privacy.backup import closing

WORKER_PAUSE = 1.0  # seconds before a worker that ended is started again


def serve(*, sample: bool) -> int:
    """Serve until Ctrl-C. What was accepted by then is stored; queued jobs go on at the next start. Raises Refused."""
    house = installation()
    _refuse_taken_port(house.server)
    call_command("collectstatic", interactive=False, verbosity=0)
    links = sample_links() if sample else []
    over = threading.Event()
    supervisor = threading.Thread(target=_keep_worker, args=(over,), daemon=True)
    if house.work.embedded:
        supervisor.start()
    # A forked child would inherit libvips' locks without the threads that release them, and wait for ever.
    multiprocessing.set_start_method("spawn")
    print(_welcome(house.address, links), flush=True)
    try:
        _granian().serve()
    finally:
        over.set()
        if supervisor.is_alive():
            supervisor.join()
    return 0


def _refuse_taken_port(server: ServerSettings) -> None:
    try:
        socket.create_server((server.host, server.port)).close()
    except OSError as error:
        raise Refused(
            f"Port {server.port} on {server.host} can't be used ({error.strerror}). Is Fortell running already? "
            "Another port: FORTELL_SERVER_PORT=8001"
        ) from error


def _granian() -> MPServer:
    house = installation()
    return MPServer(
        "fortell.config.asgi:application",
        address=house.server.host,
        port=house.server.port,
        interface=Interfaces.ASGINL,
        workers=1,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
        static_path_route=("/static",),
        static_path_mount=(house.data / "static",),
        ssl_cert=Path(house.server.certificate) if house.server.certificate else None,
        ssl_key=Path(house.server.private_key) if house.server.private_key else None,
        ssl_protocol_min=SSLProtocols.tls12,  # old tablets
    )


def _keep_worker(over: threading.Event) -> None:
    environment = {**os.environ, "FORTELL_DATA": str(installation().data)}
    while not over.is_set():
        if closing.why_closed():  # nothing is made from what may have to be erased again
            over.wait(WORKER_PAUSE)
            continue
        worker = subprocess.Popen([sys.executable, "-P", "-m", "fortell", "worker"], env=environment)
        while worker.poll() is None and not over.wait(0.2):
            pass
        if over.is_set():
            worker.terminate()
            worker.wait()
        over.wait(WORKER_PAUSE)


def _welcome(address: str, links: list[tuple[str, str]]) -> str:
    lines = [f"Fortell is open at {address}", ""]
    lines += [f"  {who}:\n    {link}" for who, link in links]
    if links:
        lines += ["", "Each of these links opens one browser, once; a new start prints new ones."]
    return "\n".join([*lines, "Stop with Ctrl-C. Nothing is lost."])
