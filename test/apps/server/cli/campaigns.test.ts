import { describe, expect, it, onTestFinished } from 'vitest';
import type { Report, Terminal } from '../../../../apps/server/cli/verb.ts';
import { makeDataFolder } from '../../../support/data-folder.ts';
import { NOON, serve } from '../../../support/served.ts';
import { makeTerminal, stoppedClock, type, writeFixture } from './support.ts';

const terminalOf = (dataDir: string) => makeTerminal({ DATA_DIR: dataDir }, stoppedClock(NOON));

async function withServer(): Promise<Terminal> {
  const dataDir = makeDataFolder();
  const served = await serve({ dataDir });
  onTestFinished(served.stop);
  return terminalOf(dataDir);
}

/** A folder that a server has used and left. */
async function withoutServer(): Promise<Terminal> {
  const dataDir = makeDataFolder();
  await (await serve({ dataDir })).stop();
  return terminalOf(dataDir);
}

const MESSAGE = { kind: 'message', title: 'Hello', text: 'Stay a moment.' };
const HELLO = {
  key: 'hello',
  name: 'Hello',
  trigger: { event: 'Product Added' },
  variants: [
    { key: 'control', weight: 1, treatment: null },
    { key: 'a', weight: 3, treatment: MESSAGE },
  ],
};
/** Nothing sends mail here. */
const MAILED = {
  state: 'live',
  channel: 'email',
  variants: [{ key: 'a', treatment: { kind: 'email', subject: 'Hello', text: 'Hello.' } }],
};
const write = (content: unknown) => writeFixture('campaigns.json', JSON.stringify(content));
const keysOf = ({ json }: Report) =>
  (json as { items: readonly { key: string }[] }).items.map(({ key }) => key);

