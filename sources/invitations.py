"""The key in an invitation: it lets a new colleague choose a first password, once, for some days."""

from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.utils.http import base36_to_int, int_to_base36

User = get_user_model()


class _Keys(PasswordResetTokenGenerator):
    """Django's signed tokens under a salt of our own, so that no password reset passes for an invitation."""

    key_salt = "sources.invitations"


_keys = _Keys()


def key_for(account) -> str:
    """The key for an account without a password. It dies when the password is set, and after PASSWORD_RESET_TIMEOUT."""
    return f"{int_to_base36(account.pk)}-{_keys.make_token(account)}"


def account_of(key: str):
    """The account that this key lets in, or None when it is wrong, too old or used."""
    number, _, token = key.partition("-")
    try:
        account = User.objects.filter(pk=base36_to_int(number), is_active=True).first()
    except (ValueError, OverflowError):
        return None
    usable = account and not account.has_usable_password() and _keys.check_token(account, token)
    return account if usable else None
