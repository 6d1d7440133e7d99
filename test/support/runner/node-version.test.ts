import { expect, it } from 'vitest';
import { explainOldNode } from './node-version.ts';

it.each(['18.20.0', '20.20.2', '22.17.1'])('Node %s is refused with what to do', (version) => {
  expect(explainOldNode(version)).toMatch(`this is Node ${version}, and 22.18 is the least: run "npm ci"`);
});

it.each(['22.18.0', '22.21.3', '24.21.0', '26.0.0', process.versions.node])('Node %s will do', (version) => {
  expect(explainOldNode(version)).toBeNull();
});
