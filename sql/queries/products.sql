-- name: add-product
insert into product (
  product_id, name, category, price_cents, cost_cents, image, description, stock, sellable)
values (
  @product_id, @name, @category, @price_cents, @cost_cents, @image, @description, @stock,
  @sellable)
on conflict do nothing;

-- name: update-product
-- Null means "not said" and never overwrites; a row that would stay the same is not written.
update product
set name = coalesce(@name, name),
    category = coalesce(@category, category),
    price_cents = coalesce(@price_cents, price_cents),
    cost_cents = coalesce(@cost_cents, cost_cents),
    image = coalesce(@image, image),
    description = coalesce(@description, description),
    stock = coalesce(@stock, stock),
    sellable = coalesce(@sellable, sellable)
where product_id = @product_id
  and (coalesce(@name, name) is distinct from name
    or coalesce(@category, category) is distinct from category
    or coalesce(@price_cents, price_cents) is distinct from price_cents
    or coalesce(@cost_cents, cost_cents) is distinct from cost_cents
    or coalesce(@image, image) is distinct from image
    or coalesce(@description, description) is distinct from description
    or coalesce(@stock, stock) is distinct from stock
    or coalesce(@sellable, sellable) is distinct from sellable);

-- name: product
select product_id, name, category, price_cents, cost_cents, image, description, stock, sellable
from product
where product_id = @product_id;

-- name: products-of
-- So many at a time; the last is said again where there are fewer.
select product_id, name, category, price_cents, cost_cents, image, description, stock, sellable
from product
where product_id in (
  @product1, @product2, @product3, @product4, @product5, @product6,
  @product7, @product8, @product9, @product10, @product11, @product12,
  @product13, @product14, @product15, @product16, @product17, @product18,
  @product19, @product20, @product21, @product22, @product23, @product24,
  @product25, @product26, @product27, @product28, @product29, @product30,
  @product31, @product32);

-- name: products
select product_id, name, category, price_cents, cost_cents, image, description, stock, sellable
from product
order by product_id;

-- name: product-categories
-- Nothing after the category is read: pictures stay on their own pages.
select product_id, category from product where product_id in (@product_ids);

-- name: products-before
-- All that versions are kept of.
select product_id, name, category, price_cents, cost_cents, stock, sellable
from product
where product_id in (@product_ids);

-- name: keep-product-version
-- Before it is replaced. Of two changes of one instant the first tells what held until then.
insert into product_version (
  product_id, until_at, name, category, price_cents, cost_cents, stock, sellable)
select product_id, cast(@until_at as bigint), name, category, price_cents, cost_cents, stock,
  sellable
from product
where product_id = @product_id
on conflict do nothing;

-- name: product-versions-at
-- Of each product the first that ended later.
select v.product_id, v.name, v.category, v.price_cents, v.cost_cents, v.stock, v.sellable
from product_version v
where v.until_at = (
  select min(l.until_at)
  from product_version l
  where l.product_id = v.product_id and l.until_at > @at);
