-- What a run has logged stays in its row up to a page's size: a page of a thousand runs reads a thousand rows, where it
-- put each together from the chunks of another table. Rows that are there move as they are written out anew.
alter table rendered_log set (toast_tuple_target = 8160);
