-- How all profiles stand, and what they are measured against.

-- name: profile-state
select needs_refold, folded_as_of_day from profile_state;

-- name: need-refold
-- Many transactions may say so: none waits for another once it is said.
update profile_state set needs_refold = 1 where needs_refold = 0;

-- name: refold-is-done
update profile_state set needs_refold = 0;

-- name: set-folded-as-of
update profile_state set folded_as_of_day = @day;

-- name: promotion-months
select month, category, purchases_millionths, value_millionths, depth_millionths
from promotion_month
order by month, category;

-- name: delete-promotion-months
delete from promotion_month;

-- name: add-promotion-month
insert into promotion_month (
  month, category, purchases_millionths, value_millionths, depth_millionths)
values (@month, @category, @purchases_millionths, @value_millionths, @depth_millionths);
