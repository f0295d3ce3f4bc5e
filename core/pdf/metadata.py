"""Document information, once for old readers (Info) and once for archives (XMP)."""

from html import escape

from core.pdf.types import DocumentMeta
from core.pdf.writer import PdfWriter, text_string

PRODUCER = "PMO Portal"


def info_object(meta: DocumentMeta) -> str:
    """Return the information dictionary."""
    moment = meta.created.strftime("%Y%m%d%H%M%S")
    zone = meta.created.strftime("%z") or "+0000"
    date = text_string(f"D:{moment}{zone[:3]}'{zone[3:5]}'")
    texts = {
        "Title": meta.title,
        "Author": meta.author,
        "Subject": meta.subject,
        "Keywords": ", ".join(meta.keywords),
        "Producer": PRODUCER,
        "Classification": meta.classification,
    }
    filled = "".join(f"/{key} {text_string(text)}" for key, text in texts.items() if text)
    return f"<<{filled}/CreationDate {date}/ModDate {date}>>"


def add_xmp(writer: PdfWriter, meta: DocumentMeta) -> int:
    """Add the XMP packet, readable without a PDF reader, and return its number."""
    return writer.add_stream("/Type/Metadata/Subtype/XML/Filter[]", xmp(meta).encode())


def xmp(meta: DocumentMeta) -> str:
    """Return the XMP packet. It claims no standard, because no outside validator has agreed yet."""
    moment = escape(meta.created.isoformat(timespec="seconds"))
    keywords = escape(", ".join(meta.keywords))
    return f"""<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(meta.title)}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{escape(meta.author)}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(meta.subject)}</rdf:li></rdf:Alt>
</dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{escape(meta.classification)}</rdf:li></rdf:Alt>
</dc:rights>
<dc:language><rdf:Bag><rdf:li>{escape(meta.lang)}</rdf:li></rdf:Bag></dc:language>
<pdf:Keywords>{keywords}</pdf:Keywords><pdf:Producer>{PRODUCER}</pdf:Producer>
<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
