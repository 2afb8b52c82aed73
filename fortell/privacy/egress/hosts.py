"""Names of hosts: told apart from addresses, and from what never leaves this machine."""

import ipaddress


def plain(host: str) -> str:
    """The name as it is compared: lower case, in ASCII (IDNA), without the dot of the root."""
    name = host.strip().rstrip(".").lower()
    try:
        return name.encode("idna").decode()
    except UnicodeError:
        return name


def address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address that a text is, or None where it is a name. IPv4 written as IPv6 counts as what it is."""
    try:
        found = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def stays_here(host: str) -> bool:
    """Whether it is this machine: loopback, the unspecified address (which connects to loopback), a Unix socket."""
    if not host or host.startswith(("/", "@")) or plain(host) == "localhost":
        return True
    found = address(host)
    return found is not None and (found.is_loopback or found.is_unspecified)
