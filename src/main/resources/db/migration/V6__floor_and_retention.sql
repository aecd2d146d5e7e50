-- A site of before withholds audiences of fewer than 100 until its owner says otherwise.
ALTER TABLE site
    ADD COLUMN minimum_audience_size    integer NOT NULL DEFAULT 100,
    -- As its owner wrote it, such as 180d.
    ADD COLUMN maximum_retention        text;
ALTER TABLE site ALTER COLUMN minimum_audience_size DROP DEFAULT;
