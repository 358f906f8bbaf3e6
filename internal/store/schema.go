package store

// Version is the format that is written (PRAGMA user_version). What changes the
// meaning of a column raises it; new columns and views do not.
const Version = 1

// tables makes an empty store; docs/store.md explains the columns.
const tables = `
CREATE TABLE device (
  name      TEXT PRIMARY KEY,
  addresses TEXT NOT NULL,
  rules     TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE key (
  device TEXT NOT NULL, path TEXT NOT NULL, number INTEGER NOT NULL,
  fingerprint TEXT NOT NULL, secret INTEGER NOT NULL, locked INTEGER NOT NULL, public BLOB NOT NULL,
  PRIMARY KEY (device, path, number)
) WITHOUT ROWID;

CREATE TABLE backup (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL, path TEXT NOT NULL, source TEXT NOT NULL, form TEXT NOT NULL,
  digest BLOB NOT NULL, content TEXT NOT NULL,
  UNIQUE (device, path)
);

CREATE TABLE backup_key (
  backup INTEGER NOT NULL, number INTEGER NOT NULL, own INTEGER NOT NULL,
  fingerprint TEXT NOT NULL, secret INTEGER NOT NULL, locked INTEGER NOT NULL, public BLOB NOT NULL,
  PRIMARY KEY (backup, number)
) WITHOUT ROWID;

CREATE TABLE archive (
  id INTEGER PRIMARY KEY,
  device TEXT NOT NULL, path TEXT NOT NULL, source TEXT NOT NULL,
  dialect TEXT NOT NULL, bytes INTEGER NOT NULL, messages INTEGER NOT NULL,
  ordinary INTEGER NOT NULL, junk INTEGER NOT NULL, drafts INTEGER NOT NULL,
  mailboxes TEXT NOT NULL, errors TEXT NOT NULL, notes TEXT NOT NULL,
  tried TEXT NOT NULL, state TEXT NOT NULL,
  UNIQUE (device, path)
);

CREATE TABLE problem (
  source TEXT NOT NULL, number INTEGER NOT NULL, text TEXT NOT NULL, hint TEXT NOT NULL,
  PRIMARY KEY (source, number)
) WITHOUT ROWID;

CREATE TABLE message (
  id INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE, chat INTEGER NOT NULL,
  message_id TEXT NOT NULL, group_id TEXT NOT NULL, group_name TEXT NOT NULL,
  author TEXT NOT NULL, written INTEGER NOT NULL, added TEXT NOT NULL, removed TEXT NOT NULL,
  opening TEXT NOT NULL, signature TEXT NOT NULL, signer TEXT NOT NULL,
  content TEXT NOT NULL
);

CREATE TABLE event (
  archive INTEGER NOT NULL, position INTEGER NOT NULL, message INTEGER NOT NULL,
  member TEXT NOT NULL, key TEXT NOT NULL, offset INTEGER NOT NULL, in_file INTEGER NOT NULL,
  length INTEGER NOT NULL, sha256 BLOB NOT NULL,
  folder TEXT NOT NULL, flags TEXT NOT NULL, use TEXT NOT NULL,
  uid INTEGER NOT NULL, basis TEXT NOT NULL, arrived TEXT NOT NULL, time_basis TEXT NOT NULL,
  received TEXT NOT NULL, delivered_to TEXT NOT NULL,
  chat INTEGER NOT NULL, message_id TEXT NOT NULL,
  PRIMARY KEY (archive, position)
) WITHOUT ROWID;

CREATE INDEX event_message ON event (message);
CREATE INDEX event_sha256 ON event (sha256);

CREATE TABLE file (
  archive INTEGER NOT NULL, key TEXT NOT NULL, bytes INTEGER NOT NULL, event INTEGER NOT NULL,
  PRIMARY KEY (archive, key)
) WITHOUT ROWID;

CREATE TABLE raw (
  sha256 BLOB PRIMARY KEY, reason TEXT NOT NULL, data BLOB NOT NULL
);

CREATE TABLE certificate (
  digest BLOB PRIMARY KEY, fingerprint TEXT NOT NULL, form TEXT NOT NULL, data BLOB NOT NULL
);

CREATE TABLE views (
  group_id TEXT NOT NULL, group_name TEXT NOT NULL, device TEXT NOT NULL,
  basis TEXT NOT NULL, members INTEGER NOT NULL, consistent INTEGER NOT NULL,
  PRIMARY KEY (group_id, device)
) WITHOUT ROWID;

CREATE TABLE members (
  group_id TEXT NOT NULL, device TEXT NOT NULL, address TEXT NOT NULL, fingerprint TEXT NOT NULL,
  name TEXT NOT NULL, added INTEGER NOT NULL, removed INTEGER NOT NULL, basis TEXT NOT NULL
);

CREATE VIEW messages AS
  SELECT archive.device, archive.path AS archive, event.member AS file, event.offset, event.length, lower(hex(event.sha256)) AS sha256,
    event.folder, event.flags, event.use, event.uid, event.basis, event.arrived, event.received, event.chat,
    event.message_id, message.group_id, message.group_name, message.author, message.written, message.added, message.removed,
    message.opening, message.signature, message.signer, message.content
  FROM event JOIN archive ON archive.id=event.archive JOIN message ON message.id=event.message;

CREATE VIEW gmms AS
  SELECT message.message_id, message.group_id, message.group_name, message.author, message.written, message.added, message.removed,
    message.opening, message.signature, message.signer, lower(hex(raw.sha256)) AS sha256, raw.data AS raw,
    count(*) AS copies, group_concat(DISTINCT archive.device) AS devices
  FROM message JOIN event ON event.message=message.id JOIN archive ON archive.id=event.archive LEFT JOIN raw ON raw.sha256=event.sha256
  WHERE message.chat AND (message.added<>'' OR message.removed<>'')
  GROUP BY message.message_id, message.group_id, message.author, message.added, message.removed, message.signer;
`
