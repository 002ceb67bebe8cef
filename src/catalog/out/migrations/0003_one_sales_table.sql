DROP TABLE IF EXISTS catalog_sale;
DROP TABLE IF EXISTS catalog_sale_fold;
