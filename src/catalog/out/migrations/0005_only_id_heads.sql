DROP TABLE IF EXISTS catalog_order_sale;
DROP TABLE IF EXISTS catalog_sales_folded;
