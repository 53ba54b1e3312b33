"""What a database needs before the portal runs on it: `python -m klk_portal.prepare`.

Migrates, creates the cache's table, and, with `--demo-if-empty`, loads the demo world into a
database that holds nobody yet. `--report FILE` writes the demo's sign-ins that exist here as JSON,
each as [e-mail, label]; none when the demo was not loaded.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path


def migrate() -> None:
    """Migrate if anything is to be done: looking is quicker than Django's command."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        call_command("migrate", interactive=False, verbosity=1)
    call_command("createcachetable", verbosity=0)


def load_demo_if_empty() -> None:
    from django.contrib.auth import get_user_model
    from django.core.management import call_command

    if not get_user_model()._default_manager.exists():
        print("Loading the demo world ...", flush=True)
        call_command("load_demo")


def sign_ins_here() -> list[tuple[str, str]]:
    """The demo's sign-ins that exist in this database."""
    from django.contrib.auth import get_user_model

    from klk_portal.demo import SIGN_INS

    emails = [email for email, _label in SIGN_INS]
    users = get_user_model()._default_manager.filter(email__in=emails)
    here = set(users.values_list("email", flat=True))
    return [(email, str(label)) for email, label in SIGN_INS if email in here]


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "klk_portal.settings")
    django.setup()
    migrate()
    if "--demo-if-empty" in sys.argv:
        load_demo_if_empty()
    if "--report" in sys.argv:
        report = Path(sys.argv[sys.argv.index("--report") + 1])
        report.write_text(json.dumps(sign_ins_here()), "utf-8")


if __name__ == "__main__":
    main()
