-- Whether a prediction's answer was yes; null where its version decides nothing.
alter table pending_prediction add column decision boolean;
