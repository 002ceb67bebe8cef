ALTER TABLE catalog_sale_by_head RENAME TO catalog_order_sale;
ALTER TABLE catalog_folded_by_head RENAME TO catalog_sales_folded;
