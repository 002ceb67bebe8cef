DROP TABLE IF EXISTS order_order;
DROP TABLE IF EXISTS order_lines;
DROP TABLE IF EXISTS order_part;
DROP TABLE IF EXISTS order_member_run;
DROP TABLE IF EXISTS order_member_indexed;
