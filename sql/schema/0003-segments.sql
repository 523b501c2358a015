-- Named rules in all their versions, and who was in which segment from when to when.

create table segment (
  name text not null,
  -- From 1; a changed rule is a new version.
  version integer not null,
  set_name text not null,
  rule text not null,
  description text not null,
  created_at bigint not null,
  -- 1 for the version in force: at most one of a name.
  active smallint not null,
  primary key (name, version)
) without rowid;

create table segment_member (
  shard integer not null,
  customer_id bytea not null,
  segment text not null,
  entered_at bigint not null,
  -- null while the customer is in the segment
  left_at bigint,
  primary key (shard, customer_id, segment, entered_at)
) without rowid;

create index segment_member_by_segment on segment_member (shard, segment, left_at);
