"""At the start of every process: settings looked at, the gate installed, the sockets locked."""

from fortell.kit import gate, mail
from fortell.privacy.egress.passing import EgressGate
from fortell.privacy.egress.registry import open_hosts, refuse_unnamed_hosts
from fortell.privacy.egress.sockets import lock


def watch_the_way_out() -> None:
    """Raises SettingsError where a setting names a host that is nobody's, or one where data must not lie."""
    mail.refuse_bad_settings()
    refuse_unnamed_hosts()
    gate.install(EgressGate())
    lock(open_hosts())
