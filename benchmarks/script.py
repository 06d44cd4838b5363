"""What an office's own developer would write in an afternoon: script.py DATABASE DAY DUE PORT."""

import smtplib
import sys
from collections import defaultdict
from datetime import date
from email.message import EmailMessage
from email.utils import make_msgid

from jinja2 import Environment
from sqlalchemy import ForeignKey, create_engine, select
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, joinedload, mapped_column, relationship

TEXT = """{{ unit.name }}:

Due by {{ due_on }}:
{% for duty in duties %}
{{ loop.index }}. {{ duty.title }} ({{ duty.days_left }} days left)
{% endfor %}

The office, {{ day }}
"""
PAGE = """<!doctype html>
<html lang="en"><body><h1>{{ unit.name }}</h1>
<table><tr><th>Duty</th><th>Due by</th><th>Days left</th></tr>
{% for duty in duties %}
<tr><td>{{ duty.title }}</td><td>{{ duty.due_on }}</td><td>{{ duty.days_left }}</td></tr>
{% endfor %}
</table><p>The office, {{ day }}</p></body></html>
"""
DAY, DUE_ON = date.fromisoformat(sys.argv[2]), date.fromisoformat(sys.argv[3])


class Base(DeclarativeBase):
    pass


class Unit(Base):
    __tablename__ = "unit"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    mail: Mapped[str]


class Duty(Base):
    __tablename__ = "duty"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str]
    due_on: Mapped[date]
    state: Mapped[str]
    unit: Mapped[Unit] = relationship()

    @property
    def days_left(self) -> int:
        return (self.due_on - DAY).days


class Sent(Base):
    __tablename__ = "sent"
    id: Mapped[int] = mapped_column(primary_key=True)
    duty_id: Mapped[int] = mapped_column(ForeignKey("duty.id"))
    due_on: Mapped[date]
    on_day: Mapped[date]
    message_id: Mapped[str]


def main(database: str, port: int) -> None:
    environment = Environment(autoescape=True, trim_blocks=True)
    text, page = environment.from_string(TEXT), environment.from_string(PAGE)
    with Session(create_engine(f"sqlite:///{database}"), expire_on_commit=False) as session:
        done = select(Sent.duty_id).where(Sent.due_on == Duty.due_on, Sent.duty_id == Duty.id).exists()
        due = select(Duty).where(Duty.state == "open", Duty.due_on == DUE_ON, ~done).options(joinedload(Duty.unit))
        groups: dict[Unit, list[Duty]] = defaultdict(list)
        for duty in session.scalars(due):
            groups[duty.unit].append(duty)
        for unit, duties in groups.items():
            values = {"unit": unit, "duties": duties, "due_on": DUE_ON, "day": DAY}
            mail = EmailMessage()
            mail["From"], mail["To"] = "office@bench.example", unit.mail
            mail["Subject"] = f"{unit.name}: {len(duties)} due by {DUE_ON}"
            mail["Message-ID"] = make_msgid(domain="bench.example")
            mail.set_content(text.render(values))
            mail.add_alternative(page.render(values), subtype="html")
            with smtplib.SMTP("127.0.0.1", port) as relay:
                relay.send_message(mail)
            for duty in duties:
                session.add(Sent(duty_id=duty.id, due_on=duty.due_on, on_day=DAY, message_id=mail["Message-ID"]))
            session.commit()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[4]))
