-- What tells a process that another one changed the shop itself, without reading all of it again.

-- One row for each kind of change: its version rises with every one. Not sharded.
create table shop_version (
  name text not null primary key,
  version bigint not null
) without rowid;

insert into shop_version (name, version)
values ('settings', 0), ('segments', 0), ('destinations', 0);

-- Above 0 where anybody may ever have been erased: a shop that was there before is taken to have.
insert into shop_version (name, version)
select 'erasures', case when exists (select 1 from shard) then 1 else 0 end;

-- Given up: counted now and then, and nearly always none.
create index delivery_dead on delivery (destination) where state = 1;
