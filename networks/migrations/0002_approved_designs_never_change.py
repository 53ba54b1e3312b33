"""The database itself refuses to change an approved design, its goals or its criteria."""

from django.db import migrations

CREATE = """
-- FOR SHARE: whoever adds a goal while the design is being approved waits, and then sees it.
CREATE FUNCTION networks_design_is_frozen(design bigint) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    found_status text;
BEGIN
    SELECT status INTO found_status FROM networks_networkdesign WHERE id = design FOR SHARE;
    RETURN found_status IS NOT DISTINCT FROM 'approved';
END $$;

CREATE FUNCTION networks_refuse_frozen_design() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.status = 'approved' THEN
        RAISE EXCEPTION 'An approved design is never changed: make a new version.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'design_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION networks_refuse_frozen_goal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'DELETE' AND networks_design_is_frozen(NEW.design_id))
        OR (TG_OP <> 'INSERT' AND networks_design_is_frozen(OLD.design_id)) THEN
        RAISE EXCEPTION 'The goals of an approved design are never changed: make a new version.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'design_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION networks_refuse_frozen_criterion() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (TG_OP <> 'DELETE' AND networks_design_is_frozen(
            (SELECT design_id FROM networks_goal WHERE id = NEW.goal_id)))
        OR (TG_OP <> 'INSERT' AND networks_design_is_frozen(
            (SELECT design_id FROM networks_goal WHERE id = OLD.goal_id))) THEN
        RAISE EXCEPTION 'The criteria of an approved design are never changed: make a new version.'
            USING ERRCODE = 'integrity_constraint_violation', CONSTRAINT = 'design_is_frozen';
    END IF;
    IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER design_is_frozen BEFORE UPDATE OR DELETE ON networks_networkdesign
    FOR EACH ROW EXECUTE FUNCTION networks_refuse_frozen_design();
CREATE TRIGGER goal_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON networks_goal
    FOR EACH ROW EXECUTE FUNCTION networks_refuse_frozen_goal();
CREATE TRIGGER criterion_is_frozen BEFORE INSERT OR UPDATE OR DELETE ON networks_successcriterion
    FOR EACH ROW EXECUTE FUNCTION networks_refuse_frozen_criterion();
"""

DROP = """
DROP TRIGGER criterion_is_frozen ON networks_successcriterion;
DROP TRIGGER goal_is_frozen ON networks_goal;
DROP TRIGGER design_is_frozen ON networks_networkdesign;
DROP FUNCTION networks_refuse_frozen_criterion();
DROP FUNCTION networks_refuse_frozen_goal();
DROP FUNCTION networks_refuse_frozen_design();
DROP FUNCTION networks_design_is_frozen(bigint);
"""


class Migration(migrations.Migration):
    dependencies = [("networks", "0001_initial")]

    operations = [migrations.RunSQL(CREATE, DROP)]
