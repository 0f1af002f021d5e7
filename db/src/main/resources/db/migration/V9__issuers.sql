-- Certificates of authorities below the configured ones, by whom certificates of accepted chains were issued: without
-- them no bundle leads to an authority. SHA-256 of the DER of their subject; NULL for every other certificate.
ALTER TABLE certificate_record ADD COLUMN issues_as CHAR(64) NULL;
CREATE INDEX ix_certificate_record_issues_as ON certificate_record (issues_as);
