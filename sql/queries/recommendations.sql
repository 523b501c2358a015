-- name: bought-products
select product_number, product_id, customers, pairs
from bought_product
where shard = @shard
order by product_number;

-- name: bought-products-of
select product_number, customers, pairs
from bought_product
where shard = @shard and product_number in (@product_numbers);

-- name: bought-product-numbers
select product_number, product_id
from bought_product
where shard = @shard
order by product_number;

-- name: add-bought-product
insert into bought_product (shard, product_number, product_id, customers, pairs)
values (@shard, @product_number, @product_id, @customers, @pairs);

-- name: put-bought-product
insert into bought_product (shard, product_number, product_id, customers, pairs)
values (@shard, @product_number, @product_id, @customers, @pairs)
on conflict (shard, product_number) do update
set customers = excluded.customers, pairs = excluded.pairs;

-- name: counted-products
select customer_id, products
from counted_customer
where shard = @shard and customer_id = @customer_id;

-- name: count-counted-customers
select count(*) from counted_customer;

-- name: add-counted-customer
insert into counted_customer (shard, customer_id, products)
values (@shard, @customer_id, @products);

-- name: put-counted-customer
insert into counted_customer (shard, customer_id, products)
values (@shard, @customer_id, @products)
on conflict (shard, customer_id) do update set products = excluded.products;

-- name: delete-counted-customer
delete from counted_customer where shard = @shard and customer_id = @customer_id;

-- name: counted-without-customer
-- Erased since they were counted.
select c.customer_id
from counted_customer c
left join customer on customer.shard = c.shard and customer.customer_id = c.customer_id
where c.shard = @shard and customer.customer_id is null
order by c.customer_id;

-- name: counted-version
select version from counted_shard where shard = @shard;

-- name: put-counted-version
insert into counted_shard (shard, version)
values (@shard, @version)
on conflict (shard) do update set version = excluded.version;

-- name: forget-counted-version
delete from counted_shard where shard = @shard;

-- name: forget-bought-products
delete from bought_product where shard = @shard;

-- name: forget-counted-customers
delete from counted_customer
where shard = @shard
  and customer_id in (
    select c.customer_id from counted_customer c where c.shard = @shard2 limit @most);

-- name: popular-products
-- By customers, not by pieces: one wholesaler makes nothing popular.
-- A customer is in one shard, so the shards' numbers add up.
select product_id, sum(customers) as customers
from (
  select l.shard, l.product_id, count(distinct l.customer_id) as customers
  from customer_order o
  join order_line l
    on l.shard = o.shard and l.customer_id = o.customer_id and l.order_id = o.order_id
  where o.placed_at > @since and o.placed_at <= @as_of
  group by l.shard, l.product_id
) of_shard
group by product_id
order by sum(customers) desc, product_id;

-- name: delete-similar-products
delete from similar_product;

-- name: add-similar-product
insert into similar_product (
  product_id, relation, place, other_id, customers, jaccard, log_likelihood)
values (
  @product_id, @relation, @place, @other_id, @customers, @jaccard, @log_likelihood);

-- name: similar-products
select other_id, customers, jaccard, log_likelihood
from similar_product
where product_id = @product_id and relation = @relation
order by place;
