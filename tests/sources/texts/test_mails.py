"""Mails: which of their parts is read."""

from sources.texts.reading import read


def test_a_mail_without_a_plain_part_is_read_from_its_page():
    mail = "Subject: Boats\nContent-Type: text/html; charset=utf-8\n\n<p>He said “no”.</p><p>She left.</p>"

    assert read(mail.encode(), "message/rfc822").text == "He said “no”.\n\nShe left."


def test_attachments_are_no_part_of_a_mails_text():
    mail = (
        b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\nHe said no.\n'
        b"--b\nContent-Type: text/plain\nContent-Disposition: attachment; filename=a.txt\n\nSecret.\n--b--\n"
    )

    assert read(mail, "message/rfc822").text == "He said no."
