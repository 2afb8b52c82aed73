"""The server's ear: one port, TLS where there is a certificate. It knows nothing of Django."""

import socket
from pathlib import Path

from granian.constants import Interfaces, SSLProtocols
from granian.log import LogLevels
from granian.server import MPServer

from fortell.config.cli.refusal import Refused
from fortell.kit.installation import Server as ServerSettings
from fortell.kit.installation import installation


def refuse_taken_port(server: ServerSettings) -> None:
    try:
        socket.create_server((server.host, server.port)).close()
    except OSError as error:
        raise Refused(
            f"Port {server.port} on {server.host} can't be used ({error.strerror}). Is Fortell running already? "
            "Another port: FORTELL_SERVER_PORT=8001"
        ) from error


def granian(application: str) -> MPServer:
    house = installation()
    return MPServer(
        application,
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
