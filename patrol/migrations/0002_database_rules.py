"""Rules that only the database can keep: the journal's immutability, the shape of the position tables."""

from django.db import migrations

JOURNAL_RULES = """
CREATE FUNCTION patrol_journal_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Only test databases set patrol.allow_truncate: their flush between tests needs it.
    IF TG_OP = 'TRUNCATE' AND current_setting('patrol.allow_truncate', true) = 'on' THEN
        RETURN NULL;
    END IF;
    RAISE EXCEPTION 'the journal is append-only: % refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION patrol_journal_number_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.position IS NOT NULL OR NEW.position IS NULL
        OR to_jsonb(OLD) - ARRAY['position', 'prev_hash', 'hash', 'previous']
           IS DISTINCT FROM to_jsonb(NEW) - ARRAY['position', 'prev_hash', 'hash', 'previous'] THEN
        RAISE EXCEPTION 'the journal is append-only: UPDATE refused' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION patrol_journal_wake() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify('patrol_journal', '');
    RETURN NULL;
END $$;

CREATE TRIGGER journal_update BEFORE UPDATE ON patrol_journalentry
    FOR EACH ROW EXECUTE FUNCTION patrol_journal_number_only();
CREATE TRIGGER journal_delete BEFORE DELETE ON patrol_journalentry
    FOR EACH ROW EXECUTE FUNCTION patrol_journal_refuse();
CREATE TRIGGER journal_truncate BEFORE TRUNCATE ON patrol_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION patrol_journal_refuse();
CREATE TRIGGER journal_wake AFTER INSERT ON patrol_journalentry
    FOR EACH STATEMENT EXECUTE FUNCTION patrol_journal_wake();
"""

DROP_JOURNAL_RULES = """
DROP TRIGGER journal_wake ON patrol_journalentry;
DROP TRIGGER journal_truncate ON patrol_journalentry;
DROP TRIGGER journal_delete ON patrol_journalentry;
DROP TRIGGER journal_update ON patrol_journalentry;
DROP FUNCTION patrol_journal_wake();
DROP FUNCTION patrol_journal_number_only();
DROP FUNCTION patrol_journal_refuse();
"""

LIVE_FIX = """
ALTER TABLE patrol_livefix SET UNLOGGED;
ALTER TABLE patrol_livefix SET (fillfactor = 50);
"""

FIX = """
CREATE TABLE patrol_fix (
    unit_id bigint NOT NULL,
    fixed_at timestamptz NOT NULL,
    received_at timestamptz NOT NULL,
    lon double precision NOT NULL,
    lat double precision NOT NULL,
    accuracy_m real,
    speed_mps real,
    heading_deg real,
    source smallint NOT NULL,
    PRIMARY KEY (unit_id, fixed_at, source)
) PARTITION BY RANGE (fixed_at);
CREATE INDEX patrol_fix_time ON patrol_fix USING brin (fixed_at);
CREATE TABLE patrol_fix_other PARTITION OF patrol_fix DEFAULT;
"""


class Migration(migrations.Migration):
    dependencies = [("patrol", "0001_initial")]

    operations = [
        migrations.RunSQL(JOURNAL_RULES, DROP_JOURNAL_RULES),
        migrations.RunSQL(LIVE_FIX, "ALTER TABLE patrol_livefix SET LOGGED;"),
        migrations.RunSQL(FIX, "DROP TABLE patrol_fix;"),
    ]
