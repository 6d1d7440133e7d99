/** What a message asks of the profiles: who answers for a visitor, whether they may be written to, in which language. */
import type { SiteId, VisitorId } from '../entry.ts';
import { consentAt } from '../identity/consent.ts';
import type { Addressee } from '../identity/mailboxes.ts';
import type { Clock } from '../ports.ts';
import type { ProfileBook } from './book.ts';
import { type Kinship, recordedIds } from './kinship.ts';
import { isEmptyProfile } from './profile.ts';
import type { Trait } from './traits.ts';

const LANGUAGE_TRAITS = ['language', 'locale'];

/** @example (await createAddressees(engine.book, clock)(site, visitor)).contact?.allowed */
export function createAddressees(
  book: Pick<ProfileBook, 'read'>,
  clock: Clock,
): (site: SiteId, visitor: VisitorId) => Promise<Addressee> {
  return async (site, asked) => {
    const now = clock.now();
    const { slot } = await book.read(site, asked, now);
    const { visitor } = slot;
    const { kinship } = await book.read(site, visitor, now);
    const { profile } = slot.timeline;
    return {
      visitor,
      isKnown: !isEmptyProfile(profile),
      persons: [visitor, ...aliasesOf(kinship)],
      ids: recordedIds(kinship).filter((id) => id !== visitor),
      contact: consentAt(profile.consent, 'contact', now),
      language: languageOf(profile.traits),
    };
  };
}

/** Addresses of which the site's server said that they are the same person. */
function aliasesOf(kinship: Kinship): readonly VisitorId[] {
  const ids = new Set(recordedIds(kinship));
  return kinship.links.flatMap(({ name, visitor }) =>
    name === 'alias' && visitor !== null && visitor !== kinship.visitor && ids.has(visitor) ? [visitor] : [],
  );
}

function languageOf(traits: readonly Trait[]): string | null {
  const said = LANGUAGE_TRAITS.map((name) => traits.find((trait) => trait.name === name)?.value);
  return said.find((value) => typeof value === 'string') ?? null;
}
