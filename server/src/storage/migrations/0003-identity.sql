-- Who may come in. The columns up to updated_at are those that better-auth asks for.
create table person (
  id text primary key,
  name text not null,
  email text collate "C" not null unique,
  email_verified boolean not null,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  name_key text collate "C" not null,
  -- What a search looks through.
  words text not null,
  disabled_at timestamptz,
  seen_at timestamptz,
  version integer not null
);
create index person_by_name on person (name_key, id);

-- How a person proves who he is; a local account has the hash of a password.
create table person_account (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  person text not null references person (id),
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index person_account_of on person_account (person);

-- Open sessions, by the hash of their token: who reads this table can open none.
create table person_session (
  id text primary key,
  token_hash text not null unique,
  person text not null references person (id),
  ip_address text,
  user_agent text,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  -- By the house's clock, for the absolute limit and the idle limit.
  started_at timestamptz not null,
  seen_at timestamptz not null
);
create index person_session_of on person_session (person);

-- That a person has a role: where, from when, until when, and who said so. A role that was taken stays on record.
create table role_assignment (
  id text primary key,
  person text not null references person (id),
  role text not null check (role in ('admin', 'reviewer', 'owner', 'auditor')),
  scope_of text not null check (scope_of in ('everything', 'connection', 'service', 'api', 'app')),
  scope_id text check ((scope_id is null) = (scope_of = 'everything')),
  from_at timestamptz not null,
  until_at timestamptz check (until_at > from_at),
  given_by text references person (id),
  ended_at timestamptz,
  ended_by text references person (id)
);
create index role_assignment_of on role_assignment (person) where ended_at is null;
create index role_assignment_scope on role_assignment (role, scope_of, scope_id) where ended_at is null;
