// Draws every ../*.bpmn as an SVG beside it, and session-migration.bpmn also phase by phase, each as wide as a README:
// npm install, then npm run draw. Needs Chromium (CHROMIUM names it).
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const PHASES = { pre: [100, 175, 1290, 800], main: [1340, 175, 1330, 1070], post: [2670, 175, 960, 1240],
  report: [3570, 175, 1500, 1265] };
const viewer = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-viewer.production.min.js');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
});
const page = await browser.newPage();
await page.setContent('<div id="canvas" style="width: 2000px; height: 1200px"></div>');
await page.addScriptTag({ path: viewer });
for (const file of fs.readdirSync(folder).filter(name => name.endsWith('.bpmn'))) {
  const { svg, pieces } = await page.evaluate(async ([xml, phases]) => {
    const viewer = new BpmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(xml);
    if (warnings.length) {
      throw new Error(warnings.map(warning => warning.message).join('\n'));
    }
    const picture = (await viewer.saveSVG()).svg;
    viewer.destroy();
    return { svg: picture, pieces: Object.entries(phases).map(([phase, box]) => [phase, piece(picture, ...box)]) };

    // what is outside of it is left out
    function piece(whole, x, y, width, height) {
      const holder = document.body.appendChild(document.createElement('div'));
      holder.innerHTML = whole.slice(whole.indexOf('<svg'));
      const root = holder.firstElementChild;
      root.setAttribute('viewBox', [x, y, width, height].join(' '));
      root.setAttribute('width', width);
      root.setAttribute('height', height);
      const frame = root.getBoundingClientRect();
      for (const element of root.querySelectorAll('.djs-element')) {
        const box = element.querySelector('.djs-visual').getBoundingClientRect();
        if (box.right < frame.left || box.left > frame.right || box.bottom < frame.top || box.top > frame.bottom) {
          element.remove();
        }
      }
      const text = new XMLSerializer().serializeToString(root);
      holder.remove();
      return text + '\n';
    }
  }, [fs.readFileSync(path.join(folder, file), 'utf8'), file === 'session-migration.bpmn' ? PHASES : {}]);
  fs.writeFileSync(path.join(folder, file.replace(/\.bpmn$/, '.svg')), svg);
  for (const [phase, picture] of pieces) {
    fs.writeFileSync(path.join(folder, file.replace(/\.bpmn$/, `-${phase}.svg`)), picture);
  }
  console.log(file);
}
await browser.close();
