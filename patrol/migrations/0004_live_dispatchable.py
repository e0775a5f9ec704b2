"""The nearest free units come from an index of their own, which triggers on units and orders keep true."""

import django.contrib.gis.db.models.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

GEOGRAPHY = django.contrib.postgres.indexes.OpClass("point", name="gist_geography_ops")

RULES = """
CREATE FUNCTION patrol_unit_dispatchable(asked bigint) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT FROM patrol_unit unit
        WHERE unit.id = asked AND unit.status IN ('patrol', 'post', 'standby') AND unit.sworn_on_crew >= 1
            AND NOT EXISTS (
                SELECT FROM patrol_order sent
                WHERE sent.unit_id = unit.id AND sent.commits AND sent.closed_at IS NULL
            )
    );
$$;

CREATE FUNCTION patrol_live_fix_appears() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.dispatchable := patrol_unit_dispatchable(NEW.unit_id);
    RETURN NEW;
END $$;

CREATE FUNCTION patrol_live_fix_follows_unit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE patrol_livefix SET dispatchable = NOT dispatchable
    WHERE unit_id = NEW.id AND dispatchable IS DISTINCT FROM patrol_unit_dispatchable(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION patrol_live_fix_follows_order() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE patrol_livefix SET dispatchable = NOT dispatchable
    WHERE unit_id = NEW.unit_id AND dispatchable IS DISTINCT FROM patrol_unit_dispatchable(NEW.unit_id);
    RETURN NULL;
END $$;

CREATE TRIGGER live_fix_appears BEFORE INSERT ON patrol_livefix
    FOR EACH ROW EXECUTE FUNCTION patrol_live_fix_appears();
CREATE TRIGGER live_fix_follows_unit AFTER UPDATE OF status, sworn_on_crew ON patrol_unit
    FOR EACH ROW EXECUTE FUNCTION patrol_live_fix_follows_unit();
CREATE TRIGGER live_fix_follows_order AFTER INSERT OR UPDATE OF commits, closed_at ON patrol_order
    FOR EACH ROW WHEN (NEW.unit_id IS NOT NULL AND NEW.commits) EXECUTE FUNCTION patrol_live_fix_follows_order();

-- Every row changes every few seconds: dead versions must go before they slow the search.
ALTER TABLE patrol_livefix SET (
    autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 2000, autovacuum_vacuum_cost_delay = 0
);
"""

DROP_RULES = """
ALTER TABLE patrol_livefix RESET (
    autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold, autovacuum_vacuum_cost_delay
);
DROP TRIGGER live_fix_follows_order ON patrol_order;
DROP TRIGGER live_fix_follows_unit ON patrol_unit;
DROP TRIGGER live_fix_appears ON patrol_livefix;
DROP FUNCTION patrol_live_fix_follows_order();
DROP FUNCTION patrol_live_fix_follows_unit();
DROP FUNCTION patrol_live_fix_appears();
DROP FUNCTION patrol_unit_dispatchable(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("patrol", "0003_default_templates")]

    operations = [
        # A cache: `patrol.live.refill` brings it back from the tracks.
        migrations.RunSQL("TRUNCATE patrol_livefix", ""),
        migrations.AddField("livefix", "dispatchable", models.BooleanField(db_default=False)),
        migrations.RemoveField("livefix", "point"),
        migrations.AddField(
            "livefix",
            "point",
            django.contrib.gis.db.models.fields.PointField(geography=True, spatial_index=False, srid=4326),
        ),
        migrations.AlterField(
            "livefix",
            "unit",
            models.OneToOneField(
                db_constraint=False,
                on_delete=django.db.models.deletion.CASCADE,
                primary_key=True,
                related_name="live_fix",
                serialize=False,
                to="patrol.unit",
            ),
        ),
        migrations.AddIndex(
            "livefix",
            django.contrib.postgres.indexes.GistIndex(
                GEOGRAPHY, condition=models.Q(("dispatchable", True)), name="live_dispatchable"
            ),
        ),
        migrations.AddIndex(
            "livefix",
            django.contrib.postgres.indexes.GistIndex(
                GEOGRAPHY, condition=models.Q(("dispatchable", False)), name="live_passed_over"
            ),
        ),
        migrations.RunSQL(RULES, "TRUNCATE patrol_livefix;" + DROP_RULES),
    ]
