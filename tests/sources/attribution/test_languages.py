"""Telling English, which is read, from other languages, which are not."""

import pytest

from sources.attribution.languages import is_english
from tests.sources.attribution import reports


@pytest.mark.parametrize(
    "text",
    [
        "Министерство обороны заявило, что над побережьем сбиты два самолета.",
        "Генеральний штаб повідомив, що втрат серед військових немає.",
        "Պաշտպանության նախարարությունը հերքել է այդ լուրը և կոչ արել սպասել։",
        "أعلنت وزارة الدفاع أنها أغرقت زورقين فيما وصف مسؤولون ذلك بأنه كذب",
        "Müdafiə Nazirliyi bildirib ki, düşmənin iki təyyarəsi vurulub və itki yoxdur.",
        "Le ministère a dit hier que ses forces avaient repris la ville sans pertes.",
        "Армия сообщила.",
    ],
)
def test_other_languages_are_not_english(text):
    assert not is_english(text)


@pytest.mark.parametrize("text", ["", "Adran, 5 May", "No boat of ours is missing.", "14 drones shot down."])
def test_little_or_nothing_in_latin_letters_is_taken_for_english(text):
    assert is_english(text)


def test_every_report_is_english():
    assert all(is_english(report.text) for report in reports.reports())
