from django.db import migrations

# Immutable, so that generated columns and indexes may use them: the dictionary is named in full.
FUNCTIONS = """
CREATE FUNCTION fold(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN lower(public.unaccent('public.unaccent'::regdictionary, $1));

CREATE FUNCTION lines(name varchar, aliases varchar[]) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN E'\\n' || name || E'\\n' || array_to_string(aliases, E'\\n') || E'\\n';

-- Letters that English writes as two, so that Shushi and Şuşa resemble each other.
CREATE FUNCTION romanised(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN fold(replace(replace(replace(replace(replace(translate(
        lower($1), 'şšșčçžğə', 'ššščçžǧa'),
        'š', 'sh'), 'č', 'ch'), 'ç', 'ch'), 'ž', 'zh'), 'ǧ', 'gh'));

CREATE FUNCTION sha256_of(text) RETURNS varchar
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN encode(sha256(convert_to($1, 'UTF8')), 'hex');

-- Whom the history will name for what this transaction writes (`config.history.recorded`).
CREATE FUNCTION signer() RETURNS bigint
    LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (nullif(current_setting('pghistory.context_metadata', true), '')::jsonb ->> 'user')::bigint;
"""

DROP = """
DROP FUNCTION signer();
DROP FUNCTION sha256_of(text);
DROP FUNCTION romanised(text);
DROP FUNCTION lines(varchar, varchar[]);
DROP FUNCTION fold(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("config", "0001_extensions")]

    operations = [
        migrations.RunSQL(FUNCTIONS, DROP),
    ]
