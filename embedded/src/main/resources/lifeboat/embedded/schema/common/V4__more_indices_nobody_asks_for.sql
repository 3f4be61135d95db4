-- As in V3: an index of executions in the history, asked for together with their instance; business keys, of which there
-- are none; priorities of external tasks, which tell whose job it is and order nothing; root instances that run.
drop index if exists ACT_IDX_HI_ACT_INST_COMP;
drop index if exists ACT_IDX_HI_PRO_I_BUSKEY;
drop index if exists ACT_IDX_EXEC_BUSKEY;
drop index if exists ACT_IDX_EXEC_ROOT_PI;
drop index if exists ACT_IDX_EXT_TASK_PRIORITY;
