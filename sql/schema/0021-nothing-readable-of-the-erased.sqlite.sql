-- Until now the file kept whatever was deleted: it is cleaned once.
insert into trace_cleaning (cleaning_id, next_page) select 1, 1 where exists (select 1 from shard);
