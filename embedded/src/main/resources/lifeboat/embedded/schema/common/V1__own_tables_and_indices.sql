-- Messages that wait for a subscription, and the processes that already have them
create table if not exists EMBEDDED_MESSAGE (MESSAGE_KEY bigint primary key, NAME varchar(1000),
    CORRELATION_KEY varchar(1000), MESSAGE_ID varchar(1000), DEADLINE bigint, VARIABLES text);
create table if not exists EMBEDDED_CORRELATION (MESSAGE_KEY bigint, PROCESS_ID varchar(1000));
update EMBEDDED_MESSAGE set MESSAGE_ID = null where MESSAGE_ID = '';
create index if not exists EMBEDDED_MESSAGE_FOR on EMBEDDED_MESSAGE (CORRELATION_KEY, NAME);
create unique index if not exists EMBEDDED_MESSAGE_ONCE on EMBEDDED_MESSAGE (MESSAGE_ID, CORRELATION_KEY, NAME);
create index if not exists EMBEDDED_MESSAGE_UNTIL on EMBEDDED_MESSAGE (DEADLINE);
create index if not exists EMBEDDED_CORRELATION_OF on EMBEDDED_CORRELATION (MESSAGE_KEY);

-- Messages that reached an instance
create table if not exists EMBEDDED_CORRELATED (MESSAGE_KEY bigint, SUBSCRIPTION_KEY bigint, NAME varchar(1000),
    CORRELATION_KEY varchar(1000), PROCESS_INSTANCE_KEY bigint, PROCESS_DEFINITION_ID varchar(1000),
    ELEMENT_ID varchar(1000), ELEMENT_INSTANCE_KEY bigint, CORRELATED_AT bigint);
create index if not exists EMBEDDED_CORRELATED_INSTANCE on EMBEDDED_CORRELATED (PROCESS_INSTANCE_KEY);
create index if not exists EMBEDDED_CORRELATED_ORDER on EMBEDDED_CORRELATED (CORRELATED_AT, MESSAGE_KEY, SUBSCRIPTION_KEY);

-- Sequence flows that instances took
create table if not exists EMBEDDED_SEQUENCE_FLOW (PROCESS_INSTANCE_KEY bigint, FLOW_ID varchar(1000));
create index if not exists EMBEDDED_SEQUENCE_FLOW_INSTANCE on EMBEDDED_SEQUENCE_FLOW (PROCESS_INSTANCE_KEY);

-- Earlier versions kept the history of the engine's own variables
delete from ACT_HI_VARINST where NAME_ like 'zeebe:%' or NAME_ in
    ('nrOfInstances', 'nrOfActiveInstances', 'nrOfCompletedInstances');

-- The engine's own tables, as they are searched
drop index if exists EMBEDDED_ACTINST_ORDER;
create index if not exists EMBEDDED_ACTINST_ORDER on ACT_HI_ACTINST (START_TIME_, SEQUENCE_COUNTER_, ID_);
create index if not exists EMBEDDED_ACTINST_END on ACT_HI_ACTINST (END_TIME_, START_TIME_, SEQUENCE_COUNTER_, ID_);
create index if not exists EMBEDDED_ACTINST_PROCESS on ACT_HI_ACTINST (PROC_DEF_KEY_, START_TIME_, SEQUENCE_COUNTER_, ID_);
create index if not exists EMBEDDED_PROCINST_ORDER on ACT_HI_PROCINST (START_TIME_, ID_);
create index if not exists EMBEDDED_PROCINST_STATE on ACT_HI_PROCINST (STATE_, START_TIME_, ID_);
create index if not exists EMBEDDED_PROCINST_PROCESS on ACT_HI_PROCINST (PROC_DEF_KEY_, START_TIME_, ID_);
create index if not exists EMBEDDED_VARINST_ORDER on ACT_HI_VARINST (NAME_, ID_);
create index if not exists EMBEDDED_INCIDENT_ORDER on ACT_HI_INCIDENT (CREATE_TIME_, ID_);
create index if not exists EMBEDDED_INCIDENT_END on ACT_HI_INCIDENT (END_TIME_, CREATE_TIME_, ID_);
create index if not exists EMBEDDED_EXT_TASK_TYPE on ACT_RU_EXT_TASK (TOPIC_NAME_, CREATE_TIME_, ID_);
create index if not exists EMBEDDED_EXT_TASK_ORDER on ACT_RU_EXT_TASK (CREATE_TIME_, ID_);
create index if not exists EMBEDDED_SUBSCRIPTION_ORDER on ACT_RU_EVENT_SUBSCR (CREATED_, ID_);
create index if not exists EMBEDDED_JOB_LOG_JOB on ACT_HI_JOB_LOG (JOB_ID_);
create index if not exists EMBEDDED_TASKINST_ASSIGNEE on ACT_HI_TASKINST (ASSIGNEE_, START_TIME_, ID_);
create index if not exists EMBEDDED_TASKINST_END on ACT_HI_TASKINST (END_TIME_, START_TIME_, ID_);
create index if not exists EMBEDDED_TASKINST_ORDER on ACT_HI_TASKINST (START_TIME_, ID_);
create index if not exists EMBEDDED_DECINST_ORDER on ACT_HI_DECINST (EVAL_TIME_, ID_);