describe.each([
  ['on a running server', withServer],
  ['on a folder without one', withoutServer],
] as const)('campaigns %s', (_, open) => {
  it('are put, listed, shown and deleted', async () => {
    const terminal = await open();
    expect((await type('campaigns list', terminal)).text).toBe(
      'No campaigns yet: inkling campaigns templates',
    );
    const put = await type(`campaigns put ${write(HELLO)}`, terminal);
    expect(put).toMatchObject({
      exit: 0,
      json: { site: 'demo', items: [{ key: 'hello', version: 1, state: 'draft' }] },
    });
    const listed = await type('campaigns list', terminal);
    expect(listed).toMatchObject({ exit: 0, json: { site: 'demo', items: [{ key: 'hello' }] } });
    expect(listed.text).toMatch(
      /^campaign +state +channel +when a visitor\nhello +draft +onsite +added a product$/,
    );
    expect(await type('campaigns show hello', terminal)).toMatchObject({
      exit: 0,
      json: { key: 'hello', reach: { who: 'consented and known visitors only' } },
      text: expect.stringContaining('\narms        control, 25 %: nothing\n            a, 75 %: message\n'),
    });
    expect(await type('campaigns delete hello', terminal)).toMatchObject({
      exit: 0,
      json: { deleted: 'hello' },
      text: 'deleted hello',
    });
    expect(keysOf(await type('campaigns list', terminal))).toEqual([]);
  });

  it('are put as they were shown, changed', async () => {
    const terminal = await open();
    await type(`campaigns put ${write(HELLO)}`, terminal);
    const { json } = await type('campaigns show hello', terminal);
    const changed = write({ ...(json as object), state: 'live', priority: 70 });
    expect(await type(`campaigns check ${changed}`, terminal)).toMatchObject({ exit: 0 });
    expect(await type(`campaigns put ${changed}`, terminal)).toMatchObject({
      exit: 0,
      json: { items: [{ state: 'live', priority: 70, version: 1, liveSince: new Date(NOON).toISOString() }] },
    });
  });

  it('are put all together, or none where one is refused, which is named', async () => {
    const terminal = await open();
    const refusals: readonly (readonly [object, object])[] = [
      [
        [HELLO, { ...HELLO, key: 'b', trigger: { entry: 'nobody' } }],
        { code: 'not_available', at: 'b: trigger' },
      ],
      [[HELLO, { ...HELLO, name: 'Twice' }], { code: 'conflict', at: 'hello: key' }],
      [[HELLO, { ...HELLO, key: 'b', priority: 101 }], { code: 'invalid_value', at: 'b: priority' }],
      [[HELLO, 7], { code: 'invalid_value', at: 'campaign 2' }],
      [[HELLO, { ...HELLO, ...MAILED, key: 'b' }], { code: 'not_available', at: 'b: channel' }],
    ];
    for (const [content, error] of refusals) {
      expect(await type(`campaigns put ${write(content)}`, terminal)).toMatchObject({
        exit: 1,
        json: { error },
      });
    }
    expect(keysOf(await type('campaigns list', terminal))).toEqual([]);
  });

  it('come from templates, with the segments that they need, as drafts', async () => {
    const terminal = await open();
    const installed = await type('campaigns install exit-message --url /help', terminal);
    expect(installed).toMatchObject({
      exit: 0,
      json: {
        site: 'demo',
        campaign: { key: 'exit-message', state: 'draft' },
        segments: ['product-comparison', 'repeat-view-without-cart', 'checkout-intent'],
        toFill: [],
      },
    });
    const { items } = (await type('segments list', terminal)).json as { items: readonly object[] };
    expect(items).toHaveLength(3);
    for (const segment of items) expect(segment).toMatchObject({ state: 'ready' });
    const unfilled = await type('campaigns install exit-message --key other', terminal);
    expect(unfilled).toMatchObject({ exit: 0, json: { campaign: { key: 'other' }, segments: [] } });
    expect(unfilled.text).toContain('variants[1].treatment.action.url: write the address of your page');
    expect(await type('campaigns show other', terminal)).toMatchObject({
      text: expect.stringContaining('\nto fill in  variants[1].treatment.action.url: write the address'),
    });
  });

  it('that are not right are refused by place and cure', async () => {
    const terminal = await open();
    await type('campaigns install cart-reminder', terminal);
    const refusals: readonly (readonly [string, object])[] = [
      [`campaigns put ${write({ ...HELLO, name: 7 })}`, { code: 'invalid_value', at: 'name' }],
      [`campaigns put ${writeFixture('c.json', '{')}`, { code: 'malformed_json' }],
      [`campaigns put ${write(7)}`, { code: 'invalid_body' }],
      ['campaigns put nowhere.json', { code: 'not_found', hint: expect.stringMatching(/name a JSON file$/) }],
      ['campaigns show cart-remindr', { code: 'not_found', hint: 'did you mean "cart-reminder"?' }],
      [
        'campaigns show xyzzy',
        { code: 'not_found', hint: expect.stringContaining('inkling campaigns list') },
      ],
      ['campaigns delete nobody', { code: 'not_found' }],
      ['campaigns install cart-remindr', { code: 'not_found', hint: 'did you mean "cart-reminder"?' }],
      ['campaigns install xyzzy', { hint: '`inkling campaigns templates` lists them' }],
      ['campaigns install cart-reminder', { code: 'conflict', at: 'key' }],
      ['campaigns install chat-prompt --url /help', { code: 'invalid_value', at: 'url' }],
      ['campaigns install exit-message --url javascript:x', { code: 'invalid_value', at: '--url' }],
      ['campaigns list --site nobody', { code: 'unknown_site' }],
    ];
    for (const [words, error] of refusals) {
      expect([words, await type(words, terminal)]).toEqual([
        words,
        expect.objectContaining({ exit: 1, json: { error: expect.objectContaining(error) } }),
      ]);
    }
  });
});

