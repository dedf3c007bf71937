-- Indexes of a database in SQLite, beside the keys.
CREATE INDEX figures_by_record ON figures (doc_id, record_id);
CREATE INDEX figures_by_place ON figures (place_key, year);
CREATE INDEX figures_by_subject ON figures (subject, year);
CREATE INDEX documents_by_doc_id ON documents (doc_id);
CREATE INDEX documents_by_body ON documents (body_sha256);
CREATE INDEX persons_by_name ON persons (name);
CREATE INDEX organizations_by_name ON organizations (name);
CREATE INDEX places_by_key ON places (place_key);
