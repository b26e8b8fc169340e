"""PDF: a printed release, read as it was written."""

from sources.texts.reading import read
from tests.sources.texts.pages import refusal


def pdf(*sheets: list[str], title: str = "") -> bytes:
    """A PDF as a word processor writes it, of one font: a page for each list of lines."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", ""]
    kids = []
    for lines in sheets:
        shown = "".join(f"({line.translate({40: '[', 41: ']'})}) Tj T*\n" for line in lines)
        stream = f"BT /F 11 Tf 14 TL 50 800 Td\n{shown}ET"
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R /Resources "
            "<< /Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >> >> >> >>"
        )
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    objects[1] = f"<< /Type /Pages /Count {len(kids)} /Kids [{' '.join(kids)}] >>"
    objects.append(f"<< /Title ({title}) /CreationDate (D:20240305120000Z) >>")
    out, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R "
    return f"{out}/Info {len(objects)} 0 R >>\nstartxref\n{start}\n%%EOF".encode("cp1252")


def test_a_printed_release_is_read_with_its_lines_whole():
    sheet = [
        "Coast Guard of Korda: statement",
        " ",
        "The Coast Guard rejects the claim of the Velnan defence ministry that two",
        "of its boats were sunk. “No boat is missing,” said Commander Havel.",
    ]

    document = read(pdf(sheet, title="Statement"), "application/pdf")

    assert document.title == "Statement"
    assert document.published == ""
    assert document.text == (
        "Coast Guard of Korda: statement\n\nThe Coast Guard rejects the claim of the Velnan defence ministry that two "
        "of its boats were sunk. “No boat is missing,” said Commander Havel."
    )


def test_what_heads_and_foots_every_page_is_left_out():
    sheets = [["Press office", f"On day {day} he said no.", f"Page {day} of 3"] for day in (1, 2, 3)]

    text = read(pdf(*sheets), "application/pdf").text

    assert text == "On day 1 he said no.\n\nOn day 2 he said no.\n\nOn day 3 he said no."


def test_a_scanned_page_says_that_it_is_one():
    assert str(refusal(pdf([""]), "application/pdf")) == ("This PDF has no text in it: it may be a scanned picture.")
