// Lints every ../*.bpmn with bpmnlint's recommended rules and those for Camunda 8.8: npm install, then npm run lint. What
// is accepted stands here with its reason; what is found besides, and what is accepted and not found any more, fails.
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { BpmnModdle } = require('bpmn-moddle');
const { Linter } = require('bpmnlint');
const NodeResolver = require('bpmnlint/lib/resolver/node-resolver');

const CONFIG = { extends: ['bpmnlint:recommended', 'plugin:camunda-compat/camunda-cloud-8-8'] };
const ACCEPTED = [
  {
    rule: 'fake-join',
    elements: ['Task_Plan', 'End_Refused', 'Task_DecideAborted', 'Task_DecideRefused', 'SubProcess_Main',
      'SubProcess_Converge', 'Undo_Vlan'],
    reason: 'Only one of the flows is ever taken: a gateway before each of them would say nothing more, and make the '
      + 'diagram a quarter wider.'
  },
  {
    rule: 'global',
    elements: ['Error_FreezeRefused', 'Error_TransferRefused', 'Error_VirtualIpRefused', 'Error_UserVlanRefused',
      'Error_ResumeRefused'],
    reason: 'The event sub-process "A step failed" catches each of them; they are declared so that a reader finds which '
      + 'there are.'
  },
  {
    rule: 'no-implicit-end',
    elements: ['Compensate_Freeze', 'Compensate_Transfer', 'Compensate_MoveVirtualIp', 'Compensate_SwitchUserVlan'],
    reason: 'They are associated with their handlers inside the sub-process; the rule looks for that in the process only.'
  }
];

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const moddle = new BpmnModdle({ zeebe: require('zeebe-bpmn-moddle/resources/zeebe.json') });
const expected = new Set(ACCEPTED.flatMap(({ rule, elements }) => elements.map(element => `${rule} ${element}`)));
const unexpected = [];
for (const file of fs.readdirSync(folder).filter(name => name.endsWith('.bpmn'))) {
  const { rootElement, warnings } = await moddle.fromXML(fs.readFileSync(path.join(folder, file), 'utf8'));
  warnings.forEach(warning => unexpected.push(`${file}: ${warning.message}`));
  // a linter's rules remember what they have seen in the file before
  const report = await new Linter({ config: CONFIG, resolver: new NodeResolver({ require }) }).lint(rootElement);
  for (const [rule, findings] of Object.entries(report)) {
    for (const { id, message } of findings) {
      const short = rule.replace('bpmnlint/', '');
      if (!expected.delete(`${short} ${id}`)) {
        unexpected.push(`${file}: ${id}: ${message} (${rule})`);
      }
    }
  }
}
unexpected.forEach(finding => console.error(finding));
expected.forEach(finding => console.error(`accepted, and not found any more: ${finding}`));
if (unexpected.length || expected.size) {
  process.exit(1);
}
console.log('Nothing is found but what is accepted with a reason.');
