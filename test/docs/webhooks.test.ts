import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { signBody } from '../../integrations/webhook/signature.ts';
import { makeDataFolder } from '../support/data-folder.ts';
import { ROOT } from '../support/source-tree.ts';

type Check = (header: string, body: string, secret: string, nowSeconds?: number) => boolean;

const NOW = 1_767_614_400;
const BODY = '{"id":"nt_1","segment":"Größe"}';

async function loadExample(): Promise<Check> {
  const text = readFileSync(join(ROOT, 'docs/webhooks.md'), 'utf8');
  const path = join(makeDataFolder(), 'check.mjs');
  writeFileSync(path, /```js\n(.+?)```/s.exec(text)?.[1] ?? '');
  return ((await import(pathToFileURL(path).href)) as { isFromInkling: Check }).isFromInkling;
}

describe('the example that checks a signature', () => {
  it('takes what is signed with the secret, also beside another one, for five minutes', async () => {
    const isFromInkling = await loadExample();
    const header = signBody(['whsec_a', 'whsec_b'], NOW, BODY);
    for (const secret of ['whsec_a', 'whsec_b']) expect(isFromInkling(header, BODY, secret, NOW)).toBe(true);
    expect(isFromInkling(header, BODY, 'whsec_a', NOW + 300)).toBe(true);
  });

  it('refuses another secret, another body, another instant, an old one, and what is none', async () => {
    const isFromInkling = await loadExample();
    const header = signBody(['whsec_a'], NOW, BODY);
    expect(isFromInkling(header, BODY, 'whsec_c', NOW)).toBe(false);
    expect(isFromInkling(header, `${BODY} `, 'whsec_a', NOW)).toBe(false);
    expect(isFromInkling(header.replace(`t=${NOW}`, `t=${NOW + 1}`), BODY, 'whsec_a', NOW)).toBe(false);
    expect(isFromInkling(header, BODY, 'whsec_a', NOW + 301)).toBe(false);
    for (const none of ['', 't=,v1=', `t=${NOW}`, `t=${NOW},v1=zz`, 'v1=00'])
      expect(isFromInkling(none, BODY, 'whsec_a', NOW)).toBe(false);
  });
});
