-- Audiences that are no more, whose lists are yet to be taken out of Redis, or were in one of its processes.
CREATE TABLE gone_audience (
    serial     bigint PRIMARY KEY,
    -- Its serial. Without a reference to the site, which it outlives.
    site       bigint NOT NULL,
    gone       timestamptz NOT NULL,
    -- The process of Redis in which nothing is left of it. Another one may have come from a backup.
    removed_in text COLLATE "C"
);

-- Whether the audience was deleted or its site.
CREATE FUNCTION note_gone_audience() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO gone_audience (serial, site, gone) VALUES (OLD.serial, OLD.site, now());
    RETURN OLD;
END
$$;
CREATE TRIGGER audience_gone AFTER DELETE ON audience FOR EACH ROW EXECUTE FUNCTION note_gone_audience();
