DROP TABLE IF EXISTS order_of_member;
DROP TABLE IF EXISTS order_of_member_indexed;
