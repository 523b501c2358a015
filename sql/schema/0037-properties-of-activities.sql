-- What a source says of an activity beside what it was: lines "name=value" in the order of names,
-- as EventProperties writes them.
alter table activity add column properties text;
