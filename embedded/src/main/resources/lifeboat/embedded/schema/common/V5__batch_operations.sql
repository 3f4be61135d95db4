-- One command on many instances: what is asked for, and what became of it for each
create table if not exists EMBEDDED_BATCH (BATCH_KEY bigint primary key, TYPE varchar(64), STATE varchar(32),
    STARTED_AT bigint, ENDED_AT bigint, PLAN text);
create table if not exists EMBEDDED_BATCH_ITEM (BATCH_KEY bigint, ITEM_KEY bigint, PROCESS_INSTANCE_KEY bigint,
    STATE varchar(32), ERROR text, PROCESSED_AT bigint, primary key (BATCH_KEY, ITEM_KEY));
create index if not exists EMBEDDED_BATCH_ITEM_STATE on EMBEDDED_BATCH_ITEM (STATE, BATCH_KEY, ITEM_KEY);
