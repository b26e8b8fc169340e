"""A form field for a date as people write it."""

from django import forms
from django.core.exceptions import ValidationError

from sources.dates.days import UnreadableDate
from sources.dates.reading import LONGEST, ReadDate, read_date


class DateWordsField(forms.CharField):
    """“29 Oct 2020”, “last week”, EDTF: cleaned to a ReadDate, or None when left empty.

    Set `dateline` on the field (of a form's instance) for words that need a day to be read against.
    """

    dateline = None

    def __init__(self, **options):
        super().__init__(max_length=LONGEST, **options)

    def clean(self, value) -> ReadDate | None:
        words = super().clean(value)
        if not words:
            return None
        try:
            return read_date(words, dateline=self.dateline)
        except UnreadableDate as unreadable:
            raise ValidationError(str(unreadable), code="date") from unreadable
