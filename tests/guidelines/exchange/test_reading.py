"""Folders, archives and single files become packages; what is not safe is refused."""

import zipfile

import pytest

from guidelines.exchange import encodings, reading
from guidelines.exchange.archives import Limits
from guidelines.exchange.problems import MESSAGES, Refused
from guidelines.exchange.reading import guide_file, read_file, read_folder, read_zip
from tests.guidelines.exchange.builders import PNG, package, zipped

pytestmark = pytest.mark.pure


def told(found):
    return [(problem.path, problem.line, problem.code) for problem in found]


def test_a_folder_is_read_without_hidden_files_and_links(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "one.md").write_text("# One\n\nText\n")
    (tmp_path / "a" / "one.png").write_bytes(PNG)
    (tmp_path / "a" / "notes.pdf").write_bytes(b"%PDF-1.7")
    (tmp_path / "a" / "drawing.svg").write_text("<svg/>")
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.md").write_text("# Hidden\n")
    (tmp_path / "away.md").symlink_to("/etc/hostname")

    found = read_folder(tmp_path)

    assert [file.path for file in found.files] == ["a/one.md"]
    assert found.images == {"a/one.png": PNG}
    assert found.others == {"a/notes.pdf", "a/drawing.svg"}
    assert told(found.problems) == [
        ("a/drawing.svg", 0, "image_unknown"),
        ("a/notes.pdf", 0, "file_not_kept"),
    ]


def test_a_folder_and_its_archive_hold_the_same(tmp_path):
    files = {"x/a.md": b"# A\n", "x/i.png": PNG, "__MACOSX/x/a.md": b"junk"}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)

    assert read_folder(tmp_path) == read_zip(zipped(files))


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("/etc/a.md", "package_unsafe_name"),
        ("../a.md", "package_unsafe_name"),
        ("x/../../a.md", "package_unsafe_name"),
        ("C:/a.md", "package_unsafe_name"),
        ("x\\..\\a.md", "package_unsafe_name"),
    ],
)
def test_unsafe_names_are_refused(name, code):
    with pytest.raises(Refused) as refusal:
        read_zip(zipped({name: "# A\n"}))
    assert refusal.value.code == code


def test_a_link_in_an_archive_is_refused():
    entry = zipfile.ZipInfo("a.md")
    entry.external_attr = 0o120777 << 16
    with pytest.raises(Refused) as refusal:
        read_zip(zipped({entry: "/etc/passwd"}))
    assert refusal.value.code == "package_link"


def test_an_encrypted_archive_is_refused():
    data = bytearray(zipped({"a.md": "# A\n"}))
    data[data.index(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Refused) as refusal:
        read_zip(bytes(data))
    assert refusal.value.code == "package_encrypted"


@pytest.mark.parametrize(
    ("files", "limits", "code"),
    [
        ({"a.md": "x" * 3_000_000}, Limits(), "package_bomb"),
        ({"a.md": "x" * 2_000}, Limits(unpacked_bytes=1_000), "package_bomb"),
        ({f"{n}.md": "x" for n in range(11)}, Limits(entries=10), "package_too_many"),
        ({"a.txt": "x"}, Limits(), "package_empty"),
    ],
)
def test_archives_beyond_the_limits_are_refused(files, limits, code):
    with pytest.raises(Refused) as refusal:
        read_zip(zipped(files), limits)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("a.zip", b"PK\x03\x04 broken", "package_not_zip"),
        ("a.md", b"\x00" * 100, "package_not_zip"),
        ("a.exe", b"MZ", "package_not_zip"),
    ],
)
def test_single_files_that_are_no_text_are_refused(name, data, code):
    with pytest.raises(Refused) as refusal:
        read_file(name, data)
    assert refusal.value.code == code


def test_a_damaged_archive_is_refused():
    data = bytearray(zipped({"a.md": "# A\n" * 500}))
    data[40:60] = b"\xff" * 20
    with pytest.raises(Refused) as refusal:
        read_zip(bytes(data))
    assert refusal.value.code == "package_damaged"


