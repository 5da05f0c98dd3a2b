"""From where somebody asks: the network, not the machine, as far as trusted proxies tell; and which page of ours."""

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

_PREFIXES = {4: 24, 6: 56}  # bits that one household or office usually shares


def place_of(request: HttpRequest) -> str:
    """The network that the request comes from, as 192.0.2.0/24; "nowhere" where nothing tells.

    Of X-Forwarded-For only what trusted proxies have written is believed: their own entries, counted from the right.
    """
    told = [entry.strip() for entry in request.headers.get("X-Forwarded-For", "").split(",")]
    # The stubs know the settings of the registry alone.
    proxies: int = settings.TRUSTED_PROXIES  # type: ignore[misc]
    address = told[-proxies] if proxies and len(told) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        read = ip_address(address)
    except ValueError:
        return "nowhere"
    return str(ip_network((read, _PREFIXES[read.version]), strict=False))


def page_of_ours(address: str, request: HttpRequest) -> str:
    """The address, if it is a whole one and of this place; else our first page."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if ours and address.startswith(("/", "http")) else reverse("home")
