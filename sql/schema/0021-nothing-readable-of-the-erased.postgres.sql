-- Cleaning locks tables here: it is due where somebody was erased.
insert into trace_cleaning (cleaning_id, next_page)
select 1, 1 where exists (select 1 from erased_key);
