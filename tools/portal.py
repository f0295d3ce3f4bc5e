"""`make install`, `make run` and the set-up of `make test`."""

import ctypes
import os
import signal
import socket
import sys

from tools.contents import ensure_contents
from tools.environment import ensure_environment
from tools.places import PYTHON, ROOT, VENV, SetUpError, data_dir, require_writable, say
from tools.system import CHROMIUM, PANGO, provide

PR_SET_PDEATHSIG = 1


def port() -> int:
    """The port of the web server, from PORT."""
    raw = os.environ.get("PORT") or "8000"
    if not raw.isdecimal() or not 0 < int(raw) < 65536:
        raise SetUpError(f"PORT must be a number from 1 to 65535, not {raw!r}.")
    return int(raw)


def require_free_port(host: str, number: int) -> None:
    """Refuse to begin when another program listens there, or we may not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, number))
        except PermissionError:
            message = f"Port {number} is reserved for root. Choose another one: make run PORT=8001"
            raise SetUpError(message) from None
        except OSError as error:
            message = f"Port {number} on {host} cannot be used ({error.strerror})."
            raise SetUpError(f"{message} Choose another one: make run PORT={number + 1}") from None


def require_places() -> None:
    """Refuse to begin where the environment or the data cannot be written."""
    require_writable(VENV.parent)
    require_writable(data_dir())


def install() -> None:
    """Everything but the start."""
    require_places()
    ensure_environment("base")
    provide(PANGO, again=True)
    ensure_contents()


def install_tools() -> None:
    """What the checks need."""
    require_places()
    ensure_environment("dev")


def install_tests() -> None:
    """What the tests need, the browser included."""
    install_tools()
    provide(PANGO, again=True)
    provide(CHROMIUM, again=True)


def run() -> None:
    """Set up what is missing and become the supervisor."""
    if os.environ.setdefault("PORTAL_MODE", "embedded") != "embedded":
        raise SetUpError("make run is for one machine; README.md says how to run in production.")
    host, number = os.environ.get("HOST") or "127.0.0.1", port()
    require_free_port(host, number)
    require_places()
    os.environ.setdefault("SITE_URL", f"http://127.0.0.1:{number}")
    ensure_environment("base")
    provide(PANGO)
    ensure_contents()
    say("Starting; end it with Ctrl-C.")
    _end_with_make()
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-P", str(ROOT / "pmo_portal" / "supervisor.py")])


def _end_with_make() -> None:
    """Stop in order when the `make` that started us is killed."""
    if sys.platform == "linux" and "MAKELEVEL" in os.environ:
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


COMMANDS = {
    "install": install,
    "install-tools": install_tools,
    "install-tests": install_tests,
    "run": run,
}


def main(name: str) -> int:
    """Run one command; what the person must change is one sentence, not a traceback."""
    try:
        COMMANDS[name]()
    except SetUpError as error:
        print(error, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
