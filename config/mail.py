"""Whether mail leaves this installation, and where it is if it does not."""

from django.conf import settings

FILED = "django.core.mail.backends.filebased.EmailBackend"
"""Where no mail server is set, each mail is a file in the folder `mail` of the data."""

WHERE_IT_IS = "Whoever runs this installation finds the mail in the folder “mail” of its data."


def leaves() -> bool:
    """Is a mail server set?"""
    return settings.EMAIL_BACKEND != FILED
