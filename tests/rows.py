"""All rows of the test database at once: taken away after a test, or kept and put back.

For tests whose rows are really committed, because a browser or a second connection must see them,
and for a world that takes long to build.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO

from django.contrib.auth.models import Permission
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction

#: Written by the migrations, the same for every test, and remembered by Django's caches.
STAY = {ContentType._meta.db_table, Permission._meta.db_table}

Rows = dict[str, bytes]


@cache
def tables() -> tuple[str, ...]:
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    return tuple(connection.ops.quote_name(name) for name in sorted(set(names) - STAY))


def filled_tables() -> list[str]:
    looks = (f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name})" for name in tables())
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(looks))
        return [name for (name,) in cursor.fetchall()]


@transaction.atomic
def take_away() -> None:
    """What Django's `flush` does by making every table and every index anew, and much sooner.

    Like it, it waits until nobody else is at work in the tables.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(tables())} IN ACCESS EXCLUSIVE MODE")
        _no_triggers(cursor)
        for table in filled_tables():
            cursor.execute(f"DELETE FROM {table}")


def keep() -> Rows:
    """A copy of all rows, for `put_back`."""
    rows = {}
    with connection.cursor() as cursor:
        for table in filled_tables():
            copy = BytesIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT", copy)
            rows[table] = copy.getvalue()
    return rows


@transaction.atomic
def put_back(rows: Rows) -> None:
    with connection.cursor() as cursor:
        _no_triggers(cursor)
        for table, copy in rows.items():
            cursor.copy_expert(f"COPY {table} FROM STDIN", BytesIO(copy))
        cursor.execute("SET LOCAL session_replication_role = origin")


def _no_triggers(cursor) -> None:
    """From here on no foreign key is looked at, and an approved design may come and go."""
    cursor.execute("SET LOCAL session_replication_role = replica")
