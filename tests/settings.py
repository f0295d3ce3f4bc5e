"""The portal's settings in test mode, however pytest was started."""

import os
from pathlib import Path

os.environ.setdefault("PORTAL_MODE", "test")
os.environ.setdefault("DATA_DIR", str(Path(__file__).resolve().parent.parent / "var" / "test"))

from pmo_portal.settings import *  # noqa: F403

STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405
