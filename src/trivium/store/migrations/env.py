"""How Alembic reaches the schema: always over a connection that the store has opened."""

from alembic import context

from trivium.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=True)
context.run_migrations()
