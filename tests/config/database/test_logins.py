"""Who signs in, and with what."""

from config.database import logins


def test_a_secret_is_made_once(tmp_path):
    first = logins.kept_secret(tmp_path / "secret_key")

    assert logins.kept_secret(tmp_path / "secret_key") == first
    assert len(first) > 60
