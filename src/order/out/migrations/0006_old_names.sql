ALTER TABLE order_by_head RENAME TO order_order;
ALTER TABLE order_lines_by_head RENAME TO order_lines;
ALTER TABLE order_part_by_head RENAME TO order_part;
ALTER TABLE order_member_run_by_head RENAME TO order_member_run;
ALTER TABLE order_member_indexed_by_head RENAME TO order_member_indexed;
