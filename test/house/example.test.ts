import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it, onTestFinished } from 'vitest';
import { startApp } from '../support/app-process.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { ROOT } from '../support/source-tree.ts';

it('the example of the README does what it says beside it', async () => {
  const text = readFileSync(join(ROOT, 'README.md'), 'utf8');
  const code = /```js\n(.+?)```/s.exec(text)?.[1] ?? '';
  const app = await startApp();
  onTestFinished(() => app.stop());
  const path = join(makeDataFolder(), 'example.mjs');
  writeFileSync(path, code.replace('http://127.0.0.1:4700', app.url));
  const env = { ...process.env, SECRET_KEY: app.demo.secretKey };
  const { stdout } = await promisify(execFile)(process.execPath, [path], { env });
  expect(code).toContain('// { accepted: 1, duplicates: 0, counted: 0, refused: [] }');
  expect(stdout).toMatch(
    /^\{ accepted: 1, duplicates: 0, counted: 0, refused: \[\] \}\n\{ visitor: '[0-9a-f]{32}' \}\n$/,
  );
});
