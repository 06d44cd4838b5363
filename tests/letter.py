"""A letter as the outbox hands it to a way out."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from notifications.mail import mail_of
from notifications.outcomes import Letter

LETTER = Letter(
    key="5f3a9c",
    campaign="jieneng",
    channel="mailto",
    address="mailto:su@edu.example",
    reader="苏禾",
    sender="区节能办",
    reply_to="he@qingxi.example",
    thread="thread.77",
    message_id="<5f3a9c@qingxi.example>",
    language="zh_Hans",
    subject="催办：年度报告4月9日到期",
    text="年度报告4月9日到期。\n",
    html="<!doctype html><p>年度报告4月9日到期。</p>\n",
    at=datetime(2024, 4, 9, 8, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
)

write = partial(mail_of, sender="duban@qingxi.example")
