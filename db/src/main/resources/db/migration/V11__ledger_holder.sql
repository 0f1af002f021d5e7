-- Who may write: null after an orderly stop. A server that starts leaves a holder that lives alone.
ALTER TABLE ledger_epoch ADD COLUMN holder VARCHAR(400);
