-- Makes 9,900 more audiences of the site "mall", as 9,900 PUTs would, of sections like its last one ("-1j") that nobody visits.
BEGIN;
CREATE TEMPORARY VIEW template AS
  SELECT audience.*, row_number() OVER (ORDER BY audience.serial) - 1 AS place, site.next_trait
  FROM audience JOIN site ON site.serial = audience.site
  WHERE site.id = 'mall' AND audience.id LIKE '%-1j';
CREATE TEMPORARY TABLE made AS
  SELECT template.*, '-x' || n AS section, next_trait + 5 * n + place AS number, nextval('audience_serial_seq') AS made_serial
  FROM template, generate_series(0, 1979) AS n;
INSERT INTO trait (site, number, condition, hash)
  SELECT made.site, made.number, condition, encode(sha256(convert_to(condition, 'UTF8')), 'hex')
  FROM made, LATERAL (
    SELECT replace(condition, '-1j', section) AS condition FROM trait
    WHERE trait.site = made.site AND trait.number = made.traits[1]) AS renamed;
INSERT INTO audience (serial, site, id, definition, traits, version, created, changed, complete_from)
  SELECT made_serial, site, replace(id, '-1j', section), replace(definition, '-1j', section), ARRAY[number], version, created, changed,
    complete_from
  FROM made;
INSERT INTO need (audience, site, trait, threshold, window_millis, reach_millis, since)
  SELECT made_serial, made.site, number, threshold, window_millis, reach_millis, since
  FROM made JOIN need ON need.audience = made.serial;
UPDATE site SET next_trait = next_trait + 5 * 1980 WHERE id = 'mall';
COMMIT;
