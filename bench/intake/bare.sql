-- Tables of the same columns and keys as the store's, and empty.
drop schema if exists bare cascade;
create schema bare;
create table bare.activity (like public.activity including all);
create table bare.customer_order (like public.customer_order including all);
create table bare.order_line (like public.order_line including all);
create table bare.customer (like public.customer including all);
