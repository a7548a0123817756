"""Workroom's tables."""

from datetime import UTC, date, datetime
from decimal import Decimal

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Numeric,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The base of Workroom's models."""


db = SQLAlchemy(model_class=Base)

TITLE_LENGTH = 200


class Studio(Base):
    """A studio, which is Workroom's tenant; `time_zone` is an IANA name."""

    __tablename__ = "studio"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    plan: Mapped[str] = mapped_column(String(10))
    time_zone: Mapped[str | None] = mapped_column(String(64))
    __table_args__ = (CheckConstraint("plan IN ('pro', 'free')", name="ck_studio_plan"),)


class Member(Base):
    """A person who works in a studio, in one of three roles."""

    __tablename__ = "member"
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    email: Mapped[str] = mapped_column(String(200), unique=True)
    password_hash: Mapped[str] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(10))
    is_active: Mapped[bool] = mapped_column(default=True)
    studio: Mapped[Studio] = relationship()
    __table_args__ = (
        CheckConstraint("role IN ('admin', 'designer', 'member')", name="ck_member_role"),
    )


class Project(Base):
    """A project of a studio."""

    __tablename__ = "project"
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    is_archived: Mapped[bool] = mapped_column(default=False)


class ActivityType(Base):
    """A kind of work of a studio, with its hourly rate."""

    __tablename__ = "activity_type"
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    hourly_rate: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    is_billable: Mapped[bool] = mapped_column(default=True)
    is_archived: Mapped[bool] = mapped_column(default=False)


class Mail(Base):
    """A mail about Harvest to the Admins and the Designer of a studio."""

    __tablename__ = "mail"
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"), index=True)
    sent_at: Mapped[datetime] = mapped_column(
        default=lambda: datetime.now(UTC).replace(tzinfo=None)
    )
    recipients: Mapped[str] = mapped_column(Text)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Text)


class HarvestImport(Base):
    """What an import from Harvest came to, kept for the digest."""

    __tablename__ = "harvest_import"
    run_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"), index=True)
    ended_at: Mapped[datetime] = mapped_column(
        default=lambda: datetime.now(UTC).replace(tzinfo=None)
    )
    imported: Mapped[int] = mapped_column()
    left_out: Mapped[int] = mapped_column()


class Timelog(Base):
    """Time that a member worked on a project.

    `hourly_rate` is the one that the activity type had when the timelog was written. `title` is the
    first line of the text, cut to its length; `memo` has the whole text where the title does not.
    `harvest_entry_id` is the Harvest id of an imported entry, unique within the studio. A timelog
    that `is_locked`, or has an `invoice_number`, is neither changed nor removed.
    """

    __tablename__ = "timelog"
    id: Mapped[int] = mapped_column(primary_key=True)
    studio_id: Mapped[int] = mapped_column(ForeignKey("studio.id"))
    project_id: Mapped[int] = mapped_column(ForeignKey("project.id"))
    activity_type_id: Mapped[int] = mapped_column(ForeignKey("activity_type.id"))
    member_id: Mapped[int] = mapped_column(ForeignKey("member.id"))
    spent_on: Mapped[date] = mapped_column()
    hours: Mapped[int] = mapped_column()
    minutes: Mapped[int] = mapped_column()
    title: Mapped[str] = mapped_column(String(TITLE_LENGTH))
    memo: Mapped[str] = mapped_column(Text, default="")
    billable: Mapped[bool] = mapped_column()
    hourly_rate: Mapped[Decimal] = mapped_column(Numeric(10, 2))
    harvest_entry_id: Mapped[int | None] = mapped_column(BigInteger)
    is_locked: Mapped[bool] = mapped_column(default=False, server_default=false())
    invoice_number: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(
        default=lambda: datetime.now(UTC).replace(tzinfo=None)
    )
    project: Mapped[Project] = relationship()
    activity_type: Mapped[ActivityType] = relationship()
    member: Mapped[Member] = relationship()
    __table_args__ = (
        UniqueConstraint("studio_id", "harvest_entry_id", name="uq_timelog_stamp"),
        CheckConstraint("hours >= 0 AND hours < 1000", name="ck_timelog_hours"),
        CheckConstraint("minutes >= 0 AND minutes < 60", name="ck_timelog_minutes"),
    )
