DROP TABLE IF EXISTS delivery_shipment;
DROP TABLE IF EXISTS delivery_part;
