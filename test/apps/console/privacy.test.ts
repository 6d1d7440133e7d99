import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createFormat } from '../../../apps/console/view-models/format.ts';
import {
  removedRows,
  sumOf,
  viewAct,
  viewChoices,
  viewHeld,
  viewPolicies,
  viewReceipt,
  viewTerms,
  writeNaming,
} from '../../../apps/console/view-models/privacy.ts';
import { sumEgress, viewFindings, viewSalts } from '../../../apps/console/view-models/proof.ts';
import { ACTS } from '../../../apps/console/words/acts.ts';
import { HELD } from '../../../apps/console/words/held.ts';
import { PRIVACY } from '../../../apps/console/words/privacy.ts';
import { RECORDS } from '../../../apps/console/words/records.ts';
import { REQUESTS } from '../../../apps/console/words/requests.ts';
import { TERMS } from '../../../apps/console/words/terms.ts';
import { BASES, DATA_MAP, VIEWERS } from '../../../core/privacy/data-map.ts';
import { judge } from '../../../core/privacy/findings.ts';
import { RETENTION_CLASSES } from '../../../core/privacy/keep-terms.ts';

const NOW = '2026-01-05T12:00:00.000Z';
const format = createFormat('en', Date.parse(NOW), 'UTC');
const ROOT = join(import.meta.dirname, '../../..');

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(ROOT, folder, path), 'utf8'));

