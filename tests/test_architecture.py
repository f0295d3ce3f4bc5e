"""The house's rules, kept true: imports, foreign keys, sizes, doors."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent
CHAIN = [
    "pmo_portal",
    "stakeholders",
    "portfolio",
    "templates_lib",
    "guidelines",
    "accounts",
    "core",
]
DOORS = {
    "guardian": "accounts/grants.py",
    "reversion": "core/versions.py",
    "weasyprint": "core/pdf/",
    "pikepdf": "core/pdf/",
    "openpyxl": "portfolio/importing/xlsx.py",
    "markdown_it": "guidelines/markdown/",
    "mdit_py_plugins": "guidelines/markdown/",
    "nh3": "guidelines/markdown/",
    "PIL": "guidelines/domain/rasters.py",
    "rapidfuzz": "core/search/vocabulary.py",
}
MAX_FUNCTION = 45
MAX_FILE = 400
MAX_PAGE = 120


def sources():
    for app in CHAIN:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@pytest.mark.pure
def test_apps_import_downwards_only():
    result = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout


@pytest.mark.pure
def test_foreign_keys_point_downwards_or_at_the_swappable_user():
    upward = []
    for model in apps.get_models():
        app = model._meta.app_label
        if app not in CHAIN:
            continue
        for field in model._meta.get_fields():
            target = field.related_model if getattr(field, "concrete", False) else None
            if target is None or target._meta.app_label not in CHAIN:
                continue
            if target._meta.label == settings.AUTH_USER_MODEL:
                continue
            if CHAIN.index(target._meta.app_label) < CHAIN.index(app):
                upward.append(f"{model._meta.label}.{field.name} -> {target._meta.label}")
    assert upward == []


@pytest.mark.pure
def test_every_heavy_library_has_one_door():
    strays = []
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for node in ast.walk(ast.parse(path.read_text())):
            modules = (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
            for module in modules:
                door = DOORS.get(module.split(".")[0])
                if door and not name.startswith(door):
                    strays.append(f"{name} imports {module}")
    assert strays == []


@pytest.mark.pure
def test_files_and_functions_stay_short():
    long = []
    for path in sources():
        text = path.read_text()
        name = path.relative_to(ROOT).as_posix()
        if text.count("\n") > MAX_FILE:
            long.append(f"{name}: {text.count(chr(10))} lines")
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef) and node.end_lineno - node.lineno >= MAX_FUNCTION:
                long.append(f"{name}: {node.name}")
    assert long == []


@pytest.mark.pure
def test_page_templates_stay_short_and_name_their_context():
    faults = []
    for app in CHAIN:
        for path in sorted((ROOT / app).rglob("templates/**/*.html")):
            text = path.read_text()
            name = path.relative_to(ROOT).as_posix()
            if text.count("\n") > MAX_PAGE:
                faults.append(f"{name}: {text.count(chr(10))} lines")
            if not text.lstrip().startswith("{#"):
                faults.append(f"{name}: opens without a comment that names its context")
    assert faults == []


@pytest.mark.pure
def test_models_keep_to_the_rules():
    faults = []
    for model in apps.get_models():
        if model._meta.app_label not in CHAIN:
            continue
        if model._meta.ordering:
            faults.append(f"{model._meta.label} has Meta.ordering")
        if "save" in vars(model):
            faults.append(f"{model._meta.label} has logic in save()")
    assert faults == []
