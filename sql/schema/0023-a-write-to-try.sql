-- What is written to find out whether writing works again.

-- Counted up in every shard while writes fail, on whichever node it is; nobody reads it.
alter table shard add column tried bigint not null default 0;
