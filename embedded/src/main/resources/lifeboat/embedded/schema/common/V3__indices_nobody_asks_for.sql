-- Indices of the engine's that nothing asks for here: of tenants, removal times and hierarchies, which there are none of,
-- and those that a longer one of V1 stands for. Each of them is written at every step of every instance.

-- ACT_HI_PROCINST
drop index if exists ACT_IDX_HI_PRO_INST_TENANT_ID;
drop index if exists ACT_IDX_HI_PRO_INST_PROC_DEF_KEY;
drop index if exists ACT_IDX_HI_PRO_INST_PROC_TIME;
drop index if exists ACT_IDX_HI_PI_PDEFID_END_TIME;
drop index if exists ACT_IDX_HI_PRO_INST_ROOT_PI;
drop index if exists ACT_IDX_HI_PRO_INST_RM_TIME;
drop index if exists ACT_IDX_HI_PRO_RST_PRO_INST_ID;

-- ACT_HI_ACTINST
drop index if exists ACT_IDX_HI_ACTINST_ROOT_PI;
drop index if exists ACT_IDX_HI_ACT_INST_START_END;
drop index if exists ACT_IDX_HI_ACT_INST_END;
drop index if exists ACT_IDX_HI_ACT_INST_STATS;
drop index if exists ACT_IDX_HI_ACT_INST_TENANT_ID;
drop index if exists ACT_IDX_HI_ACT_INST_PROC_DEF_KEY;
drop index if exists ACT_IDX_HI_AI_PDEFID_END_TIME;
drop index if exists ACT_IDX_HI_ACT_INST_RM_TIME;

-- ACT_HI_VARINST
drop index if exists ACT_IDX_HI_VARINST_ROOT_PI;
drop index if exists ACT_IDX_HI_PROCVAR_PROC_INST;
drop index if exists ACT_IDX_HI_PROCVAR_NAME_TYPE;
drop index if exists ACT_IDX_HI_CASEVAR_CASE_INST;
drop index if exists ACT_IDX_HI_VAR_INST_TENANT_ID;
drop index if exists ACT_IDX_HI_VAR_INST_PROC_DEF_KEY;
drop index if exists ACT_IDX_HI_VARINST_RM_TIME;
drop index if exists ACT_IDX_HI_VARINST_NAME;

-- ACT_HI_TASKINST
drop index if exists ACT_IDX_HI_TASKINST_ROOT_PI;
drop index if exists ACT_IDX_HI_TASK_INST_TENANT_ID;
drop index if exists ACT_IDX_HI_TASK_INST_PROC_DEF_KEY;
drop index if exists ACT_IDX_HI_TASKINSTID_PROCINST;
drop index if exists ACT_IDX_HI_TASK_INST_RM_TIME;
drop index if exists ACT_IDX_HI_TASK_INST_START;
drop index if exists ACT_IDX_HI_TASK_INST_END;

-- ACT_HI_INCIDENT
drop index if exists ACT_IDX_HI_INCIDENT_TENANT_ID;
drop index if exists ACT_IDX_HI_INCIDENT_PROC_DEF_KEY;
drop index if exists ACT_IDX_HI_INCIDENT_ROOT_PI;
drop index if exists ACT_IDX_HI_INCIDENT_RM_TIME;
drop index if exists ACT_IDX_HI_INCIDENT_CREATE_TIME;
drop index if exists ACT_IDX_HI_INCIDENT_END_TIME;

-- ACT_HI_JOB_LOG
drop index if exists ACT_IDX_HI_JOB_LOG_ROOT_PI;
drop index if exists ACT_IDX_HI_JOB_LOG_PROCDEF;
drop index if exists ACT_IDX_HI_JOB_LOG_TENANT_ID;
drop index if exists ACT_IDX_HI_JOB_LOG_JOB_DEF_ID;
drop index if exists ACT_IDX_HI_JOB_LOG_PROC_DEF_KEY;
drop index if exists ACT_IDX_HI_JOB_LOG_RM_TIME;
drop index if exists ACT_IDX_HI_JOB_LOG_JOB_CONF;

-- ACT_HI_EXT_TASK_LOG
drop index if exists ACT_HI_EXT_TASK_LOG_ROOT_PI;
drop index if exists ACT_HI_EXT_TASK_LOG_PROCDEF;
drop index if exists ACT_HI_EXT_TASK_LOG_PROC_DEF_KEY;
drop index if exists ACT_HI_EXT_TASK_LOG_TENANT_ID;
drop index if exists ACT_HI_EXT_TASK_LOG_RM_TIME;

-- running instances
drop index if exists ACT_IDX_EXEC_TENANT_ID;
drop index if exists ACT_IDX_TASK_TENANT_ID;
drop index if exists ACT_IDX_TASK_OWNER;
drop index if exists ACT_IDX_TASK_LAST_UPDATED;
drop index if exists ACT_IDX_TASK_CREATE;
drop index if exists ACT_IDX_EVENT_SUBSCR_TENANT_ID;
drop index if exists ACT_IDX_VARIABLE_TENANT_ID;
drop index if exists ACT_IDX_JOB_TENANT_ID;
drop index if exists ACT_IDX_JOB_ROOT_PROCINST;
drop index if exists ACT_IDX_EXT_TASK_TENANT_ID;
drop index if exists ACT_IDX_EXT_TASK_TOPIC;
drop index if exists ACT_IDX_BYTEARRAY_ROOT_PI;
drop index if exists ACT_IDX_BYTEARRAY_RM_TIME;

-- Nearly all variables are of no task: an index of the task alone finds all of them where one instance's are asked for
drop index if exists ACT_IDX_VARIABLE_TASK_ID;
drop index if exists ACT_IDX_VARIABLE_TASK_NAME_TYPE;
create index if not exists EMBEDDED_VARIABLE_TASK on ACT_RU_VARIABLE (TASK_ID_, EXECUTION_ID_);
