-- What an audience needs of each trait that its rule, and those of the audiences that it names, ask about.
CREATE TABLE need (
    audience      bigint NOT NULL REFERENCES audience ON DELETE CASCADE,
    site          bigint NOT NULL REFERENCES site ON DELETE CASCADE,
    trait         int NOT NULL,
    -- The largest count told from fewer, and the shortest window; 0 where the trait keeps what needs none.
    threshold     int NOT NULL,
    window_millis bigint NOT NULL,
    reach_millis  bigint NOT NULL,
    -- Since when so much has been kept without a break.
    since         timestamptz NOT NULL,
    PRIMARY KEY (audience, trait)
);
CREATE INDEX need_trait ON need (site, trait);

ALTER TABLE trait DROP COLUMN since;

ALTER TABLE audience
    -- The audiences that its rule names, each as often as it stands there, and of how many rules its own is made.
    ADD COLUMN names text[] NOT NULL DEFAULT '{}',
    ADD COLUMN rules int NOT NULL DEFAULT 1,
    -- From when on its answers miss nothing.
    ADD COLUMN complete_from timestamptz NOT NULL DEFAULT now();
CREATE INDEX audience_names ON audience (site) WHERE cardinality(names) > 0;
