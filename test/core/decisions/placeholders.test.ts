import { describe, expect, it } from 'vitest';
import { parseCampaign } from '../../../core/decisions/parse.ts';
import { CODE_TO_FILL, END_TO_FILL, listGaps, URL_TO_FILL } from '../../../core/decisions/placeholders.ts';
import type { Treatment } from '../../../core/decisions/treatment.ts';

const MESSAGE = { kind: 'message', title: 'Hello', text: 'Stay a moment.' } as const;
const COUPON = {
  kind: 'coupon',
  title: 'Ten',
  text: 'Yours.',
  code: 'TEN',
  ends: '2027-01-31T00:00:00Z',
} as const;

const GAPS: readonly (readonly [what: string, treatment: Treatment, at: string, cure: RegExp])[] = [
  ['a code', { ...COUPON, code: CODE_TO_FILL }, 'code', /the code as your shop takes it/],
  ['an end', { ...COUPON, ends: END_TO_FILL }, 'ends', /when the code stops working/],
  [
    'an address',
    { ...MESSAGE, action: { label: 'Go', url: URL_TO_FILL } },
    'action.url',
    /the address of your page/,
  ],
  ['a part of a text', { ...MESSAGE, text: 'In [[2 to 3]] days.' }, 'text', /in place of \[\[2 to 3\]\]/],
  [
    'a text of one language',
    { ...MESSAGE, title: { en: 'Hello', de: '[[Gruß]]' } },
    'title.de',
    /\[\[Gruß\]\]/,
  ],
  [
    'a step of a tour',
    {
      kind: 'tour',
      steps: [
        { title: 'One', text: 'One.' },
        { title: 'Two', text: '[[Two]]' },
      ],
    },
    'steps[1].text',
    /\[\[Two\]\]/,
  ],
];

const campaign = (treatment: Treatment, state: string) => ({
  name: 'Hello',
  state,
  trigger: { event: 'Product Added' },
  variants: [
    { key: 'control', treatment: null },
    { key: 'a', treatment },
  ],
});

describe('what is still to be filled in', () => {
  it.each(GAPS)(
    '%s keeps a campaign from going live, and no draft from being kept',
    (_, treatment, at, cure) => {
      const place = `variants[1].treatment.${at}`;
      const draft = parseCampaign(campaign(treatment, 'draft'), 'hello');
      expect(draft.ok && listGaps(draft.value)).toEqual([{ at: place, cure: expect.stringMatching(cure) }]);
      expect(parseCampaign(campaign(treatment, 'paused'), 'hello').ok).toBe(true);
      expect(parseCampaign(campaign(treatment, 'live'), 'hello')).toEqual({
        ok: false,
        code: 'invalid_value',
        at: place,
        hint: expect.stringMatching(new RegExp(`${cure.source}.*, or leave it a draft$`)),
      });
    },
  );

  it('is found in the steps of a sequence as well', () => {
    const step = { wait: '2d', treatment: { ...MESSAGE, title: '[[Hello]]' } };
    expect(parseCampaign({ ...campaign(MESSAGE, 'live'), steps: [step] }, 'hello')).toMatchObject({
      at: 'steps[0].treatment.title',
    });
  });

  it.each([
    ['single brackets', { ...MESSAGE, text: 'Sizes [S, M].' }],
    ['an address with the word in its path', { ...MESSAGE, action: { label: 'Go', url: '/a.invalid' } }],
    ['a code that begins like it', { ...COUPON, code: `${CODE_TO_FILL}S` }],
  ] as const)('is not %s', (_, treatment) => {
    expect(parseCampaign(campaign(treatment, 'live'), 'hello').ok).toBe(true);
  });

  it('says nothing of a key that an address of the API has taken', () => {
    expect(parseCampaign(campaign(MESSAGE, 'draft'), 'templates')).toMatchObject({
      code: 'invalid_value',
      at: 'key',
      hint: expect.stringContaining('templates-1'),
    });
  });
});
