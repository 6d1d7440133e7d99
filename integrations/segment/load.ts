/**
 * Segment's packages are CommonJS that only says it can be imported, and the destination is written in their style: this
 * file alone bridges both worlds. The destination is bundled as Segment would compile it, and given the same core.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileFunction } from 'node:vm';
import type { AudienceDestinationDefinition, Destination } from '@segment/actions-core';
import { buildSync } from 'esbuild';
import type { AudienceSettings, Settings } from './destination/generated-types.ts';

export type InklingDefinition = AudienceDestinationDefinition<Settings, AudienceSettings>;

const load = createRequire(import.meta.url);
/** What Segment's own cloud runs. */
const TARGET = 'node18';
const ENTRY = join(import.meta.dirname, 'destination/index.ts');

/** Segment's core, as it is. @example new actionsCore.Destination(loadDestination()) */
export const actionsCore: typeof import('@segment/actions-core') = load('@segment/actions-core');

/** Segment's parser of triggers. */
export const subscriptions: typeof import('@segment/destination-subscriptions') = load(
  '@segment/destination-subscriptions',
);

/** @throws the bundler's own error when a source does not compile. */
export function loadDestination(): InklingDefinition {
  const { outputFiles } = buildSync({
    entryPoints: [ENTRY],
    bundle: true,
    write: false,
    format: 'cjs',
    platform: 'node',
    target: TARGET,
    external: ['@segment/*'],
    tsconfigRaw: '{}',
    logLevel: 'error',
  });
  const code = outputFiles.map(({ text }) => text).join('');
  const module: { exports: { default?: InklingDefinition } } = { exports: {} };
  compileFunction(code, ['module', 'exports', 'require'], { filename: ENTRY })(module, module.exports, load);
  const { default: definition } = module.exports;
  if (definition === undefined) throw new Error(`[inkling] [segment] ${ENTRY} exports no destination`);
  return definition;
}

/** The destination as Segment runs it. */
export function createDestination(): Destination<Settings, AudienceSettings> {
  return new actionsCore.Destination(loadDestination()) as Destination<Settings, AudienceSettings>;
}
