"""`make run`: servers, web, worker and beat in one terminal, and an end to all of them.

    python -m klk_portal.run             run until Ctrl-C, SIGTERM or a closed terminal
    python -m klk_portal.run --reset     empty the folder .local (never while it is in use)
    python -m klk_portal.run --manage rotate_keys
                                         a manage.py command on the portal that runs here

Reads PORT, HOST, LOCAL_DIR and everything in docs/operations.md from the environment.
A tool such as honcho or circus would run the three Django programs, but neither starts the
database first, waits for it, stops it last, nor ends anything once it is killed itself.
"""

from __future__ import annotations

import sys

from klk_portal.embedded.processes import StartError
from klk_portal.embedded.supervisor import Supervisor, manage, reset


def main() -> int:
    """Run or reset; returns the exit status. What a person can act on is one line."""
    try:
        if "--reset" in sys.argv:
            reset()
            return 0
        if "--manage" in sys.argv:
            manage(sys.argv[sys.argv.index("--manage") + 1 :])
        return Supervisor(end_with_parent="--end-with-parent" in sys.argv).run()
    except StartError as error:
        print(f"\n{error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
