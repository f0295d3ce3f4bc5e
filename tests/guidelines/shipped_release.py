"""A release of shipped content in a folder, and what a company does with it."""

from guidelines.models import Guideline
from guidelines.selectors.shipping import shipped_content, steps
from guidelines.services import drafts, publishing, shipping

HEAD = """---
code: {code}
title: {title}
kind: standard
chapter: {chapter}
audience: {audience}
methods: []
classes: []
phases: []
project_kinds: []
review_months: 12
tags: [change]
change_note: {note}
---

"""
BODY = """## Summary

- Changes are decided.

## Rules

1. The manager **must** write the change down within 5 working days.

2. The sponsor **must** decide within 10 working days.

## Terms

Baseline
: The approved plan.
"""
TERMS = '[[term]]\nname = "{name}"\ndefinition = "{text}"\nsynonyms = ["{also}"]\nsee = "GL-16"\n'


class Release:
    """A folder of shipped content that a newer release may change."""

    def __init__(self, folder):
        self.folder = folder
        self.write("GL-16")

    def write(self, code, body=BODY, *, language="en", **head):
        folder = self.folder / language
        folder.mkdir(exist_ok=True)
        told = {"title": "Change control", "chapter": "Control", "audience": "Everybody"}
        told |= {"note": "First edition.", "code": code, **head}
        (folder / f"{code.lower()}-x.md").write_text(HEAD.format(**told) + body)

    def terms(self, text="The approved plan.", name="Baseline", also="plan of record"):
        lines = TERMS.format(name=name, text=text, also=also)
        (self.folder / "en" / "glossary.toml").write_text(lines)


def load(**options):
    return shipping.load(shipped_content(), by=None, **options)


def gl16():
    return Guideline.objects.get(code="GL-16", language="en")


def standings():
    return {step.key: step.standing for step in steps(shipped_content())}


def edit(guideline, old, new, *, by=None, **values):
    """A published local version with these words changed."""
    draft = drafts.start(guideline, by=by)
    assert old in draft.body
    drafts.save(
        draft,
        by=by,
        base_revision=draft.revision,
        body=draft.body.replace(old, new),
        change_note="Ours.",
        **values,
    )
    publishing.publish_imported(draft, by=by, reason="test")
    guideline.refresh_from_db()
    return draft
