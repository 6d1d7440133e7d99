import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { listPlaceholders } from '../../../integrations/shopify/toml/placeholders.ts';
import { ROOT } from '../../support/source-tree.ts';

it('a fresh checkout names what is to be put in place of what it has', () => {
  const toml = readFileSync(join(ROOT, 'shopify.app.toml'), 'utf8');
  expect(listPlaceholders(toml).map((line) => line.split(' ')[0])).toEqual(['client_id', 'the']);
  const own = toml.replaceAll('inkling.example.com', 'ink.shop.example');
  expect(listPlaceholders(own)).toHaveLength(1);
  expect(listPlaceholders(own.replace(/client_id = .*/, 'client_id = "f"'))).toEqual([]);
});
