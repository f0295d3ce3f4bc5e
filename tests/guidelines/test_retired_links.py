"""Links to retired guidelines are named in the report, with what replaces them."""

import pytest
from django.utils import timezone

from guidelines.models import Guideline
from guidelines.selectors import broken_links
from tests.guidelines import factories

pytestmark = pytest.mark.django_db


def sentences(user):
    found = [each.findings for each in broken_links.report(user)]
    return [(one.sentence, one.is_blocking) for findings in found for one in findings]


def test_the_report_names_links_to_retired_guidelines(pmo, analyst):
    old, new = factories.published("GL-1"), factories.published("GL-2")
    factories.published("GL-3", body="See [one](guideline:GL-1) and [two](guideline:GL-2).")
    assert sentences(pmo) == []

    Guideline.objects.filter(pk=old.pk).update(retired_on=timezone.localdate())
    told = "The link “guideline:GL-1” leads to a retired guideline"
    assert sentences(pmo) == [(f"{told}.", False)]

    Guideline.objects.filter(pk=old.pk).update(replaced_by=new)
    assert sentences(pmo) == [(f"{told}, replaced by GL-2.", False)]

    Guideline.objects.filter(pk=new.pk).update(access="restricted")
    assert (f"{told}.", False) in sentences(analyst)
