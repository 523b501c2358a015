-- What customers say of the shop and to it, what a contact was part of, and when the shop first
-- knew. Whatever an activity, contact or response does not have is null, and takes no room to
-- speak of.

-- When the shop first knew of it; null in rows that are older than this column: as it happened.
alter table activity add column known_at bigint;
alter table contact add column known_at bigint;
alter table response add column known_at bigint;

-- A rating in hundredths of what it was given in, and the best that could be given: 450 of 5.
alter table activity add column value_hundredths integer;
alter table activity add column scale integer;
-- The ticket, or the review's own number: what has one belongs together.
alter table activity add column thread text;
-- What was written.
alter table activity add column written text;

alter table response add column written text;

-- What a contact was part of, beside its strategy.
alter table contact add column version integer;
alter table contact add column step text;
alter table contact add column arm text;
alter table contact add column topic text;
alter table contact add column offer text;
alter table contact add column cost_cents bigint;
-- Which of several calls or messages of the step, from 1 up.
alter table contact add column touch integer;
-- Who sent it, where that was not this program.
alter table contact add column tool text;
