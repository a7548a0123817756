"""The language of Workroom's reader, and its own few words in it: a table is enough for them.

A Workroom with many words keeps them in catalogues, by Flask-Babel's `gettext`. The plugin brings
its own catalogues, and asks Flask-Babel for the reader's language alone.
"""

from babel import negotiate_locale
from flask import Flask, current_app, request
from flask_babel import Babel, get_locale

GERMAN = {
    "Accounting": "Buchhaltung",
    "Activity types": "Tätigkeitsarten",
    "App marketplace": "App-Marktplatz",
    "Apps": "Apps",
    "Breadcrumb": "Pfad",
    "Integrations": "Integrationen",
    "Mails": "Mails",
    "Main": "Hauptmenü",
    "Moodboards": "Moodboards",
    "Not part of this demo.": "Nicht Teil dieser Demo.",
    "Pin pictures to a project.": "Heften Sie Bilder an ein Projekt.",
    "Projects": "Projekte",
    "Send invoices to your bookkeeper.": "Senden Sie Rechnungen an Ihre Buchhaltung.",
    "Settings": "Einstellungen",
    "Settings → Integrations": "Einstellungen → Integrationen",
    "Sign in": "Anmelden",
    "Sign out": "Abmelden",
    "Skip to the content": "Zum Inhalt",
    "Timelogs": "Zeitbuchungen",
}
"""What stands around the plugin's pages and parts. The rest of Workroom is English."""


def install(app: Flask) -> None:
    """Let each page be in the language that its reader's browser prefers, by Flask-Babel."""
    Babel(app, locale_selector=preferred)
    app.jinja_env.globals.update(word=word, language=language)


def preferred() -> str:
    """Return the one of the app's `LANGUAGES` that the browser likes best, or else the first."""
    languages: list[str] = current_app.config["LANGUAGES"]
    # Werkzeug's own `best_match` takes German for who prefers en-GB to German.
    return negotiate_locale(request.accept_languages.values(), languages, "-") or languages[0]


def language() -> str:
    """Return the reader's language as a code for HTML's `lang`."""
    return str(get_locale()).replace("_", "-")


def word(english: str) -> str:
    """Return one of Workroom's own words in the reader's language."""
    return GERMAN.get(english, english) if language() == "de" else english
