ALTER TABLE payment_by_head RENAME TO payment_payment;
