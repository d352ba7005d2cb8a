-- What happened. The canonical text (RFC 8785) is the event; the other columns repeat parts of it for searching.
create table audit_event (
  id text primary key,
  at timestamptz not null,
  kind text not null,
  by_person text,
  about jsonb not null,
  canonical text not null,
  salt bytea not null,
  digest bytea not null
);
create index audit_event_at on audit_event (at, id);
create index audit_event_about on audit_event using gin (about jsonb_path_ops);

-- The chain over the events' digests: one seal for each event, numbered from 1 without a gap.
create table audit_seal (
  seq bigint primary key,
  event text not null unique references audit_event (id),
  prev bytea not null,
  hash bytea not null
);

-- Events that wait for their seal, in the order in which they shall get it.
create table audit_pending (
  n bigint generated always as identity primary key,
  event text not null unique references audit_event (id)
);

create function audit_is_append_only() returns trigger language plpgsql as $$
begin
  raise exception 'the audit log only grows: % on % is refused', lower(tg_op), tg_table_name
    using errcode = 'insufficient_privilege';
end $$;

create trigger append_only before update or delete or truncate on audit_event
  for each statement execute function audit_is_append_only();
create trigger append_only before update or delete or truncate on audit_seal
  for each statement execute function audit_is_append_only();
-- Not even a session that says it is a replica passes by.
alter table audit_event enable always trigger append_only;
alter table audit_seal enable always trigger append_only;
