/**
 * The tables of DataArts Studio. A relation or a ticket that changes ends as a row and goes on as another one, so that
 * `born` and `died` (positions in the log of transitions) tell every state that it ever had.
 */
export const DATAARTS_SCHEMA = `
CREATE TABLE IF NOT EXISTS studio (id TEXT PRIMARY KEY, project_id TEXT NOT NULL, name TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS studio_workspace (id TEXT PRIMARY KEY, studio_id TEXT NOT NULL, name TEXT NOT NULL,
  is_default INTEGER NOT NULL, owner TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS studio_member (workspace_id TEXT NOT NULL, user_id TEXT NOT NULL, role TEXT NOT NULL,
  PRIMARY KEY (workspace_id, user_id)) STRICT;
CREATE TABLE IF NOT EXISTS approver (id TEXT PRIMARY KEY, workspace_id TEXT NOT NULL, user_id TEXT NOT NULL,
  email TEXT NOT NULL, phone TEXT NOT NULL, department TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS cluster (id TEXT PRIMARY KEY, studio_id TEXT NOT NULL, name TEXT NOT NULL,
  type TEXT NOT NULL, host TEXT NOT NULL, status TEXT NOT NULL, created_at INTEGER NOT NULL) STRICT;

CREATE TABLE IF NOT EXISTS data_api (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, workspace_id TEXT NOT NULL,
  edition TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, kind TEXT NOT NULL, auth_type TEXT NOT NULL,
  visibility TEXT NOT NULL, retention_hours INTEGER NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
  manager TEXT NOT NULL, creator TEXT NOT NULL, tags TEXT NOT NULL, source_table TEXT NOT NULL, calls INTEGER NOT NULL,
  created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, published_at INTEGER, born INTEGER NOT NULL,
  died INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS data_api_by_workspace ON data_api (workspace_id, edition);
CREATE TABLE IF NOT EXISTS publication (api INTEGER NOT NULL, cluster TEXT NOT NULL, id TEXT NOT NULL,
  status TEXT NOT NULL, debug TEXT NOT NULL, PRIMARY KEY (api, cluster)) STRICT;
CREATE TABLE IF NOT EXISTS data_app (n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, workspace_id TEXT NOT NULL,
  edition TEXT NOT NULL, name TEXT NOT NULL, description TEXT NOT NULL, type TEXT NOT NULL, app_key TEXT NOT NULL,
  app_secret TEXT NOT NULL, creator TEXT NOT NULL, updater TEXT NOT NULL, created_at INTEGER NOT NULL,
  updated_at INTEGER NOT NULL, born INTEGER NOT NULL, died INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS data_app_by_workspace ON data_app (workspace_id, edition);

CREATE TABLE IF NOT EXISTS relation (n INTEGER PRIMARY KEY, api INTEGER NOT NULL, app INTEGER NOT NULL,
  cluster TEXT NOT NULL, state TEXT NOT NULL, expires_at INTEGER, approved_at INTEGER, lapsed INTEGER NOT NULL,
  static_params TEXT NOT NULL, born INTEGER NOT NULL, died INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS relation_by_api ON relation (api, app, cluster, born, died);
CREATE INDEX IF NOT EXISTS relation_by_app ON relation (app, born, died);
CREATE INDEX IF NOT EXISTS relation_by_end ON relation (expires_at)
  WHERE died IS NULL AND lapsed = 0 AND state <> 'LINK_WAITING_CHECK';
CREATE TABLE IF NOT EXISTS ticket (n INTEGER PRIMARY KEY, id TEXT NOT NULL, kind TEXT NOT NULL, type TEXT NOT NULL,
  status TEXT NOT NULL, api INTEGER NOT NULL, app INTEGER, cluster TEXT NOT NULL, applicant TEXT NOT NULL,
  approver TEXT NOT NULL, note TEXT NOT NULL, using_time INTEGER, applied_at INTEGER NOT NULL, decided_at INTEGER,
  run_at INTEGER, born INTEGER NOT NULL, died INTEGER) STRICT;
CREATE INDEX IF NOT EXISTS ticket_by_id ON ticket (id, born, died);
CREATE INDEX IF NOT EXISTS ticket_by_approver ON ticket (approver, kind);
CREATE INDEX IF NOT EXISTS ticket_by_run ON ticket (run_at) WHERE died IS NULL AND run_at IS NOT NULL;
`

export const DATAARTS_TABLES = [
  'studio',
  'studio_workspace',
  'studio_member',
  'approver',
  'cluster',
  'data_api',
  'publication',
  'data_app',
  'relation',
  'ticket',
]