def test_texts_that_are_too_long_and_binary_files_are_left_out():
    found = read_zip(
        zipped({"a.md": "# A\n", "b.md": "x" * 1500, "c.md": b"\x00\x01" * 50}),
        Limits(text_bytes=1000),
    )
    assert [file.path for file in found.files] == ["a.md"]
    assert told(found.problems) == [("b.md", 0, "file_too_long"), ("c.md", 0, "file_binary")]


@pytest.mark.parametrize(
    ("data", "text", "encoding", "newline", "codes"),
    [
        (b"\xef\xbb\xbf\xc3\x84\n", "Ä\n", "utf-8-sig", "\n", []),
        ("Ä\r\nb\r\n".encode(), "Ä\nb\n", "utf-8", "\r\n", []),
        (b"\xff\xfe" + "Ä\n".encode("utf-16-le"), "Ä\n", "utf-16-le", "\n", []),
        (b"\xfe\xff" + "Ä\n".encode("utf-16-be"), "Ä\n", "utf-16-be", "\n", []),
        (b"\x93Gr\xf6\xdfe\x94\n", "“Größe”\n", "cp1252", "\n", ["encoding_guessed"]),
    ],
)
def test_encodings_are_read_and_written_again(data, text, encoding, newline, codes):
    found = encodings.decode(data)
    assert found.text == text
    assert (found.encoding, found.newline) == (encoding, newline)
    assert [code for code, _ in found.problems] == codes
    assert encodings.encode(found.text, found.encoding, found.newline) == data


def test_what_an_encoding_cannot_keep_is_told():
    found = encodings.decode(b"a\x00b\r\nc\nd\r")
    assert found.text == "ab\nc\nd\n"
    assert found.problems == (("characters_dropped", {"count": 1}), ("newlines_mixed", {}))
    assert encodings.encode("Ω\n", "cp1252") == "Ω\n".encode()


@pytest.mark.parametrize(
    ("path", "text", "title", "body"),
    [
        ("a.md", "---\ntitle: Named\n---\n# Heading\n\nx\n", "Named", "# Heading\n\nx\n"),
        ("a.md", "---\ntitle: Same\n---\n\n# Same\n\nx\n", "Same", "\nx\n"),
        ("a.md", "# The *first* one\n\nx\n", "The first one", "x\n"),
        ("a.md", "Setext\n======\n\nx\n", "Setext", "x\n"),
        ("a.md", "> Tip\n\n# Later\n\nx\n", "Later", "> Tip\n\nx\n"),
        ("a.md", "## Second level\n", "A", "## Second level\n"),
        ("a.md", "```\n# code\n```\n", "A", "```\n# code\n```\n"),
        ("some-page_name.md", "x\n", "Some page name", "x\n"),
        ("5-phase/README.md", "x\n", "5 phase", "x\n"),
        ("a.md", "---\ntitle: [1, 2\n---\n# H\n", "H", ""),
    ],
)
def test_the_title_is_not_shown_twice(path, text, title, body):
    made, _problems = guide_file(path, text.encode())
    assert (made.title, made.body) == (title, body)
    assert made.head + body[: made.cut_at] + made.cut + body[made.cut_at :] == text


def test_front_matter_that_cannot_be_read_is_kept_and_told():
    made, problems = guide_file("a.md", b"---\ntitle: [1\n---\nx\n")
    assert made.front_matter == "title: [1\n"
    assert made.fields == {}
    assert told(problems) == [("a.md", 1, "front_matter_unreadable")]


def test_a_line_is_that_of_the_file():
    made = package({"a.md": "---\ntitle: T\n---\n# T\n\nfirst\nsecond\n"}).files[0]
    assert made.line_at(made.body.index("second")) == 7


def test_every_problem_has_a_sentence():
    codes = {problem.code for problem in package({"a.md": "# A\n", "b.pdf": b"x"}).problems}
    assert codes <= set(MESSAGES)
    assert reading.image_type(PNG) == "image/png"
    assert reading.image_type(b"GIF89a....") == "image/gif"
    assert reading.image_type(b"<svg") == ""
