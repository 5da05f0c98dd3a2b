"""From where somebody asks: proxies are believed as far as they are trusted."""

import pytest
from django.test import RequestFactory, override_settings

from reencuentro.web.addresses import place_of


@pytest.mark.parametrize(
    ("proxies", "written", "place"),
    [
        (0, "203.0.113.9", "192.0.2.0/24"),
        (1, "203.0.113.9", "203.0.113.0/24"),
        (1, "10.6.6.6, 203.0.113.9", "203.0.113.0/24"),
        (2, "198.51.100.1, 203.0.113.9", "198.51.100.0/24"),
        (2, "203.0.113.9", "192.0.2.0/24"),
        (1, "2001:db8:1:2ff::1", "2001:db8:1:200::/56"),
        (1, "no address", "nowhere"),
    ],
)
def test_only_what_trusted_proxies_wrote_is_believed(proxies: int, written: str, place: str) -> None:
    request = RequestFactory().get("/", REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR=written)
    with override_settings(TRUSTED_PROXIES=proxies):
        assert place_of(request) == place
