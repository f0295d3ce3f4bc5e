"""Background work of imports: its subject and its result in words."""

from core.models import Job, StoredFile
from core.registries import job_kinds
from portfolio.models import PortfolioImport
from portfolio.services.imports_jobs import KIND
from tests import factories


def test_an_import_is_named_by_its_file_and_tells_what_it_did(db, django_assert_num_queries):
    home = factories.portfolio()
    kind, made = job_kinds[KIND], []
    for name in ("a.xlsx", "b.xlsx"):
        source = StoredFile.objects.create(name=name, size=1)
        row = PortfolioImport.objects.create(portfolio=home, source=source)
        made.append(Job.objects.create(kind=KIND, key=name, payload={"import": row.pk}))
    gone = Job.objects.create(kind=KIND, key="c", payload={"import": 0})
    with django_assert_num_queries(1):
        found = kind.subjects([*made, gone])
    assert found == {made[0].pk: "a.xlsx", made[1].pk: "b.xlsx", gone.pk: ""}
    gone.result = {"counts": {"new": 3, "changed": 2}}
    assert kind.summary(gone) == "3 new, 2 changed"
    gone.result = {"counts": {}}
    assert kind.summary(gone) == ""
