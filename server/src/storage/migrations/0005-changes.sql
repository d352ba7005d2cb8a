-- One app on one API: what was decided here, what the cloud has, and the last change intended here.
create table access_grant (
  api text not null,
  app text not null,
  connection text not null,
  wanted text check (wanted in ('on', 'off')),
  actual text check (actual in ('on', 'off')),
  verified_at timestamptz,
  -- The cloud's own id of the authorization, as its last answer told it.
  auth_id text,
  version integer not null default 0,
  change_id text,
  change_state text,
  change_by text,
  change_at timestamptz,
  change_settled_at timestamptz,
  change_cloud jsonb,
  primary key (api, app)
);
create index access_grant_app on access_grant (app, api);
create index access_grant_open on access_grant (change_state) where change_state in ('waiting', 'sending', 'unknown');

-- The queue of one API (or of a service that is to get its API): adding an intent locks this row and takes the next number,
-- so that the numbers are the commit order. One worker at a time holds the lease.
create table change_line (
  line text primary key,
  last_number bigint not null,
  lease_holder text,
  leased_until timestamptz,
  -- When there is something to do at the earliest; null when nothing waits.
  due_at timestamptz
);
create index change_line_due on change_line (due_at) where due_at is not null;

create table intent (
  id text primary key,
  line text not null references change_line,
  number bigint not null,
  kind text not null check (kind in ('switch', 'register')),
  connection text not null,
  service text not null,
  api text,
  app text,
  wanted text check (wanted in ('on', 'off')),
  -- Apps of a registration.
  apps jsonb,
  person text not null,
  person_name text not null,
  at timestamptz not null,
  state text not null check (state in ('waiting', 'sending', 'unknown', 'done', 'failed', 'not-needed')),
  -- The last attempt that carried it.
  attempt text,
  attempts integer not null default 0,
  sent_at timestamptz,
  -- What the cloud answered for this app when it was last sent; 'unknown' when it did not.
  said text check (said in ('done', 'refused', 'unknown')),
  settled_at timestamptz,
  cloud jsonb,
  unique (line, number)
);
create index intent_open on intent (line, number) where state in ('waiting', 'sending', 'unknown');
create index intent_service on intent (service, number) where kind = 'register';

-- What was about to be sent, committed before it was sent.
create table attempt (
  id text primary key,
  line text not null,
  identity text not null,
  operation text not null check (operation in ('grant', 'revoke', 'replace', 'register')),
  apps jsonb not null,
  at timestamptz not null,
  ended_at timestamptz,
  -- What the cloud answered, per app, or how the call failed.
  outcome jsonb
);
create index attempt_line on attempt (line, at);