describe('words for the merchant', () => {
  it('are there for every class of the data map, everybody who sees it, and every basis', () => {
    expect(Object.keys(HELD.en.classes).toSorted()).toEqual(DATA_MAP.map(({ what }) => what).toSorted());
    expect(Object.keys(HELD.en.viewers)).toEqual(Object.keys(VIEWERS));
    expect(Object.keys(HELD.en.bases)).toEqual(Object.keys(BASES));
  });

  it('are there for every class that has a term', () => {
    expect(Object.keys(TERMS.en.terms.classes).toSorted()).toEqual(
      RETENTION_CLASSES.map(({ name }) => name).toSorted(),
    );
  });

  it('are there for every act that is written into the audit log', () => {
    const acts = ['core', 'apps/server', 'integrations']
      .flatMap(sourcesIn)
      .flatMap((source) => [...source.matchAll(/(?:act: |note\(caller, |noted\(own, )'([^']+)'/g)])
      .flatMap(([, act = '']) => (/^[a-z]/.test(act) ? [act] : []));
    expect(acts.length).toBeGreaterThan(40);
    expect([...new Set(acts)].filter((act) => ACTS.en.acts[act] === undefined)).toEqual([]);
  });
});

describe('what is held', () => {
  const row = { why: 'to know', isHanded: true, isPersonal: true, terms: [], until: 'a year' };

  it('says how long, who sees it and what it rests on, and names the machine where nobody else sees it', () => {
    const term = { name: 'raw events', setting: 'eventDays', days: 1_095, stays: '' };
    const [events, machine] = viewHeld(
      [
        { ...row, what: 'events', basis: 'consent', seenBy: ['operator', 'machine'], terms: [term] },
        { ...row, what: 'keys', basis: 'security', seenBy: ['machine'] },
      ],
      PRIVACY.en.held,
      HELD.en,
      format,
    );
    expect(events?.note).toBe('Kept 1,095 days. Seen by you. Rests on: consent.');
    expect(machine?.note).toBe('Seen by nobody but the machine. Rests on: security.');
  });

  it('shows what it has no words for as the server says it', () => {
    const [odd] = viewHeld(
      [{ ...row, what: 'odd', basis: 'new', seenBy: ['new'] }],
      PRIVACY.en.held,
      HELD.en,
      format,
    );
    expect(odd).toMatchObject({ name: 'odd', text: 'to know; a year' });
  });

  it('marks the preset in force', () => {
    const policies = viewPolicies({ policy: 'session' }, PRIVACY.en.policy);
    expect(policies.filter(({ isInForce }) => isInForce).map(({ key }) => key)).toEqual(['session']);
  });
});

describe('terms', () => {
  const terms = [
    { name: 'raw events', setting: 'eventDays', days: 180, stays: 'x' },
    { name: 'contact data', setting: null, days: null, stays: 'x' },
  ];
  const counted = {
    dryRun: true,
    asOf: NOW,
    clockAheadMs: 0,
    classes: [
      { name: 'raw events', days: 180, count: 1_200 },
      { name: 'contact data', days: null, count: 3 },
    ],
  };

  it('say what would go once somebody has counted', () => {
    const view = (of: typeof counted | null) =>
      viewTerms(terms, of, TERMS.en, PRIVACY.en.held, format).map(({ days, would }) => [days, would]);
    expect(view(null)).toEqual([
      ['180 days', '–'],
      ['until consent ends', '–'],
    ]);
    expect(view(counted).map(([, would]) => would)).toEqual(['1,200', '3']);
    expect(sumOf(counted)).toBe(1_203);
  });
});

describe('requests', () => {
  it('name somebody in one way, and nobody where nothing is written', () => {
    expect([writeNaming('email', ' a@b.example '), writeNaming('userId', ' ')]).toEqual([
      { email: 'a@b.example' },
      null,
    ]);
  });

  it('have receipts that say what went, for whom, and how far platforms are', () => {
    const receipt = {
      id: 'er_1',
      erasedAt: NOW,
      by: 'visitor',
      removed: { entries: 1_000, profiles: 1 },
      told: { wordpress: 'waiting' },
    } as const;
    expect(viewReceipt(receipt, REQUESTS.en.receipts, format)).toMatchObject({
      by: 'the visitor',
      removed: '1,001',
      told: 'wordpress: waiting for their answer',
    });
    const nothing = { ...receipt, by: 'secret key', removed: { entries: 0 }, told: {} };
    expect(viewReceipt(nothing, REQUESTS.en.receipts, format)).toMatchObject({
      by: 'you',
      removed: 'nothing was held',
      told: 'none had to be told',
    });
    expect(removedRows(nothing)).toBe(0);
  });
});

describe('the audit log', () => {
  it('says acts in words, and leaves out what says nothing', () => {
    const line = {
      act: 'keys rotated',
      by: 'secret key',
      time: NOW,
      detail: { kinds: ['write'], n: 0, x: null },
    };
    expect(viewAct(line, 0, ACTS.en, format)).toMatchObject({
      what: 'Keys were replaced',
      by: 'with the secret key, or in here',
      detail: 'kinds: write',
    });
    expect(viewAct({ ...line, act: 'odd', by: 'odd' }, 1, ACTS.en, format)).toMatchObject({
      what: 'odd',
      by: 'odd',
    });
  });
});

describe('what visitors choose', () => {
  const days = [
    { date: '2026-01-04', ...{ allowed: 60, undecided: 20, denied: 0, gpc: 0 } },
    { date: '2026-01-05', ...{ allowed: 4, undecided: 10, denied: 1, gpc: 5 } },
  ];
  const answer = {
    ...{ from: '2026-01-04', to: '2026-01-05', days },
    totals: { allowed: 64, undecided: 30, denied: 1, gpc: 5 },
  };

  it('is a share of all page loads, and a line of each day', () => {
    const { figures, series } = viewChoices(answer, PRIVACY.en.choices, format);
    expect(figures.map(({ key, figure, note }) => [key, figure, note])).toEqual([
      ['allowed', '64%', '64 of 100'],
      ['undecided', '30%', '30 of 100'],
      ['denied', '1%', '1 of 100'],
      ['gpc', '5%', '5 of 100'],
    ]);
    expect(series.map(({ points }) => points.map(({ y }) => y))).toEqual([
      [60, 4],
      [20, 10],
      [0, 1],
      [0, 5],
    ]);
  });

  it('is nothing to draw where no page was loaded', () => {
    const totals = { allowed: 0, undecided: 0, denied: 0, gpc: 0 };
    const { figures, series } = viewChoices({ ...answer, totals }, PRIVACY.en.choices, format);
    expect([figures.map(({ figure }) => figure), series]).toEqual([Array(4).fill('–'), []]);
  });
});

describe('proof', () => {
  it('has words for every promise that is judged', () => {
    const evidence = {
      site: 's',
      createdAt: 0,
      salts: { live: [], destroyed: [] },
      egress: [],
      retention: { lastRun: null, classes: [] },
      erasures: { count: 0, open: 1, removed: {}, told: {}, receipts: [] },
      keys: [],
      oldKeys: 0,
    };
    const findings = judge(evidence, 10 * 86_400_000);
    const rows = viewFindings({ findings }, RECORDS.en.proof);
    expect(rows.map(({ about }) => about)).not.toContain(undefined);
    expect(findings.filter(({ about }) => RECORDS.en.proof.about[about] === undefined)).toEqual([]);
    expect(rows.filter(({ badge }) => badge.tone === 'bad').map(({ says }) => says)).toEqual([
      expect.stringContaining('inkling retain'),
      expect.stringContaining('start the server'),
    ]);
  });

  it('shows the keys that went last, and how long each lived', () => {
    const salt = (day: string, hours: number) => ({
      day,
      createdAt: NOW,
      destroyedAt: new Date(Date.parse(NOW) + hours * 3_600_000).toISOString(),
    });
    const salts = { live: [], destroyed: [salt('2026-01-01', 47.96), salt('2026-01-02', 48)] };
    expect(viewSalts({ salts }, RECORDS.en.proof, format).map(({ day, after }) => [day, after])).toEqual([
      ['January 2, 2026', '48 hours'],
      ['January 1, 2026', '48 hours'],
    ]);
  });

  it('adds up what left by destination, most first', () => {
    const line = (destination: string, sent: number, gpc: number) => ({
      ...{ day: '2026-01-05', destination, sent, failed: 1 },
      heldBack: { consent: 0, gpc, objection: 0, other: 2 },
    });
    expect(sumEgress([line('a', 1, 1), line('b', 9, 0), line('a', 2, 3)])).toEqual([
      { key: 'b', sent: 9, failed: 1, heldBack: { consent: 0, gpc: 0, objection: 0, other: 2 } },
      { key: 'a', sent: 3, failed: 2, heldBack: { consent: 0, gpc: 4, objection: 0, other: 4 } },
    ]);
  });
});
