"""Speaking to a language model: a real server on this machine, and every way in which it can disappoint."""

import socket
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from outreach.config import Config
from outreach.letters.help.chat import ModelUnavailable, UnusableAddress, complete, endpoint_of, way_to_models
from outreach.outbound import Outbound
from tests.conftest import ENCRYPTION_KEY, SECRET_KEY
from tests.letters.help.model_server import ANSWER, Model, model_server

ASKED = [{"role": "user", "content": "Say something."}]


def way(*, is_shared: bool = False, allow: str = "") -> Outbound:
    config = Config(SECRET_KEY, ENCRYPTION_KEY, open_signup=is_shared, outbound_allow=allow)
    return way_to_models(Outbound.of(config), is_shared=is_shared)


ALONE, SHARED = way(), way(is_shared=True)


@pytest.fixture
def model() -> Iterator[Model]:
    with model_server() as model:
        yield model


def ask(model: Model, *, way: Outbound = ALONE, key: str = "", patience: float = 5) -> str:
    within = timedelta(seconds=patience)
    return complete(model.url, model="ada-1", key=key, messages=ASKED, way=way, patience=within)


def test_a_model_is_asked_once_and_its_words_come_back(model: Model) -> None:
    assert ask(model, key="sesame") == ANSWER
    assert model.asked == [{"model": "ada-1", "messages": ASKED, "stream": False, "temperature": 0.4}]
    assert model.keys == ["Bearer sesame"]
    assert model.paths == ["/v1/chat/completions"]


def test_without_a_key_none_is_sent(model: Model) -> None:
    ask(model)
    assert model.keys == [""]


@pytest.mark.parametrize(
    ("status", "raw", "told"),
    [
        (401, b"{}", "does not accept the key"),
        (404, b'{"error": {"message": "model ada-1 not found"}}', "It says: “model ada-1 not found”"),
        (429, b'{"error": "slow down"}', "enough requests for now"),
        (500, b"<html>", "status 500"),
        (302, b"", "points to another address"),
        (200, b"not JSON", "not in the form"),
        (200, b'{"choices": []}', "not in the form"),
        (200, b"[" * 100_000, "not in the form"),
        (200, b" " * 600_000, "far more than a letter"),
    ],
)
def test_a_model_that_cannot_help_is_told_in_a_sentence(
    model: Model, status: int, raw: bytes, told: str
) -> None:
    model.status, model.raw = status, raw
    with pytest.raises(ModelUnavailable, match=told):
        ask(model)
    assert len(model.asked) == 1  # nothing is followed, nothing is tried again


def test_a_server_that_drips_its_answer_is_cut_off(model: Model) -> None:
    model.drips = 0.05
    began = time.monotonic()
    with pytest.raises(ModelUnavailable, match="took too long"):
        ask(model, patience=0.4)
    assert time.monotonic() - began < 3


def test_a_model_that_is_not_running_is_told() -> None:
    with pytest.raises(ModelUnavailable, match="Is it running"):
        ask(Model(url="http://127.0.0.1:9/v1"))


def test_on_a_shared_instance_nothing_inside_the_network_is_asked(model: Model) -> None:
    with pytest.raises(UnusableAddress, match="OUTREACH_OUTBOUND_ALLOW"):
        ask(model, way=SHARED)
    assert model.asked == []


def test_the_operator_can_open_one_place_inside(model: Model) -> None:
    opened = way(is_shared=True, allow=model.url.removeprefix("http://").removesuffix("/v1"))
    assert ask(model, way=opened) == ANSWER


def resolving_to(address: str, way: Outbound) -> Outbound:
    def dial(_where: tuple[str, int], _seconds: float) -> socket.socket:
        raise AssertionError("nothing may be connected to")

    return replace(way, web=replace(way.web, resolve=lambda _host, _port: [address], dial=dial))


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.4", "::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "169.254.169.254"],
)
def test_a_public_name_for_a_private_address_is_seen_through(address: str) -> None:
    with pytest.raises(UnusableAddress):
        ask(Model(url="https://models.example/v1"), way=resolving_to(address, SHARED))


def test_whoever_is_alone_may_ask_their_own_machine_but_no_cloud_s_own_data() -> None:
    with pytest.raises(UnusableAddress):
        ask(Model(url="http://models.lan/v1"), way=resolving_to("169.254.169.254", ALONE))


@pytest.mark.parametrize("url", ["http://models.example/v1", "http://93.184.216.34/v1"])
def test_a_key_never_crosses_the_internet_unencrypted(url: str) -> None:
    with pytest.raises(UnusableAddress, match="https"):
        ask(Model(url=url))


@pytest.mark.parametrize(
    "address",
    ["", "localhost:11434", "ftp://a.example", "http://", "https://u:p@a.example", "https://a.example/v1?key=1",
     "https://a.example/v1#x", "http://a.example:99999", "https://a.example/v 1", "http://[::1", "https://ä\x00.example"],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused(address: str) -> None:
    with pytest.raises(UnusableAddress):
        endpoint_of(address)


@pytest.mark.parametrize(
    "address", ["https://a.example/v1", "https://a.example/v1/", "https://a.example/v1/chat/completions"]
)
def test_the_address_may_end_where_people_copy_it_from(address: str) -> None:
    assert endpoint_of(address).path == "/v1/chat/completions"
