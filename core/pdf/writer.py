"""Writes PDF objects to bytes: object streams, cross-references, nothing that varies by itself."""

import hashlib
import zlib

OBJECTS_PER_STREAM = 200


class PdfWriter:
    """Numbers objects, then writes them in one go."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}
        self._streams: dict[int, tuple[str, bytes]] = {}
        self._last = 0
        self._known: dict[str | bytes, int] = {}

    def reserve(self) -> int:
        """Give out the next object number; `put` must follow."""
        self._last += 1
        return self._last

    def put(self, number: int, text: str) -> None:
        """Fill a reserved object."""
        self._texts[number] = text

    def add(self, text: str) -> int:
        """Add an object and return its number."""
        number = self.reserve()
        self._texts[number] = text
        return number

    def add_once(self, text: str) -> int:
        """Add an object unless the same text is there already."""
        if text not in self._known:
            self._known[text] = self.add(text)
        return self._known[text]

    def add_stream(self, entries: str, data: bytes, *, is_deflated: bool = False) -> int:
        """Add a stream; data without a filter of its own is deflated."""
        if not is_deflated and "/Filter" not in entries:
            data, is_deflated = zlib.compress(data, 6), True
        if is_deflated:
            entries += "/Filter/FlateDecode"
        number = self.reserve()
        self._streams[number] = (entries, data)
        return number

    def add_stream_once(self, entries: str, data: bytes) -> int:
        """Add a stream unless the same one is there already."""
        key = hashlib.sha256(entries.encode() + b"\n" + data).digest()
        if key not in self._known:
            self._known[key] = self.add_stream(entries, data)
        return self._known[key]

    def write(self, catalog: int, info: int) -> bytes:
        """Return the file; its identifier is a hash of everything in it."""
        places: dict[int, tuple[int, int, int]] = {}
        chunks = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        position = len(chunks[0])
        self._pack_texts(places)
        for number, (entries, data) in sorted(self._streams.items()):
            places[number] = (1, position, 0)
            chunks.append(_stream(number, entries, data))
            position += len(chunks[-1])
        digest = hashlib.sha256(b"".join(chunks)).hexdigest()[:32]
        chunks.append(self._cross_references(places, position, catalog, info, digest))
        chunks.append(f"startxref\n{position}\n%%EOF\n".encode())
        return b"".join(chunks)

    def _pack_texts(self, places: dict[int, tuple[int, int, int]]) -> None:
        numbers = sorted(self._texts)
        for start in range(0, len(numbers), OBJECTS_PER_STREAM):
            group = numbers[start : start + OBJECTS_PER_STREAM]
            bodies = [self._texts[number].encode("latin-1") for number in group]
            index, offset = [], 0
            for number, body in zip(group, bodies, strict=True):
                index.append(f"{number} {offset}")
                offset += len(body) + 1
            head = " ".join(index).encode() + b"\n"
            holder = self.add_stream(
                f"/Type/ObjStm/N {len(group)}/First {len(head)}", head + b"\n".join(bodies)
            )
            places.update({number: (2, holder, place) for place, number in enumerate(group)})

    def _cross_references(
        self,
        places: dict[int, tuple[int, int, int]],
        position: int,
        catalog: int,
        info: int,
        digest: str,
    ) -> bytes:
        number = self.reserve()
        places[number] = (1, position, 0)
        rows = [(0, 0, 65535), *(places[i] for i in range(1, number + 1))]
        table = b"".join(
            kind.to_bytes(1) + second.to_bytes(4) + third.to_bytes(2)
            for kind, second, third in rows
        )
        entries = (
            f"/Type/XRef/Size {number + 1}/W[1 4 2]/Root {catalog} 0 R/Info {info} 0 R"
            f"/ID[<{digest}><{digest}>]/Filter/FlateDecode"
        )
        return _stream(number, entries, zlib.compress(table, 6))


def _stream(number: int, entries: str, data: bytes) -> bytes:
    head = f"{number} 0 obj\n<<{entries}/Length {len(data)}>>\nstream\n".encode("latin-1")
    return head + data + b"\nendstream\nendobj\n"


def text_string(text: str) -> str:
    """Return a text as a PDF string object."""
    if text.isascii() and text.isprintable():
        escaped = text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
        return f"({escaped})"
    return f"<feff{text.encode('utf-16-be').hex()}>"


def numbers(values: list[float]) -> str:
    """Return coordinates as a PDF array."""
    return f"[{' '.join(f'{value:.2f}' for value in values)}]"
