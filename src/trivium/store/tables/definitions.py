"""What was deployed."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table, Text, UniqueConstraint

from trivium.store.tables.metadata import data, metadata, number, tenant, text

resources = Table(
    "resources",
    metadata,
    Column("digest", Text, primary_key=True),
    tenant(),
    data("content"),
)
"""Deployed files by the BLAKE2b digest of their bytes."""

deployments = Table(
    "deployments",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("name", null=True),
    number("deployed_at"),
    text("deployed_by", null=True),
)

definitions = Table(
    "definitions",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("kind"),
    text("key"),
    number("version"),
    text("version_tag", null=True),
    text("name", null=True),
    text("deployment_id"),
    text("resource_name"),
    text("resource_digest"),
    number("latest", default="1"),
    number("suspended", default="0"),
    number("deployed_at"),
    UniqueConstraint("tenant_id", "kind", "key", "version"),
    Index(None, "kind", "key", "latest"),
    Index(None, "deployment_id"),
)
"""One version of a process, case or decision."""

start_listeners = Table(
    "start_listeners",
    metadata,
    Column("id", Text, primary_key=True),
    tenant(),
    text("definition_id"),
    text("element_id"),
    text("kind"),
    text("name"),
    Index(None, "kind", "name"),
    Index(None, "definition_id"),
)
"""Message and signal start events of the newest versions."""
