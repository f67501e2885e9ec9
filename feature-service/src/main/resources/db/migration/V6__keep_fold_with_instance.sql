-- The instance whose fold makes the rows, and until when it is believed to live without a word.
alter table fold_progress
    add column folded_by    text,
    add column folded_until timestamptz;
