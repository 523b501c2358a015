-- What is asked often, and must cost next to nothing.

-- Holds a row where anybody may ever have been erased: a shop that was there before is taken to
-- have. Not sharded.
create table erasure_mark (
  mark smallint not null primary key
) without rowid;

insert into erasure_mark (mark) select 1 where exists (select 1 from shard);

-- Given up: counted now and then, and nearly always none.
create index delivery_dead on delivery (destination) where state = 1;
