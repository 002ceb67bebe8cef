DROP TABLE IF EXISTS payment_payment;
