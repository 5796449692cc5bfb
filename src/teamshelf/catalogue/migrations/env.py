"""What Alembic runs to run the steps: on the connection, and in the transaction, that :mod:`migrating` hands over."""

from alembic import context

from teamshelf.catalogue.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    version_table=context.config.attributes["version_table"],
    transactional_ddl=True,  # on SQLite as well: there, a step that fails must leave nothing behind either
)
context.run_migrations()
