"""The one web server: where it listens, and what it says when it cannot."""

import contextlib
import socket

import pytest

from adapters.server import address, open_socket
from bot.errors import SettingsError


def test_a_used_port_is_explained() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(SettingsError, match=f"PORT is {port}, but another program already uses it"):
            open_socket("127.0.0.1", port)


def test_an_address_that_is_not_this_machines_is_explained() -> None:
    with pytest.raises(SettingsError, match=r"HOST=192\.0\.2\.1, PORT=0: .* Use 127\.0\.0\.1"):
        open_socket("192.0.2.1", 0)


def test_the_server_tells_its_address_in_both_notations() -> None:
    with open_socket("localhost", 0) as four:
        assert address(four).startswith("http://127.0.0.1:")
    if socket.has_ipv6:
        with contextlib.suppress(SettingsError), open_socket("::1", 0) as six:
            assert address(six).startswith("http://[::1]:")