describe('campaigns', () => {
  const nowhere = makeTerminal({ DATA_DIR: '/nowhere' });

  it('are checked without a server and without a folder', async () => {
    const reminder = { ...HELLO, key: 'b', trigger: { entry: 'keen' }, audience: { none: ['buyers'] } };
    const checked = await type(`campaigns check ${write([HELLO, reminder])}`, nowhere);
    expect(checked).toMatchObject({
      exit: 0,
      json: {
        ok: true,
        items: [
          { key: 'hello', needs: { segments: [] }, toFill: [], doubts: [] },
          { key: 'b', needs: { segments: ['keen', 'buyers'] } },
        ],
      },
    });
    expect(checked.text).toContain('b: draft, onsite; who enters keen; not in buyers\n');
    expect(checked.text).toContain('\n  needs segments keen, buyers');
    expect(checked.text).not.toContain('control arm');
    const alone = await type(
      `campaigns check ${write({ ...HELLO, variants: [HELLO.variants[1]] })}`,
      nowhere,
    );
    expect(alone.text).toContain('\n  has no control arm, so that nothing will say what it caused');
    expect(await type(`campaigns check ${write([HELLO, { ...HELLO, key: '?' }])}`, nowhere)).toMatchObject({
      exit: 1,
      json: { error: { at: '?: key' } },
    });
  });

  it('say what is to be filled in, and which names are probably slips', async () => {
    const path = write({
      ...HELLO,
      variants: [{ key: 'a', treatment: { ...MESSAGE, text: 'In [[two]] days.' } }],
      goal: { kind: 'revenue', event: 'Order Complted', of: 'totl' },
      cancel: { events: ['Order Complete'] },
    });
    const { exit, text } = await type(`campaigns check ${path}`, nowhere);
    expect(exit).toBe(0);
    expect(text).toContain(
      '\n  to fill in: variants[0].treatment.text: write what is true of you in place of\n    [[two]]',
    );
    expect(text).toContain('\n  doubtful: no event "Order Complted" is known: did you mean "Order');
    expect(text).toContain('\n  doubtful: no event "Order Complete" is known: did you mean "Order');
    const put = await type(`campaigns put ${path}`, await withoutServer());
    expect(put).toMatchObject({
      exit: 0,
      text: expect.stringContaining('\ndoubtful: hello: no event "Order'),
    });
  });

  it('have templates that are read without a server, one at length', async () => {
    const all = await type('campaigns templates', nowhere);
    expect(keysOf(all)).toHaveLength(15);
    expect(all.text).toMatch(/^shop\n {2}comparison-table +Puts the products .+\n +by side/);
    const one = await type('campaigns templates high-intent-coupon', nowhere);
    expect(one).toMatchObject({ exit: 0, json: { key: 'high-intent-coupon', takes: ['code', 'ends'] } });
    expect(one.text).toContain('\nTakes: --code, --ends\n');
    expect(await type('campaigns templates cart-remindr', nowhere)).toMatchObject({
      exit: 1,
      json: { error: { hint: 'did you mean "cart-reminder"?' } },
    });
  });

  it('fit a screen of 80 columns, however long their names are', async () => {
    const terminal = await withoutServer();
    const long = 'a'.repeat(64);
    const where = { category: 'Shoes that are very long', price: { gte: 50 } };
    const trigger = { event: 'Product Viewed', where };
    await type(
      `campaigns put ${write({ ...HELLO, key: long, name: 'N '.repeat(50).trim(), trigger })}`,
      terminal,
    );
    const texts = [
      (await type('campaigns list', terminal)).text,
      (await type(`campaigns show ${long}`, terminal)).text,
      (await type('campaigns templates', terminal)).text,
      (await type('campaigns templates onboarding-tour', terminal)).text,
      (await type('campaigns install onboarding-tour', terminal)).text,
      (await type('campaigns install --help', terminal)).text,
    ];
    for (const line of texts.join('\n').split('\n')) expect([line, line.length <= 80]).toEqual([line, true]);
    expect(texts[0]).toContain(`${'a'.repeat(31)}…`);
  });

  it.each([
    'campaigns put',
    'campaigns list extra',
    'campaigns install',
    'campaigns instal cart-reminder',
    'campaigns install cart-reminder --colour red',
    'campaigns',
  ])('used wrongly end with 2: %s', async (words) => {
    expect(await type(words, nowhere)).toMatchObject({ exit: 2, json: { error: { code: 'usage' } } });
  });
});
