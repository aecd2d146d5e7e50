-- Who is gone, as Redis has it, for a Redis that comes from a backup. Without a reference to the site, which it outlives.
CREATE TABLE tombstone (
    -- The site's serial in base 36, and the keyed hash of the visitor's ID, as text.
    name  text COLLATE "C" PRIMARY KEY,
    -- e: erased, w: withdrawn.
    why   text COLLATE "C" NOT NULL,
    since timestamptz NOT NULL
);
CREATE INDEX tombstone_since ON tombstone (since);
