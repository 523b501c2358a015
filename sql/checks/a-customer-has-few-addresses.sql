-- grain: one row per customer with more e-mail addresses than a key may have people
-- why: a number that several people share counts them as one customer
-- remedy: if it is a till or what a program writes for nobody: perennial doctor --unjoin KEY
select c.shard, c.customer_id, c.key, count(*) as addresses
from identity i
join customer c using (shard, customer_id)
where i.kind = 'email'
group by c.shard, c.customer_id, c.key
-- keys: most_people in the settings, 3 where nothing is set.
having count(*) > @most_people
