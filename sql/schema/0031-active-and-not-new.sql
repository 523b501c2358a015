-- Whoever ordered within 30 days is active, and not new: most of them have ordered before. The
-- stage is the same and so is its number; what is stored as a word becomes the new word.
update score_history set lifecycle = 'active' where lifecycle = 'new';

-- Quotes of a text are escaped in JSON, so that only the column itself is met.
update outbox set change = replace(change, '"lifecycle":"new"', '"lifecycle":"active"')
where change like '%"lifecycle":"new"%';
update delivery set change = replace(change, '"lifecycle":"new"', '"lifecycle":"active"')
where change like '%"lifecycle":"new"%';

-- 1 while profiles hold labels by their former names: columns of profiles follow the catalogue, so
-- that no migration can speak of them, and whoever opens the store next renames what they hold.
alter table profile_state add column labels_due smallint not null default 1;
