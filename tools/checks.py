"""`make lint` and `make check`: every check runs, and the last line names the red ones."""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tools.places import ROOT, VENV, say

BIN = VENV / "bin"
TEMPLATES = [str(path.relative_to(ROOT)) for path in sorted(ROOT.glob("*/templates"))]
PRODUCTION = {
    "PORTAL_MODE": "production",
    "SECRET_KEY": "not-a-secret-but-long-enough-to-check-the-settings-0123456789",
    "ALLOWED_HOSTS": "portal.example.org",
    "SITE_URL": "https://portal.example.org",
    "DATABASE_URL": "postgres://portal@127.0.0.1/portal",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_HOST": "mail.example.org",
    "DEBUG": "no",
}
FORBIDDEN = {
    "an inline style": re.compile(r"<style\b|\sstyle\s*=", re.I),
    "an inline script": re.compile(r"<script\b(?![^>]*\bsrc=)(?![^>]*application/json)", re.I),
    "an event attribute": re.compile(r"\son[a-z]+\s*=|\shx-on\b|\shx-vals=['\"]js:", re.I),
    "a javascript: address": re.compile(r"javascript:", re.I),
}
# Mail has no content security policy, and mail readers know no style sheets.
FREE_OF_POLICY = "/mail/"
COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.S)


def inline_code(text: str) -> list[str]:
    """What in a template the content security policy would refuse."""
    bare = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    return [
        f"line {bare.count(chr(10), 0, match.start()) + 1}: {what}"
        for what, pattern in FORBIDDEN.items()
        for match in pattern.finditer(bare)
    ]


def check_templates() -> bool:
    """Whether no page template holds inline script or style."""
    found = []
    for path in sorted(ROOT.glob("*/templates/**/*.html")):
        if FREE_OF_POLICY not in path.as_posix():
            found += [f"{path.relative_to(ROOT)}, {line}" for line in inline_code(path.read_text())]
    for line in found:
        say(line)
    return not found


def command(*argv: str, **environ: str) -> bool:
    """Whether a program of the environment ends well."""
    program = [str(BIN / argv[0]), *argv[1:]]
    return subprocess.run(program, cwd=ROOT, env=os.environ | environ, check=False).returncode == 0


def manage(*argv: str, **environ: str) -> bool:
    """Whether a management command ends well, on data of its own."""
    with tempfile.TemporaryDirectory() as folder:
        own = {"PORTAL_MODE": "test", "DATABASE_URL": "", "REDIS_URL": "", "DATA_DIR": folder}
        return command("python", "manage.py", *argv, **(own | environ))


LINT = {
    "ruff": lambda: command("ruff", "check", "--quiet", "."),
    "format": lambda: command("ruff", "format", "--check", "--quiet", "."),
    "djlint": lambda: not TEMPLATES or command("djlint", "--lint", "--quiet", *TEMPLATES),
    "inline code": check_templates,
}
CHECK = LINT | {
    "mypy": lambda: command("mypy"),
    "imports": lambda: command("lint-imports", "--no-cache"),
    "migrations": lambda: manage("makemigrations", "--check", "--dry-run"),
    "system check": lambda: manage("check", "--fail-level", "WARNING"),
    "deployment": lambda: manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION),
}


def main(name: str) -> int:
    """Run the checks of `lint` or `check`, all of them, and sum up."""
    red = []
    for title, run in {"lint": LINT, "check": CHECK}[name].items():
        began = time.monotonic()
        is_green = run()
        say(f"{'ok' if is_green else 'RED':>4}  {title} ({time.monotonic() - began:.1f} s)")
        if not is_green:
            red.append(title)
    say(f"make {name}: " + (f"red are {', '.join(red)}" if red else "all green"))
    return int(bool(red))


if __name__ == "__main__":
    Path(ROOT / "var").mkdir(exist_ok=True)
    sys.exit(main(sys.argv[1]))
