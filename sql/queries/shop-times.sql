-- When work of every day is done.

-- name: shop-time
select minute from shop_time where work = @work;

-- name: put-shop-time
insert into shop_time (work, minute) values (@work, @minute)
on conflict (work) do update set minute = excluded.minute;

-- name: delete-shop-time
delete from shop_time where work = @work;
