// Deploys, starts, works a job and completes an instance over REST and over gRPC: node round.mjs BPMN-FILE
import { Camunda8 } from '@camunda8/sdk';

const [file] = process.argv.slice(2);
const camunda = new Camunda8();

const rest = camunda.getCamundaRestClient();
const deployed = await rest.deployResourcesFromFiles([file]);
const definition = deployed.processes[0].processDefinitionId;
const worker = rest.createJobWorker({
  type: 'greet', worker: 'node-rest', timeout: 30_000, maxJobsToActivate: 5,
  jobHandler: job => job.complete({ greeting: `hello ${job.variables.name}` })
});
const overRest = await rest.createProcessInstanceWithResult({
  processDefinitionId: definition, variables: { name: 'rest' }, requestTimeout: 20_000
});
await worker.stop();
console.log('rest', overRest.variables.greeting);

const grpc = camunda.getZeebeGrpcApiClient();
await grpc.deployResource({ processFilename: file });
const streaming = grpc.createWorker({
  taskType: 'greet', taskHandler: job => job.complete({ greeting: `hello ${job.variables.name}` })
});
const overGrpc = await grpc.createProcessInstanceWithResult({
  bpmnProcessId: definition, variables: { name: 'grpc' }, requestTimeout: 20_000
});
await streaming.close();
await grpc.close();
console.log('grpc', overGrpc.variables.greeting);
process.exit(0);
