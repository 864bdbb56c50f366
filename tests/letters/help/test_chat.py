"""Speaking to a language model: a real server on this machine, and every way in which it can disappoint."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from outreach.letters.help.chat import (
    Endpoint,
    ModelUnavailable,
    Reach,
    UnusableAddress,
    complete,
    judged,
)
from tests.letters.help.model_server import ANSWER, Model, model_server

ALONE = Reach(local=True)
SHARED = Reach(local=False)
ASKED = [{"role": "user", "content": "Say something."}]


@pytest.fixture
def model() -> Iterator[Model]:
    with model_server() as model:
        yield model


def ask(model: Model, *, reach: Reach = ALONE, key: str = "", patience: float = 5) -> str:
    endpoint = Endpoint.of(model.url)
    return complete(endpoint, model="ada-1", key=key, messages=ASKED, reach=reach, patience=patience)


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
        (200, b'{"choices": [{"message": {"content": "  "}}]}', "is empty"),
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
    with pytest.raises(ModelUnavailable, match="Is the model running"):
        ask(Model(url="http://127.0.0.1:9/v1"))


def test_on_a_shared_instance_nothing_inside_the_network_is_asked(model: Model) -> None:
    with pytest.raises(UnusableAddress, match="OUTREACH_MODEL_HOSTS"):
        ask(model, reach=SHARED)
    assert model.asked == []


def test_the_operator_can_allow_one_host_inside(model: Model) -> None:
    listed = Reach.of(open_signup=True, hosts=f"models.example, {model.url[7:-3]}")
    assert ask(model, reach=listed) == ANSWER


def resolving_to(*addresses: str) -> Any:
    return lambda host, port, type: [(2, 1, 6, "", (address, port)) for address in addresses]


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.1.4", "100.64.0.1", "::1", "fd00::1", "::ffff:10.0.0.1",
     "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "169.254.169.254", "0.0.0.0",
     "224.0.0.1", "fe80::1%eth0"],
)  # fmt: skip
def test_no_address_but_a_public_one_is_asked_on_a_shared_instance(address: str) -> None:
    with pytest.raises(UnusableAddress):
        judged(Endpoint.of("https://models.example/v1"), SHARED, resolve=resolving_to(address))


def test_one_private_address_among_public_ones_spoils_them_all() -> None:
    resolve = resolving_to("93.184.216.34", "10.0.0.1")
    with pytest.raises(UnusableAddress):
        judged(Endpoint.of("https://models.example/v1"), SHARED, resolve=resolve)


def test_the_connection_goes_to_the_address_that_was_judged() -> None:
    resolve = resolving_to("93.184.216.34")
    assert judged(Endpoint.of("https://models.example/v1"), SHARED, resolve=resolve) == "93.184.216.34"


def test_whoever_is_alone_may_ask_their_own_machine_but_no_cloud_s_own_data() -> None:
    local = Endpoint.of("http://ollama.home:11434/v1")
    assert judged(local, ALONE, resolve=resolving_to("192.168.1.4")) == "192.168.1.4"
    with pytest.raises(UnusableAddress):
        judged(local, ALONE, resolve=resolving_to("169.254.169.254"))


def test_a_key_never_crosses_the_internet_unencrypted() -> None:
    with pytest.raises(UnusableAddress, match="https"):
        judged(Endpoint.of("http://models.example/v1"), ALONE, resolve=resolving_to("93.184.216.34"))


@pytest.mark.parametrize(
    "address",
    ["", "localhost:11434", "ftp://a.example", "http://", "https://u:p@a.example", "https://a.example/v1?key=1",
     "https://a.example/v1#x", "http://a.example:99999", "https://a.example/v 1", "http://[::1", "https://ä\x00.example"],
)  # fmt: skip
def test_what_cannot_be_an_address_is_refused(address: str) -> None:
    with pytest.raises(UnusableAddress):
        Endpoint.of(address)


@pytest.mark.parametrize(
    "address", ["https://a.example/v1", "https://a.example/v1/", "https://a.example/v1/chat/completions"]
)
def test_the_address_may_end_where_people_copy_it_from(address: str) -> None:
    assert Endpoint.of(address).path == "/v1/chat/completions"
