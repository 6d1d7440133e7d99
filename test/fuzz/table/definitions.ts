/** What operators put: conditions in both languages, segments, stages, campaigns, catalogues of them. */
import fc from 'fast-check';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { listGaps } from '../../../core/decisions/placeholders.ts';
import type { Json, SiteId } from '../../../core/entry.ts';
import { InklingError } from '../../../core/errors.ts';
import type { Catalog } from '../../../core/segments/catalog.ts';
import { decodeCatalog, encodeCatalog } from '../../../core/segments/catalog-codec.ts';
import type { Condition } from '../../../core/segments/condition.ts';
import { durationMs, formatDuration } from '../../../core/segments/duration.ts';
import {
  parseCondition,
  parseDefinition,
  parseStages,
  readDefinitionShape,
} from '../../../core/segments/parse.ts';
import {
  checkDefinition,
  readChange,
  readDefinition,
  readStages,
} from '../../../core/segments/read-definition.ts';
import { TEMPLATES } from '../../../core/segments/templates/index.ts';
import { describe, readWords } from '../../../core/segments/words.ts';
import { campaign, segment } from '../../apps/server/route-samples.ts';
import { CAMPAIGNS as EXAMPLES } from '../../core/decisions/examples.ts';
import { conditions } from '../../core/segments/conditions.ts';
import { orError, orNone, type Parser } from '../examine.ts';

const SITE = 'st' as SiteId;
const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value));

const SEGMENTS = [segment, ...TEMPLATES.shop.slice(0, 6), ...TEMPLATES.saas.slice(0, 4)].map(
  ({ key, name, when }) => plain({ key, name, when }),
);
const CONDITIONS = [
  ...SEGMENTS.map(({ when }) => when),
  ...fc.sample(conditions, { seed: 2026, numRuns: 40 }).map(plain),
];
const STAGES = [SEGMENTS.slice(0, 3).map(({ key, when }) => ({ key, when }))];
const LINES = CONDITIONS.map((when) => describe(when as Condition));
const CAMPAIGNS = [
  { ...campaign, key: 'hello' },
  ...Object.entries(EXAMPLES).map(([key, given]) => plain({ ...given, key })),
];
const CATALOG = {
  stages: STAGES[0],
  segments: SEGMENTS.slice(0, 3).map((definition, i) => ({
    ...{ definition, version: i + 1, state: 'live', from: i === 0 ? null : 1_700_000_000_000 },
  })),
  versions: { keen: 3 },
  untold: ['keen'],
};

export const DEFINITION_PARSERS: readonly Parser[] = [
  {
    name: 'a condition',
    namesPlaces: true,
    covers: [
      'core/segments/parse.ts parseCondition',
      'core/segments/guard.ts findUnsafe',
      ...['Duration', 'Window', 'Lifetime', 'Age', 'Number'].map(
        (what) => `core/segments/cures.ts cure${what}`,
      ),
    ],
    takes: 'value',
    samples: CONDITIONS,
    read: parseCondition,
    write: plain,
  },
  {
    name: 'a condition that was read, in words and back',
    covers: [],
    takes: 'value',
    samples: CONDITIONS,
    read: (input: unknown) => {
      const condition = parseCondition(input);
      return condition.ok ? readWords(describe(condition.value)) : condition;
    },
    write: plain,
  },
  {
    name: 'a condition in words',
    covers: [
      'core/segments/words.ts readWords',
      'core/segments/words-tokens.ts readTokens',
      ...['readDone', 'readDoing'].map((name) => `core/segments/words-deeds.ts ${name}`),
      'core/segments/words-read.ts readJoined',
      ...[
        'Text',
        'Number',
        'List',
        'Path',
        'Length',
        'Window',
        'NumberBounds',
        'LengthBounds',
        'Comparison',
        'Where',
      ].map((name) => `core/segments/words-values.ts read${name}`),
    ],
    takes: 'text',
    samples: LINES,
    read: readWords,
    write: describe,
  },
  {
    name: 'a segment',
    namesPlaces: true,
    covers: [
      'core/segments/parse.ts parseDefinition',
      'core/segments/parse.ts readDefinitionShape',
      'core/segments/read-definition.ts readDefinition',
    ],
    takes: 'value',
    samples: [...SEGMENTS, { key: 'w', name: 'W', words: LINES[0] }],
    read: (input: unknown) => {
      parseDefinition(input);
      const read = readDefinition(input);
      return read.ok ? readDefinitionShape(plain(read.value)) : read;
    },
    write: plain,
  },
  {
    name: 'a segment to be checked',
    namesPlaces: true,
    covers: ['core/segments/read-definition.ts checkDefinition'],
    takes: 'value',
    samples: [...SEGMENTS, { words: LINES[1] }],
    read: checkDefinition,
  },
  {
    name: 'stages',
    namesPlaces: true,
    covers: ['core/segments/parse.ts parseStages', 'core/segments/read-definition.ts readStages'],
    takes: 'value',
    samples: STAGES,
    read: (input: unknown) => {
      parseStages(input);
      return readStages(input);
    },
    write: plain,
  },
  {
    name: 'a change of many segments',
    namesPlaces: true,
    covers: ['core/segments/read-definition.ts readChange'],
    takes: 'value',
    samples: [{ segments: SEGMENTS.slice(0, 3), stages: STAGES[0] }],
    read: readChange,
    write: plain,
  },
  {
    name: 'a duration',
    covers: [],
    takes: 'text',
    samples: ['7d', '90m', '0s', '500ms', '2w'],
    read: (text: string) => orNone(Number.isNaN(durationMs(text)) ? null : durationMs(text)),
    write: formatDuration,
  },
  {
    name: 'a campaign with its treatments',
    namesPlaces: true,
    covers: ['core/decisions/parse.ts parseCampaign'],
    takes: 'value',
    samples: CAMPAIGNS,
    read: (input: unknown) => {
      const read = parseCampaign(input);
      if (read.ok) listGaps(read.value);
      return read;
    },
    write: plain,
  },
  {
    name: 'the catalogue of segments in the store',
    covers: ['core/segments/catalog-codec.ts decodeCatalog'],
    takes: 'value',
    samples: [CATALOG],
    read: (input: Json) => orError(() => decodeCatalog(SITE, input), InklingError),
    write: (catalog: Catalog) => plain(encodeCatalog(catalog)),
    allowsKeys: true,
  },
];
