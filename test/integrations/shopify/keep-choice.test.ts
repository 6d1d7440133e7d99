import { describe, expect, it } from 'vitest';
import {
  addChoice,
  type Choice,
  stillUnheard,
  tell,
} from '../../../integrations/shopify/storefront/consent.ts';
import type { Answer } from '../../../integrations/shopify/storefront/shopify-page.ts';

const NOTHING = { analytics: '', preferences: '', marketing: '', sale_of_data: '' } as const;

/** Shopify's record of what a visitor chose, and what it is told to keep. */
function recordOf(held: Readonly<Record<string, Answer>> = {}) {
  const told: unknown[] = [];
  const privacy = {
    currentVisitorConsent: () => ({ ...NOTHING, ...held }),
    setTrackingConsent: (chosen: object) => void told.push(chosen),
  };
  return { privacy, told };
}

function toldOf(choice: Choice, held: Readonly<Record<string, Answer>> = {}) {
  const { privacy, told } = recordOf(held);
  tell(addChoice({}, choice, privacy), privacy);
  return told;
}

describe('a choice that was made in the page', () => {
  it('becomes Shopify’s in its own words', () => {
    expect(toldOf({ analytics: false, personalization: false, share: false })).toEqual([
      { analytics: false, preferences: false, sale_of_data: false },
    ]);
  });

  it('leaves what was chosen before of everything else', () => {
    const held = { analytics: 'yes', marketing: 'no' } as const;
    expect(toldOf({ share: false }, held)).toEqual([
      { analytics: true, marketing: false, sale_of_data: false },
    ]);
  });

  it('is none of Shopify’s where it is about mails alone', () => {
    expect(toldOf({ contact: true } as Choice, { analytics: 'yes' })).toEqual([]);
  });
});

describe('a choice that Shopify may not have heard', () => {
  const refused = addChoice({}, { analytics: false }, recordOf({ analytics: 'yes' }).privacy);

  it.each([
    ['is over once Shopify has it', { analytics: 'no' }, {}],
    ['is over once Shopify has heard another', { analytics: '' }, {}],
    ['stays where Shopify has heard of something else', { analytics: 'yes', marketing: 'no' }, refused],
  ] as const)('%s', (_what, held, left) => {
    expect(stillUnheard(refused, recordOf(held).privacy)).toEqual(left);
  });

  it.each([
    ['yes', { analytics: [false, 'yes'] }],
    ['no', {}],
  ] as const)('made before Shopify had answered, is told where that says %s', (said, left) => {
    const early = JSON.parse(JSON.stringify(addChoice({}, { analytics: false }, undefined)));
    expect(stillUnheard(early, recordOf({ analytics: said }).privacy)).toEqual(left);
  });
});
