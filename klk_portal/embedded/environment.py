"""Where a run happens and the settings it hands to Django."""

from __future__ import annotations

import http.client
import os
import socket
import sys
from dataclasses import dataclass
from pathlib import Path

from klk_portal.embedded.processes import StartError
from klk_portal.embedded.secrets import keep_secrets

ROOT = Path(__file__).resolve().parent.parent.parent
TRUE = ("1", "true", "yes", "on")
LOOPBACK = ("127.0.0.1", "localhost", "::1")
ANYWHERE = ("0.0.0.0", "::", "")
CELERY = ["celery", "--app=klk_portal", "--quiet"]
FILE = "environment"


def installed(command: list[str]) -> list[str]:
    """`command` with its program as it is installed beside this Python, wherever PATH leads."""
    program, *arguments = command
    return [str(Path(sys.executable).parent / program), *arguments]


@dataclass(frozen=True)
class Place:
    """What the caller chose: address and folder."""

    host: str
    port: int
    folder: Path

    @classmethod
    def from_environment(cls) -> Place:
        """Read HOST, PORT and LOCAL_DIR. Raises StartError for a port that is none."""
        said = os.environ.get("PORT") or "8000"
        if not said.isdecimal() or not 0 < int(said) < 65536:
            raise StartError(f"PORT={said} is no port: choose a number from 1024 to 65535.")
        folder = (ROOT / (os.environ.get("LOCAL_DIR") or ".local")).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        return cls(os.environ.get("HOST") or "127.0.0.1", int(said), folder)

    @property
    def url(self) -> str:
        """Browsers refuse passkeys on a bare number, so the address is a name."""
        return f"http://localhost:{self.port}"

    @property
    def demo(self) -> bool:
        """The demo comes by itself only into the database that is our own."""
        own = not os.environ.get("DATABASE_URL")
        return os.environ.get("DEMO", "true" if own else "").lower() in TRUE

    def check_port(self) -> None:
        """Raises StartError when somebody else listens there already."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                raise StartError(
                    f"Port {self.port} on {self.host} cannot be used ({error.strerror}). "
                    f"Choose another: make run PORT={self.port % 64000 + 1}"
                ) from error

    def web_command(self) -> list[str]:
        return [
            "granian",
            "--interface=wsgi",
            f"--host={self.host}",
            f"--port={self.port}",
            f"--workers={os.environ.get('WEB_WORKERS') or 1}",
            "--blocking-threads=4",
            "--no-ws",
            "--log-level=warning",
            "klk_portal.wsgi:application",
        ]

    def worker_command(self) -> list[str]:
        quiet = ["--loglevel=WARNING", "--without-gossip", "--without-mingle"]
        return [*CELERY, "worker", "--concurrency=2", *quiet]

    def beat_command(self) -> list[str]:
        schedule = f"--schedule={self.folder / 'beat-schedule'}"
        return [*CELERY, "beat", "--loglevel=WARNING", "--pidfile=", schedule]

    def answers(self) -> bool:
        """Whether the web server answers anything at all; what it says is its own business."""
        host = "localhost" if self.host in (*ANYWHERE, *LOOPBACK[:2]) else self.host
        connection = http.client.HTTPConnection(host, self.port, timeout=10)
        try:
            connection.request("GET", "/sund", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status > 0
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def environment(self) -> dict[str, str]:
        """Settings for the portal's programs. What the caller has set stays; servers are added."""
        local = self.host in LOOPBACK
        defaults = {
            **keep_secrets(self.folder / "secrets.env"),
            "DJANGO_SETTINGS_MODULE": "klk_portal.settings",
            "PYTHONUNBUFFERED": "1",
            "BASE_URL": self.url,
            "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]" if local else "*",
            "DEMO": str(self.demo).lower(),
            "HTTPS": "false",
            "SECOND_FACTOR_ROLES": "",
        }
        return {**defaults, **os.environ, "DEMO": str(self.demo).lower()}


def write_environment(folder: Path, env: dict[str, str]) -> None:
    """Leave the settings of this run for `make manage`, readable to us only; {} takes them away."""
    file = folder / FILE
    file.unlink(missing_ok=True)
    if env:
        ours = {name: value for name, value in env.items() if os.environ.get(name) != value}
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as out:
            out.writelines(f"{name}={value}\n" for name, value in ours.items())


def read_environment(folder: Path) -> dict[str, str]:
    """The settings of the run that goes on in `folder`; {} when none does."""
    file = folder / FILE
    lines = file.read_text("utf-8").splitlines() if file.exists() else []
    return dict(line.split("=", 1) for line in lines if "=" in line)
