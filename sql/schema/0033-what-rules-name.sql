-- What rules speak of by name, and what has to be found over everybody before one customer can be
-- asked.

-- Names that ever came with a fact or a statement: a rule that names another is told so. Not
-- sharded, as the table after it.
create table known_name (
  -- NameKind
  kind smallint not null,
  name text not null,
  primary key (kind, name)
) without rowid;

insert into known_name (kind, name)
select 1, strategy from contact where strategy <> '' group by strategy
union all
select 2, step from contact where step <> '' group by step
union all
select 3, topic from (
  select topic from contact where topic <> ''
  union
  select topic from consent where topic <> ''
) t
union all
select 4, offer from contact where offer <> '' group by offer
union all
select 5, disposition from response where disposition <> '' and kind = 8 group by disposition
union all
select 6, label from (
  -- Of date:LABEL/RECIPIENT the label: what stands before the slash.
  select distinct substr(rtrim(rtrim(name, replace(name, '/', '')), '/'), 6) as label
  from customer_attribute
  where substr(name, 1, 5) = 'date:'
) l;

-- Of each "top N of" that is watched the value of the last of so many, as found after a scoring
-- run.
create table rule_level (
  test text not null primary key,
  level double precision not null
);
