from django.db import migrations

# “About” is ten per cent either way, as in `claims.figures`.
FUNCTIONS = """
-- Words and numbers alone: else PostgreSQL takes “-25” of “Su-25”, “3.5” or “km/h” for one. “1,166” is “1166”.
CREATE FUNCTION plain(text) RETURNS text
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN translate(
        regexp_replace(fold($1), '(?<=\\d),(?=\\d{3}(?!\\d))', '', 'g'),
        '!"#$%&''()*+,-./:;<=>?@[\\]^`{|}~', repeat(' ', 31)
    );

CREATE FUNCTION words_of(text, text, text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('simple'::regconfig, plain(concat_ws(' ', $1, $2, $3)));

-- What finds these words in a row, the last one by its beginning. Null where there are none.
CREATE FUNCTION beginning(text) RETURNS tsquery
    LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
    RETURN to_tsquery(
        'simple'::regconfig,
        regexp_replace(nullif(btrim(plain($1)), ''), '\\s+', ' <-> ', 'g') || ':*'
    );

CREATE FUNCTION figure_scope(
    quantity varchar, population varchar, side bigint, place varchar, period varchar, cumulative boolean,
    unit varchar
) RETURNS text
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN fold(quantity) || '|' || fold(population) || '|' || coalesce(side::text, '') || '|'
        || fold(place) || '|' || period || '|' || CASE WHEN cumulative THEN 'total' ELSE 'incident' END
        || '|' || fold(unit);

CREATE FUNCTION figure_span(bound varchar, low numeric, high numeric) RETURNS numrange
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN CASE
        WHEN bound = 'withheld' OR low > high THEN 'empty'::numrange  -- the second is refused, in words
        WHEN bound = 'about' THEN numrange(low * 0.9, high * 1.1, '[]')
        ELSE numrange(low, high, '[]')
    END;
"""

DROP = """
DROP FUNCTION figure_span(varchar, numeric, numeric);
DROP FUNCTION figure_scope(varchar, varchar, bigint, varchar, varchar, boolean, varchar);
DROP FUNCTION beginning(text);
DROP FUNCTION words_of(text, text, text);
DROP FUNCTION plain(text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("sources", "0001_functions")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
