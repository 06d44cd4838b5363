import json
import logging
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from urllib.parse import urlsplit

import pytest
from apprise.plugins.feishu import NotifyFeishu

from notifications.outcomes import Letter, Outcome, Sent
from notifications.transports.apprise_channel import SERVICES, AppriseChannel
from tests.letter import LETTER

SECRET = "canary5e"
LIMIT = SERVICES["feishu"].limit
NOTE = replace(LETTER, channel="feishu", address=f"feishu://{SECRET}")


@dataclass
class Robot:
    """A chat service on the loopback address."""

    status: int = 200
    body: bytes = b'{"code": 0}'
    got: list[str] = field(default_factory=list)
    port: int = 0


@contextmanager
def robot(status: int = 200, body: bytes = b'{"code": 0}') -> Iterator[Robot]:
    heard = Robot(status, body)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            heard.got.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(heard.status)
            self.end_headers()
            self.wfile.write(heard.body)

        def log_message(self, *words):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        heard.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown()
            thread.join()


@pytest.fixture
def feishu_at(monkeypatch):
    """Has Feishu's messages go to a port of this machine."""

    def at(port: int) -> None:
        monkeypatch.setattr(NotifyFeishu, "notify_url", f"http://127.0.0.1:{port}/{{token}}/")

    return at


def test_what_the_service_takes_is_accepted_and_said_to_be_unverified(feishu_at):
    with robot() as service:
        feishu_at(service.port)
        assert AppriseChannel().send(NOTE) == Outcome(Sent.ACCEPTED, "accepted, unverified")
    (said,) = service.got
    assert json.loads(said)["content"]["text"] == "催办：年度报告4月9日到期\n\n年度报告4月9日到期。"


def test_many_messages_do_not_wait_for_each_other(feishu_at, monkeypatch):
    """Apprise pauses for five seconds between two messages of one object."""
    pauses: list[float] = []
    monkeypatch.setattr(NotifyFeishu, "throttle", lambda plugin: pauses.append(plugin.request_rate_per_sec))
    with robot() as service:
        feishu_at(service.port)
        way = AppriseChannel()
        assert {way.send(replace(NOTE, key=str(n))).sent for n in range(3)} == {Sent.ACCEPTED}
    assert pauses == [0, 0, 0]
    assert len(service.got) == 3


def test_a_plugin_that_breaks_stops_nobody_else(monkeypatch):
    def breaks(plugin, **words):
        raise RuntimeError(SECRET)

    monkeypatch.setattr(NotifyFeishu, "send", breaks)
    assert AppriseChannel().send(NOTE).sent is Sent.TRANSIENT


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_what_the_service_refuses_is_tried_again(feishu_at, status):
    with robot(status) as service:
        feishu_at(service.port)
        assert AppriseChannel().send(NOTE) == Outcome(Sent.TRANSIENT, "the channel did not take it")
    assert len(service.got) == 1


def test_a_service_that_is_not_there_is_tried_again(feishu_at):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    feishu_at(port)
    assert AppriseChannel().send(NOTE).sent is Sent.TRANSIENT


@pytest.mark.parametrize(
    "address",
    [
        f"feishu://{SECRET}?verify=no",
        f"feishu://{SECRET}?retry=9&wait=20",
        f"feishu://{SECRET}#x",
        "feishu://",
        "feishu:",
        f"feishu://not a token {SECRET}",
        f"json://169.254.169.254/{SECRET}",
        f"form://10.0.0.1/{SECRET}",
        f"file:///etc/{SECRET}",
        f"syslog://{SECRET}",
        f"https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key={SECRET}",
        f"mailto://office:{SECRET}@mail.example",
        SECRET,
    ],
)
def test_an_address_that_could_send_elsewhere_never_goes(address):
    assert AppriseChannel().send(replace(NOTE, address=address)) == Outcome(
        Sent.PERMANENT, "the address is none of this channel"
    )


@pytest.mark.parametrize("service", SERVICES.values(), ids=SERVICES)
def test_the_host_of_every_service_stands_in_its_plugin(service):
    plugin = getattr(import_module(service.module), service.plugin)
    assert urlsplit(plugin.notify_url).scheme == "https"
    assert urlsplit(plugin.notify_url).hostname in {
        "qyapi.weixin.qq.com",
        "oapi.dingtalk.com",
        "open.feishu.cn",
        "open.larksuite.com",
    }


@pytest.mark.parametrize("channel", SERVICES)
def test_an_address_of_every_service_is_read(channel, monkeypatch):
    plugin = getattr(import_module(SERVICES[channel].module), SERVICES[channel].plugin)
    said: list[str] = []
    monkeypatch.setattr(plugin, "send", lambda _plugin, body, **_: said.append(body) or True)
    way = AppriseChannel()
    assert way.send(replace(NOTE, channel=channel, address=f"{channel}://{SECRET}")).sent is Sent.ACCEPTED
    assert "年度报告" in said[0]


@pytest.mark.parametrize("address", [f"feishu://{SECRET}", f"feishu://not a token {SECRET}", f"lark://{SECRET}_!"])
def test_no_key_is_ever_logged(feishu_at, caplog, address):
    caplog.set_level(logging.DEBUG)
    for name in ("apprise", "urllib3.connectionpool"):
        logging.getLogger(name).setLevel(logging.DEBUG)
    with robot(500) as service:
        feishu_at(service.port)
        outcome = AppriseChannel().send(replace(NOTE, address=address))
    assert SECRET not in caplog.text
    assert SECRET not in outcome.text


def said_of(letter: Letter, feishu_at) -> str:
    with robot() as service:
        feishu_at(service.port)
        AppriseChannel().send(letter)
    return json.loads(service.got[0])["content"]["text"]


@pytest.mark.parametrize("language", ["zh_Hans", "en", "xx"])
def test_what_is_too_long_is_cut_between_lines_and_says_so(feishu_at, language):
    lines = [f"{n}. 年度报告4月9日到期，请按时报送。" for n in range(1000)]
    said = said_of(replace(NOTE, language=language, text="\n".join(lines)), feishu_at)
    assert 17_000 < len(said.encode()) <= LIMIT
    *shown, note = said.split("\n")
    assert set(shown[2:]) <= set(lines)
    assert note not in lines


def test_a_single_line_too_long_is_cut_between_letters(feishu_at):
    said = said_of(replace(NOTE, subject="", text="催" * 20_000), feishu_at)
    assert len(said.encode()) <= LIMIT
    assert set(said.split("\n")[0]) == {"催"}


def test_what_just_fits_is_whole(feishu_at):
    text = "催" * (LIMIT // 3)
    assert said_of(replace(NOTE, subject="", text=text), feishu_at) == text
