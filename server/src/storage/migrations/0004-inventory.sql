-- A configured cloud account, project, region and workspace; what is configured wins over what stands here.
create table connection (
  id text collate "C" primary key,
  position integer not null,
  label text not null,
  service text not null check (service in ('modelarts', 'dataarts')),
  region text not null,
  project text not null,
  workspace text,
  writes text not null check (writes in ('delta', 'replace')),
  -- Set once it is not configured any more; what was seen through it stays readable.
  gone_at timestamptz,
  -- The reading: its number, how it stands, and until when whoever reads has said to be alive.
  run integer not null default 0,
  reading boolean not null default false,
  leased_until timestamptz,
  read_at timestamptz,
  done integer,
  total integer,
  -- Why the last reading failed, in the cloud's words; null after one that did not.
  fault jsonb
);

-- One cloud user of a connection, without the credential.
create table cloud_identity (
  connection text collate "C" not null references connection,
  label text collate "C" not null,
  position integer not null,
  duties text[] not null,
  -- The cloud's id of the user, learned from the apps that are listed to him only.
  cloud_user text,
  gone_at timestamptz,
  primary key (connection, label)
);

create table cloud_service (
  id text collate "C" primary key,
  connection text collate "C" not null,
  cloud_id text not null,
  name text not null,
  name_key text collate "C" not null,
  -- What a search looks through.
  words text not null,
  description text,
  state text not null,
  state_word text,
  owner text,
  published_at timestamptz,
  seen_at timestamptz not null,
  gone_at timestamptz
);
create index cloud_service_name on cloud_service (name_key, id) where gone_at is null;
create index cloud_service_seen on cloud_service (connection, seen_at) where gone_at is null;

-- Through which identities a service was seen.
create table service_sighting (
  service text collate "C" not null references cloud_service,
  identity text collate "C" not null,
  seen_at timestamptz not null,
  primary key (service, identity)
);

create table api (
  id text collate "C" primary key,
  connection text collate "C" not null,
  service text collate "C" not null references cloud_service,
  cloud_id text not null,
  name text not null,
  name_key text collate "C" not null,
  words text not null,
  method text,
  url text,
  auth text not null,
  auth_word text,
  supports_app_code boolean,
  remark text,
  -- Apps that the cloud has authorized, as last read.
  grants integer not null default 0,
  seen_at timestamptz not null,
  gone_at timestamptz
);
create index api_service on api (service) where gone_at is null;
create index api_name on api (name_key, id) where gone_at is null;

create table app (
  id text collate "C" primary key,
  connection text collate "C" not null,
  cloud_id text not null,
  name text not null,
  name_key text collate "C" not null,
  words text not null,
  type text,
  remark text,
  creator text,
  project text,
  bound_apis integer,
  created_at timestamptz,
  updated_at timestamptz,
  -- APIs that it may call, as last read.
  grants integer not null default 0,
  seen_at timestamptz not null,
  gone_at timestamptz
);
create index app_name on app (name_key, id) where gone_at is null;
create index app_connection_seen on app (connection, seen_at) where gone_at is null;

-- Through which identities an app was listed; none for one that was met as an authorized app only.
create table app_sighting (
  app text collate "C" not null references app,
  identity text collate "C" not null,
  seen_at timestamptz not null,
  primary key (app, identity)
);
