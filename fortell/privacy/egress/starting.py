"""At the start of every process: settings looked at, the gate installed, the sockets locked."""

from fortell.kit import gate, mail, mailbox
from fortell.privacy.egress.passing import EgressGate
from fortell.privacy.egress.permits import register_bar
from fortell.privacy.egress.recipients import processors_with
from fortell.privacy.egress.registry import open_hosts, refuse_unnamed_hosts
from fortell.privacy.egress.sockets import lock
from fortell.privacy.rights import notices, restriction


def watch_the_way_out() -> None:
    """Raises SettingsError where a setting names a host that is nobody's, or one where data must not lie."""
    mail.refuse_bad_settings()
    mailbox.refuse_bad_settings()
    refuse_unnamed_hosts()
    register_bar("restriction", lambda scope, _subject: restriction.is_restricted(scope))
    notices.who_received(processors_with)
    gate.install(EgressGate())
    lock(open_hosts())
