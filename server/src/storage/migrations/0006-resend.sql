-- Before this instant a call that nobody knows the effect of is not repeated.
alter table intent add column resend_at timestamptz;
