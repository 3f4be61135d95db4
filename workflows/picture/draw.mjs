// Draws every ../*.bpmn as an SVG beside it: npm install, then npm run draw. Needs Chromium (CHROMIUM names it).
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const folder = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const viewer = createRequire(import.meta.url).resolve('bpmn-js/dist/bpmn-viewer.production.min.js');
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
});
const page = await browser.newPage();
await page.setContent('<div id="canvas" style="width: 2000px; height: 1200px"></div>');
await page.addScriptTag({ path: viewer });
for (const file of fs.readdirSync(folder).filter(name => name.endsWith('.bpmn'))) {
  const svg = await page.evaluate(async xml => {
    const viewer = new BpmnJS({ container: '#canvas' });
    const { warnings } = await viewer.importXML(xml);
    if (warnings.length) {
      throw new Error(warnings.map(warning => warning.message).join('\n'));
    }
    const picture = (await viewer.saveSVG()).svg;
    viewer.destroy();
    return picture;
  }, fs.readFileSync(path.join(folder, file), 'utf8'));
  fs.writeFileSync(path.join(folder, file.replace(/\.bpmn$/, '.svg')), svg);
  console.log(file);
}
await browser.close();
