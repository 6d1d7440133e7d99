import { describe, expect, it } from 'vitest';
import { keepChoice } from '../../../integrations/shopify/storefront/consent.ts';

/** What Shopify is told to keep, beside what the visitor chose before. */
function told(said: Readonly<Record<string, boolean>>, held: Readonly<Record<string, string>> = {}) {
  const kept: unknown[] = [];
  const nothing = { analytics: '', preferences: '', marketing: '', sale_of_data: '' };
  keepChoice(
    {
      currentVisitorConsent: () => ({ ...nothing, ...held }),
      setTrackingConsent: (chosen: object) => void kept.push(chosen),
    } as never,
    said,
  );
  return kept;
}

describe('a choice that was made in the page', () => {
  it('becomes Shopify’s in its own words', () => {
    expect(told({ analytics: false, personalization: false, share: false })).toEqual([
      { analytics: false, preferences: false, sale_of_data: false },
    ]);
  });

  it('leaves what was chosen before of everything else', () => {
    const held = { analytics: 'yes', marketing: 'no' };
    expect(told({ share: false }, held)).toEqual([
      { analytics: true, marketing: false, sale_of_data: false },
    ]);
  });

  it('is none of Shopify’s where it is about mails alone', () => {
    expect(told({ contact: true }, { analytics: 'yes' })).toEqual([]);
  });
});
