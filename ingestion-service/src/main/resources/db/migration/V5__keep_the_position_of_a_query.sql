alter table import_file
    add column position text;
