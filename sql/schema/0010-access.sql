-- Who may see and change what: staff with their sign-ins, keys of programs, what was changed by
-- whom, and who asked to be forgotten.

-- People who work with the shop. Not sharded, like the four tables after it.
create table staff (
  staff_id text not null primary key,
  name text not null,
  -- In lower case: what is typed to sign in.
  email text not null,
  -- admin, marketer, agent, viewer
  role text not null,
  -- null until the first password is chosen
  password_hash text,
  -- Attempts to sign in that failed since the last that did not.
  failures integer not null,
  locked_until_at bigint,
  created_at bigint not null
);

create unique index staff_by_email on staff (email);

-- What lets somebody in: a session after a sign-in, or a link that works once. Of its secret only
-- the SHA-256 stands here, so that who reads this table cannot sign in with it.
create table sign_in (
  secret_hash text not null primary key,
  -- session; link: to choose a password; first: to become the first admin
  kind text not null,
  -- null for first
  staff_id text,
  created_at bigint not null,
  expires_at bigint not null
);

create index sign_in_by_staff on sign_in (staff_id);

-- Keys of programs: trackers, stores, reports. Rows stay when a key is revoked, for the audit.
create table api_key (
  key_id text not null primary key,
  -- SHA-256 of the key, in hexadecimal
  key_hash text not null,
  -- What uses it; the source of the facts that come with it.
  source text not null,
  -- track, read, write, admin
  scope text not null,
  created_at bigint not null,
  -- To the hour.
  used_at bigint,
  revoked_at bigint
);

create unique index api_key_by_hash on api_key (key_hash);

-- Every change made by people and keys. Of customers it says the id at most.
create table audit (
  -- Begins with the time, so that rows are in order.
  audit_id text not null primary key,
  at bigint not null,
  -- staff, key, terminal, demo
  actor_kind text not null,
  actor_id text not null,
  actor_name text not null,
  what text not null,
  subject text not null,
  before text not null,
  after text not null
);

-- Keys of customers who were erased, each as the customer id that would follow from it: a hash,
-- from which the key cannot be read, but by which the same person is recognised. A key's row stands
-- in the shard in which a customer of that id would.
create table suppression (
  shard integer not null,
  suppressed_id bytea not null,
  -- The customer who was erased.
  customer_id bytea not null,
  reason text not null,
  suppressed_at bigint not null,
  primary key (shard, suppressed_id)
) without rowid;

-- What the orders of erased customers added up to, by the hour in which they were placed, so that
-- the shop's past does not shrink. Nothing here tells one customer from another.
create table erased_total (
  shard integer not null,
  -- Hours since 1970 in UTC.
  hour bigint not null,
  -- Orders that were not fully returned.
  orders bigint not null,
  net_cents bigint not null,
  primary key (shard, hour)
) without rowid;
