DROP TABLE IF EXISTS inventory_reservation;
