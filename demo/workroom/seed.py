"""Three studios for the demo. Adding them again changes nothing."""

from decimal import Decimal

from sqlalchemy import select

from demo.workroom.models import ActivityType, Member, Project, Studio, db
from demo.workroom.passwords import hashed

PASSWORD = "workroom"
LINDQVIST, MOREAU, NORDFORM = "Studio Lindqvist", "Atelier Moreau", "Nordform"
STUDIOS = {
    LINDQVIST: ("pro", "Europe/Stockholm"),
    MOREAU: ("pro", "Europe/Paris"),
    NORDFORM: ("free", None),
}
MEMBERS = {
    LINDQVIST: (
        ("Elin Lindqvist", "elin@lindqvist.example", "admin"),
        ("Jonas Berg", "jonas@lindqvist.example", "designer"),
        ("Mira Holm", "mira@lindqvist.example", "member"),
    ),
    MOREAU: (
        ("Claire Moreau", "claire@moreau.example", "admin"),
        ("Hugo Petit", "hugo@moreau.example", "designer"),
    ),
    NORDFORM: (("Nora Nord", "nora@nordform.example", "admin"),),
}
PROJECTS = {
    LINDQVIST: (
        "Villa Sandhamn",
        "Kontor Norrmalm",
        "Café Möllan",
        "Lakeside Cabin",
        "Showroom 2026",
    ),
    MOREAU: ("Appartement Marais", "Maison Biarritz", "Hôtel Lumière"),
    NORDFORM: ("Harbour Sauna",),
}
ARCHIVED = {LINDQVIST: "Old Town Loft", MOREAU: "Bureau Bastille"}
TYPES = {
    LINDQVIST: (
        ("Concept Design", "1250", True),
        ("Space Planning", "1100", True),
        ("Sourcing & Procurement", "950", True),
        ("Site Visit", "900", True),
        ("Client Meeting", "900", True),
        ("Technical Drawings", "1050", True),
        ("Internal Admin", "0", False),
    ),
    MOREAU: (
        ("Concept", "110", True),
        ("Plans", "95", True),
        ("Chantier", "85", True),
        ("Réunion client", "85", True),
    ),
    NORDFORM: (("Design", "100", True),),
}


def seed() -> None:
    """Add the studios that are missing, each with its members, projects and activity types."""
    for name, (plan, zone) in STUDIOS.items():
        if db.session.scalar(select(Studio).filter_by(name=name)):
            continue
        studio = Studio(name=name, plan=plan, time_zone=zone)
        db.session.add(studio)
        db.session.flush()
        _add_records(studio)
    db.session.commit()


def _add_records(studio: Studio) -> None:
    of_studio = {"studio_id": studio.id}
    password = hashed(PASSWORD)
    for name, email, role in MEMBERS[studio.name]:
        db.session.add(
            Member(name=name, email=email, role=role, password_hash=password, **of_studio)
        )
    for name in PROJECTS[studio.name]:
        db.session.add(Project(name=name, **of_studio))
    if studio.name in ARCHIVED:
        db.session.add(Project(name=ARCHIVED[studio.name], is_archived=True, **of_studio))
        db.session.add(
            ActivityType(
                name="Model Making", hourly_rate=Decimal(70), is_archived=True, **of_studio
            )
        )
    for name, rate, billable in TYPES[studio.name]:
        db.session.add(
            ActivityType(name=name, hourly_rate=Decimal(rate), is_billable=billable, **of_studio)
        )
