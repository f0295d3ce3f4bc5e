"""Pictures of a guideline: safe, small, and seen only by its readers."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from guidelines.domain.rasters import NotAPicture, Refused, prepare
from guidelines.models import GuidelineImage, WorkingCopy
from guidelines.services import pictures
from tests.guidelines import factories

JSON = {"HTTP_ACCEPT": "application/json"}


def drawn(kind="PNG", size=(40, 30), mode="RGB", **options):
    out = BytesIO()
    Image.new(mode, size, "teal" if mode in ("RGB", "RGBA") else 1).save(out, kind, **options)
    return out.getvalue()


@pytest.mark.pure
@pytest.mark.parametrize(
    ("kind", "becomes"), [("PNG", "png"), ("JPEG", "jpeg"), ("WEBP", "webp"), ("GIF", "png")]
)
def test_the_type_follows_from_the_bytes(kind, becomes):
    made = prepare(drawn(kind, (2000, 1000)))
    assert (made.content_type, made.width, made.height) == (f"image/{becomes}", 1600, 800)
    assert Image.open(BytesIO(made.content)).format == becomes.upper()


@pytest.mark.pure
def test_turned_pictures_stand_upright_and_tell_nothing():
    exif = Image.Exif()
    exif[0x0112], exif[0x010E] = 6, "Where I live"
    made = prepare(drawn("JPEG", (60, 20), exif=exif))
    assert (made.width, made.height) == (20, 60)
    assert b"Where I live" not in made.content
    assert not dict(Image.open(BytesIO(made.content)).getexif())


@pytest.mark.pure
@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_way_to_hold_colours_is_readable(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    made = prepare(drawn(kind, (1700, 10), mode))
    assert Image.open(BytesIO(made.content)).size == (1600, 9)


@pytest.mark.pure
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", Refused.SVG),
        (b"\xef\xbb\xbf<?xml version='1.0'?><svg/>", Refused.SVG),
        (b"", Refused.UNKNOWN),
        (b"GIF89a", Refused.UNKNOWN),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, Refused.UNKNOWN),
        (drawn()[:60], Refused.UNKNOWN),
        (drawn("BMP"), Refused.UNKNOWN),
        (b"x" * (10 * 1024 * 1024 + 1), Refused.TOO_LARGE),
        (drawn(size=(40_001, 1000), mode="1"), Refused.TOO_MANY_PIXELS),
        (drawn(size=(20_000, 20_000), mode="1"), Refused.TOO_MANY_PIXELS),
    ],
    ids=["svg", "xml", "empty", "head", "zeros", "cut", "bmp", "large", "pixels", "bomb"],
)
def test_what_is_no_picture_is_refused(content, code):
    with pytest.raises(NotAPicture) as refusal:
        prepare(content)
    assert refusal.value.code == code


@pytest.fixture
def draft(pmo):
    return factories.draft("GL-16", by=pmo)


def upload(client, draft, content, *, alt="Steps", **more):
    sent = {"picture": SimpleUploadedFile("a b.png", content), "alt": alt, **more}
    return client.post(reverse("guideline_draft_picture", args=[draft.guideline_id]), sent, **JSON)


@pytest.mark.django_db
def test_a_picture_is_stored_once_and_named_in_markdown(sign_in, pmo, draft):
    client = sign_in(pmo)
    first = upload(client, draft, drawn(), alt="Steps [1] of *x*")
    picture = GuidelineImage.objects.get()
    assert first.json() == {
        "markdown": f"![Steps \\[1\\] of \\*x\\*](image:{picture.token})",
    }
    assert (picture.alt, picture.width, picture.height) == ("Steps [1] of *x*", 40, 30)
    assert picture.file.name == "a b.png"
    assert upload(client, draft, drawn(), alt="Steps [1] of *x*").json() == first.json()
    assert GuidelineImage.objects.count() == 1


@pytest.mark.django_db
def test_words_are_asked_for_unless_it_only_decorates(sign_in, pmo, draft):
    client = sign_in(pmo)
    assert list(upload(client, draft, drawn(), alt=" ").json()["errors"]) == ["alt"]
    assert (
        upload(client, draft, drawn(), alt="", decorative="on")
        .json()["markdown"]
        .startswith("![](image:")
    )
    answer = upload(client, draft, b"<svg/>")
    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["picture"])


@pytest.mark.django_db
def test_without_script_it_goes_to_the_end_of_the_unsaved_text(sign_in, pmo, draft):
    sent = {
        "picture": SimpleUploadedFile("x.png", drawn()),
        "alt": "Steps",
        "title": "T",
        "body": "Typed",
        "base_revision": 0,
    }
    url = reverse("guideline_draft_picture", args=[draft.guideline_id])
    answer = sign_in(pmo).post(url, sent)
    assert answer.url == reverse("guideline_edit", args=[draft.guideline_id])
    token = GuidelineImage.objects.get().token
    assert WorkingCopy.objects.get().values["body"] == f"Typed\n\n![Steps](image:{token})\n"


@pytest.mark.django_db
def test_only_who_may_see_the_guideline_sees_its_pictures(sign_in, pmo, member, stranger, draft):
    picture = pictures.add(draft.guideline, by=pmo, content=drawn(), name="x.png", alt="x")
    url = picture.get_absolute_url()
    assert sign_in(member).get(url).status_code == 404
    factories.publish(draft)
    assert sign_in(stranger).get(url).status_code == 404

    answer = sign_in(member).get(url)
    assert answer.status_code == 200
    assert {name: answer[name] for name in ("Content-Type", "Cache-Control", "ETag")} == {
        "Content-Type": "image/png",
        "Cache-Control": "private, no-cache",
        "ETag": f'"{picture.file.sha256}"',
    }
    assert answer["Content-Disposition"].startswith("inline")
    again = sign_in(member).get(url, HTTP_IF_NONE_MATCH=answer["ETag"])
    assert (again.status_code, b"".join(again)) == (304, b"")
    answer.close()


def test_a_cut_picture_is_refused_also_where_another_library_reads_on(monkeypatch):
    monkeypatch.setattr("PIL.ImageFile.LOAD_TRUNCATED_IMAGES", True)
    whole = drawn()
    with pytest.raises(NotAPicture):
        prepare(whole[: len(whole) // 2])
