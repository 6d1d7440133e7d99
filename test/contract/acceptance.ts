/**
 * What the promises about links, consent and erasure come to over HTTP, whatever the server stores in: an adapter's own
 * test names the settings that choose it.
 */
import { describe } from 'vitest';
import { consentSuite } from './acceptance-consent.ts';
import { deletionSuite } from './acceptance-deletion.ts';
import { linksSuite } from './acceptance-links.ts';
import { mergeSuite } from './acceptance-merge.ts';
import type { StoreUnderTest } from './store-under-test.ts';

/** @example acceptanceContract('embedded', {}); acceptanceContract('mongodb', { env: () => ({ MONGODB_URL, MASTER_KEY }) }) */
export function acceptanceContract(name: string, store: StoreUnderTest): void {
  describe(`on the ${name} store`, () => {
    for (const suite of [mergeSuite, linksSuite, consentSuite, deletionSuite]) {
      // Of its own, since each opens and closes its own server.
      describe(suite.name, () => suite(store));
    }
  });
}
