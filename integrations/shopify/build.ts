/** `npm run shopify:build`: reads the app's configuration, and writes what is made for the extensions. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildExtensions } from './built-extensions.ts';
import { describeFinding, lintAppToml } from './toml/lint.ts';
import { listPlaceholders } from './toml/placeholders.ts';

const PROGRAM = join(import.meta.dirname, '../..');
const CONFIGURATION = 'shopify.app.toml';

const text = readFileSync(join(PROGRAM, CONFIGURATION), 'utf8');
const findings = lintAppToml(text);
for (const finding of findings) process.stderr.write(`${CONFIGURATION}: ${describeFinding(finding)}\n`);
if (findings.length > 0) process.exit(1);

const built = buildExtensions();
for (const [path, content] of built) writeFileSync(join(PROGRAM, path), content);
process.stdout.write(`${CONFIGURATION} is in order; made: ${[...built.keys()].join(', ')}\n`);
for (const line of listPlaceholders(text)) process.stdout.write(`${CONFIGURATION}: ${line}\n`);
