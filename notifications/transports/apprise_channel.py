"""Chat channels through Apprise: what it reports is that somebody took the message, not that anybody has it."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from notifications.catalogue import catalogue
from notifications.labels import N_
from notifications.outcomes import Letter, Outcome, Sent

if TYPE_CHECKING:
    from apprise import NotifyBase

ACCEPTED = Outcome(Sent.ACCEPTED, N_("accepted, unverified"))
REFUSED = Outcome(Sent.TRANSIENT, N_("the channel did not take it"))
UNREADABLE = Outcome(Sent.PERMANENT, N_("the address is none of this channel"))
_CONNECT, _READ = 10.0, 30.0
"""Seconds; together less than the outbox's lease."""
_TALKATIVE = ("apprise", "urllib3.connectionpool")
"""They write keys into their logs, malformed ones even as warnings."""


@dataclass(frozen=True, slots=True)
class Service:
    """A channel that is used. Its host stands in the plugin: no address can choose whom this machine calls."""

    module: str
    plugin: str
    limit: int
    """Bytes of UTF-8 that it takes."""


SERVICES: Mapping[str, Service] = MappingProxyType(
    {
        "wecombot": Service("apprise.plugins.wecombot", "NotifyWeComBot", 2048),
        "dingtalk": Service("apprise.plugins.dingtalk", "NotifyDingTalk", 18000),
        "feishu": Service("apprise.plugins.feishu", "NotifyFeishu", 18000),
        "lark": Service("apprise.plugins.lark", "NotifyLark", 18000),
    }
)


class AppriseChannel:
    """One call a reader; Apprise is imported when first used."""

    def send(self, letter: Letter) -> Outcome:
        """Hand a message on, cut where the channel takes no more."""
        service = SERVICES.get(letter.channel)
        if service is None:
            return UNREADABLE
        for name in _TALKATIVE:
            # each time, as others set levels too
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)
        plugin = _plugin(service, letter.channel, letter.address)
        if plugin is None:
            return UNREADABLE
        try:
            took = plugin.notify(body=_fitting(letter, service.limit), body_format=plugin.notify_format)
        except Exception:  # noqa: BLE001 -- a plugin is others' code: whatever it raises is the channel's answer
            took = False
        return ACCEPTED if took else REFUSED

    def close(self) -> None:
        """Nothing is held open."""


def _plugin(service: Service, channel: str, address: str) -> "NotifyBase | None":
    """What sends to an address; parameters are refused, as they could switch off checks of certificates."""
    scheme, _, rest = address.partition("://")
    if scheme.lower() != channel or any(mark in rest for mark in "?#"):
        return None
    from apprise import AppriseAsset  # noqa: PLC0415 -- a run that sends mail only pays nothing

    # its module alone: looking a scheme up would load every plugin there is
    kind: type[NotifyBase] = getattr(import_module(service.module), service.plugin)
    try:
        plugin = kind(**(kind.parse_url(address) or {}), asset=AppriseAsset(app_id="Duban"))
    except (TypeError, ValueError):
        return None
    # each message has an object of its own, so its pause between two would only delay
    plugin.request_rate_per_sec = 0
    plugin.socket_connect_timeout, plugin.socket_read_timeout = _CONNECT, _READ
    return plugin


def _fitting(letter: Letter, limit: int) -> str:
    """Subject and text in as many bytes as the channel takes; a service would drop a longer one and say nothing."""
    whole = f"{letter.subject}\n\n{letter.text}".strip()
    if len(whole.encode()) <= limit:
        return whole
    rest = catalogue(letter.language).gettext(
        "(The message is longer than this channel takes; ask the office for the rest.)"
    )
    room = limit - len(f"\n{rest}".encode())
    cut = whole.encode()[:room].decode(errors="ignore")
    lines = cut.rpartition("\n")[0] or cut
    return f"{lines}\n{rest}"
