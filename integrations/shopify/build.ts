/** `npm run shopify:build`: reads the app's configuration, and writes what is made for the extensions. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtensions } from './built-extensions.ts';
import { describeFinding, lintAppToml } from './toml/lint.ts';

const PROGRAM = join(import.meta.dirname, '../..');
const CONFIGURATION = 'shopify.app.toml';

const findings = lintAppToml(readFileSync(join(PROGRAM, CONFIGURATION), 'utf8'));
for (const finding of findings) process.stderr.write(`${CONFIGURATION}: ${describeFinding(finding)}\n`);
if (findings.length > 0) process.exit(1);

for (const [path, text] of buildExtensions()) writeFileSync(join(PROGRAM, path), text);
