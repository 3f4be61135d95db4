-- The key of an element instance: what comes behind the last colon of its id
alter table ACT_HI_ACTINST add column if not exists EMBEDDED_KEY_ varchar(64)
    generated always as (regexp_replace(ID_, '^.*:', ''));
create index if not exists EMBEDDED_ACTINST_KEY on ACT_HI_ACTINST (EMBEDDED_KEY_);
