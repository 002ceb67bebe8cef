ALTER TABLE delivery_shipment_by_head RENAME TO delivery_shipment;
ALTER TABLE delivery_part_by_head RENAME TO delivery_part;
