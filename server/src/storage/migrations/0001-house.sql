-- What the house knows of itself: demo or real, its name for better-auth, ...
create table house (
  name text primary key,
  value text not null
);

-- Answers kept under their Idempotency-Key.
create table idempotency_key (
  id bigint generated always as identity primary key,
  person text not null,
  operation text not null,
  key text not null,
  fingerprint text not null,
  kept text not null,
  at timestamptz not null,
  unique (person, operation, key)
);
create index idempotency_key_at on idempotency_key (at);
