"""The running house: pages from granian, jobs from a worker process beside it."""

import multiprocessing
import os
import subprocess
import sys
import threading

from fortell.config.listening import granian, refuse_taken_port
from fortell.config.sample import sample_links
from fortell.config.standing import write_standing_pages
from fortell.kit.installation import installation
from fortell.privacy.backup import closing

WORKER_PAUSE = 1.0  # seconds before a worker that ended is started again


def serve(*, sample: bool) -> int:
    """Serve until Ctrl-C. What was accepted by then is stored; queued jobs go on at the next start. Raises Refused."""
    house = installation()
    refuse_taken_port(house.server)
    write_standing_pages()
    links = sample_links() if sample else []
    over = threading.Event()
    supervisor = threading.Thread(target=_keep_worker, args=(over,), daemon=True)
    if house.work.embedded:
        supervisor.start()
    # A forked child would inherit libvips' locks without the threads that release them, and wait for ever.
    multiprocessing.set_start_method("spawn")
    print(_welcome(house.address, links), flush=True)
    try:
        granian("fortell.config.asgi:application").serve()
    finally:
        over.set()
        if supervisor.is_alive():
            supervisor.join()
    return 0


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
