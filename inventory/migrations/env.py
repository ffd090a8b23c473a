"""Entry point of alembic: works on the connection that `inventory.migrations.upgrade` hands over."""

from __future__ import annotations

from alembic import context

from inventory import (  # noqa: F401  tables of Base
    models_counted,
    models_decided,
    models_entrusted,
    models_incidents,
    models_parts,
    models_watched,
)
from inventory.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    transactional_ddl=False,  # the caller's transaction holds the whole migration
)
context.run_migrations()
