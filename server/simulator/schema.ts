import { DATAARTS_SCHEMA, DATAARTS_TABLES } from './dataarts/schema.ts'

/** They hold all that counting and probing needs, so a million relations are read from the index alone. */
export const AUTH_INDEXES = `
CREATE INDEX IF NOT EXISTS auth_by_api ON auth (api, app, born, died);
CREATE INDEX IF NOT EXISTS auth_by_app ON auth (app, born, died);`

/**
 * The tables of the simulated cloud. `born` and `died` are positions in the log of transitions: a row belongs to the
 * world from the first to before the second, which lets a lagging read answer the world as it was.
 */
export const SCHEMA = `
CREATE TABLE IF NOT EXISTS setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS project (id TEXT PRIMARY KEY, region TEXT NOT NULL, name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS workspace (id TEXT NOT NULL, project_id TEXT NOT NULL, name TEXT NOT NULL,
  PRIMARY KEY (project_id, id)) STRICT;
CREATE TABLE IF NOT EXISTS cloud_user (id TEXT PRIMARY KEY, name TEXT NOT NULL, access_key TEXT NOT NULL UNIQUE,
  secret_key TEXT NOT NULL, role TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS membership (user_id TEXT NOT NULL, project_id TEXT NOT NULL,
  PRIMARY KEY (user_id, project_id)) STRICT;

CREATE TABLE IF NOT EXISTS service (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, project_id TEXT NOT NULL,
  workspace_id TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, owner TEXT NOT NULL,
  infer_type TEXT NOT NULL, status TEXT NOT NULL, progress INTEGER, error_msg TEXT, model_id TEXT NOT NULL,
  model_name TEXT NOT NULL, tags TEXT NOT NULL, invocation_times INTEGER NOT NULL, failed_times INTEGER NOT NULL,
  is_shared INTEGER NOT NULL, due_time INTEGER, publish_at INTEGER NOT NULL, transition_at INTEGER NOT NULL,
  born INTEGER NOT NULL, died INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS service_by_project ON service (project_id, publish_at);
CREATE TABLE IF NOT EXISTS service_access (service_id TEXT NOT NULL, user_id TEXT NOT NULL, may TEXT NOT NULL,
  PRIMARY KEY (service_id, user_id)) STRICT;

CREATE TABLE IF NOT EXISTS api (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, service_id TEXT NOT NULL,
  name TEXT NOT NULL, method TEXT NOT NULL, remark TEXT NOT NULL, auth_type TEXT NOT NULL,
  auth_type_shown INTEGER NOT NULL, predict_url TEXT NOT NULL, support_app_code INTEGER NOT NULL,
  created_at INTEGER NOT NULL, born INTEGER NOT NULL, died INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS api_by_service ON api (service_id);

CREATE TABLE IF NOT EXISTS app (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, project_id TEXT NOT NULL,
  name TEXT NOT NULL, remark TEXT NOT NULL, type TEXT NOT NULL, owner TEXT NOT NULL, app_key TEXT NOT NULL,
  app_secret TEXT NOT NULL, app_codes TEXT NOT NULL, refusal TEXT, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, born INTEGER NOT NULL, died INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS app_by_owner ON app (project_id, owner);

CREATE TABLE IF NOT EXISTS auth (n INTEGER PRIMARY KEY, api INTEGER NOT NULL, app INTEGER NOT NULL,
  auth_id TEXT NOT NULL, born INTEGER NOT NULL, died INTEGER) STRICT;
${AUTH_INDEXES}

CREATE TABLE IF NOT EXISTS request (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,
  request_id TEXT NOT NULL UNIQUE, operation TEXT, method TEXT NOT NULL, path TEXT NOT NULL, query TEXT NOT NULL,
  headers TEXT NOT NULL, body TEXT NOT NULL, caller TEXT, status INTEGER, error_code TEXT, fault TEXT,
  answered_at INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS transition (seq INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL,
  steady INTEGER NOT NULL, request_seq INTEGER, caller TEXT NOT NULL, kind TEXT NOT NULL, project_id TEXT NOT NULL,
  service_id TEXT, api_id TEXT, app_id TEXT, before TEXT, after TEXT) STRICT;
CREATE INDEX IF NOT EXISTS transition_by_time ON transition (steady);

CREATE TABLE IF NOT EXISTS fault (id INTEGER PRIMARY KEY AUTOINCREMENT, rule TEXT NOT NULL, skip INTEGER NOT NULL,
  remaining INTEGER) STRICT;
CREATE TABLE IF NOT EXISTS late_effect (id INTEGER PRIMARY KEY AUTOINCREMENT, due INTEGER NOT NULL,
  request_seq INTEGER NOT NULL, operation TEXT NOT NULL, input TEXT NOT NULL) STRICT;
${DATAARTS_SCHEMA}`

/** Everything that a reset or another seed empties; settings and the sequence numbers of the log stay. */
export const EMPTIED = [
  'project',
  'workspace',
  'cloud_user',
  'membership',
  'service',
  'service_access',
  'api',
  'app',
  'auth',
  ...DATAARTS_TABLES,
  'request',
  'transition',
  'fault',
  'late_effect',
]
