from django.db import migrations

# “About” is ten per cent either way, as in `claims.figures`.
FUNCTIONS = """
CREATE FUNCTION words_of(text, text, text) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE
    RETURN to_tsvector('simple'::regconfig, fold(concat_ws(' ', $1, $2, $3)));

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
DROP FUNCTION words_of(text, text, text);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [("sources", "0001_functions")]

    operations = [migrations.RunSQL(FUNCTIONS, DROP)]
