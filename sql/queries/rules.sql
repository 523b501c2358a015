-- name: known-names
select name from known_name where kind = @kind order by name;

-- name: add-known-name
insert into known_name (kind, name) values (@kind, @name) on conflict (kind, name) do nothing;

-- name: categories
select distinct category from product where category <> '' order by category;

-- name: product-ids
select product_id from product order by product_id;

-- name: rule-levels
select test, level from rule_level order by test;

-- name: put-rule-level
insert into rule_level (test, level) values (@test, @level)
on conflict (test) do update set level = excluded.level;

-- name: forget-rule-levels
delete from rule_level;
