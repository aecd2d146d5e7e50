ALTER TABLE site
    ADD COLUMN tcf_vendor_id int,
    -- The header that says where a hit comes from, and where the site's policy is another one: none without a header.
    ADD COLUMN region_header text,
    ADD COLUMN required_in   text[] NOT NULL DEFAULT '{}',
    ADD COLUMN opt_out_in    text[] NOT NULL DEFAULT '{}';
