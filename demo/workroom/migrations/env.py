"""Alembic's environment for Workroom and the plugin, with the app's own engine."""

from alembic import context

from demo.workroom.models import db

with db.engine.connect() as connection:
    context.configure(connection=connection, target_metadata=db.metadata)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
