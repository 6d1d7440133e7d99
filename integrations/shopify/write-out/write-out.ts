/**
 * Writes to customers at Shopify what a merchant has switched on: scores into metafields that belong to the app, segments as tags.
 * Of those who allow passing on, and of nobody else; what is not allowed any more is taken back within the hour, and whoever is
 * forgotten here is forgotten there.
 */
import type { Receiver } from '../../../core/deliveries/receiver.ts';
import type { LoggedEntry, SiteId } from '../../../core/entry.ts';
import type { Outcome } from '../../../core/errors.ts';
import type { ForgetOutcome, ForgetRequest, PlatformPorts } from '../../../core/ports.ts';
import { readOutline } from '../../../core/profiles/outline.ts';
import type { Admin } from '../api/admin-client.ts';
import { ONE_TRY, sendOutcomeOf } from '../api/sending.ts';
import type { Pulse } from '../counting/pulse.ts';
import { eachShop } from '../installation/each-shop.ts';
import { PLATFORM, type Shop, type Shops } from '../installation/shops.ts';
import type { Customers } from '../intake/customers.ts';
import type { Part } from '../part.ts';
import { createAlignment } from './alignment.ts';
import { type ChoiceBook, type Choices, type Chosen, createChoiceBook, NOTHING_CHOSEN } from './choices.ts';
import { dropGone } from './gone.ts';
import { createPen } from './pen.ts';
import { LABELS } from './picture.ts';
import { createWriter, type Writer } from './writer.ts';
import { createWrittenBook, type WrittenCounts } from './written.ts';

const HOUR_MS = 3_600_000;
const CUSTOMER = 'gid://shopify/Customer/';

export type WriteOutPorts = Pick<PlatformPorts, 'engine' | 'store' | 'onFault'> & {
  readonly admin: Admin;
  readonly customers: Customers;
  readonly shops: Pick<Shops, 'find' | 'list' | 'ofSite'>;
  readonly pulse: Pick<Pulse, 'beat'>;
  readonly now: () => number;
};

export type WriteOut = {
  readonly part: Part;
  read(site: SiteId): Promise<Chosen & { readonly written: WrittenCounts }>;
  /** From now on; whoever is there already follows in the background. */
  choose(shop: Shop, more: Partial<Chosen>): Promise<void>;
  /** Segments that are no more are chosen no more, and what was made of them follows; answers their keys. */
  dropGone(shop: Shop): Promise<readonly string[]>;
};

/** @example await createWriteOut(ports).choose(shop, { scores: true }) */
export function createWriteOut(ports: WriteOutPorts): WriteOut {
  const { engine, store, admin, shops, pulse, now, onFault } = ports;
  const choices = createChoiceBook(store);
  const written = createWrittenBook(store, now);
  const writer = createWriter({
    ...{ customers: ports.customers, pen: createPen(admin), written, choicesOf: choices.peek },
    look: (site, visitor) => readOutline(engine, site, visitor),
    now,
  });
  /** What fails is seen in the checklist. */
  const note = (site: SiteId, outcome: Outcome<unknown>): void => {
    if (!outcome.ok) pulse.beat(site, 'write-refused', { at: now(), code: outcome.code });
    else if (outcome.value === true) pulse.beat(site, 'write', { at: now() });
  };
  const align = createAlignment({ ...ports, choices, written, writer, note });
  const sending = { shops, choices, writer, note, onFault };

  return {
    read: async (site) => ({
      ...((await choices.read(site)) ?? NOTHING_CHOSEN),
      written: await written.count(site),
    }),
    choose: async (shop, more) => {
      const { siteId } = shop.site;
      await choices.change(siteId, () => more);
      await engine.audit.write(siteId, {
        act: 'writing to customers set',
        by: PLATFORM,
        detail: { ...more, ...(more.segments && { segments: [...more.segments] }) },
      });
      void align(shop).catch(onFault);
    },
    dropGone: async (shop) => {
      const gone = await dropGone(shop.site.siteId, choices, engine);
      if (gone.length > 0) void align(shop).catch(onFault);
      return gone;
    },
    part: {
      labelsOf: (site) => (choices.peek(site).scores ? LABELS : []),
      receiversOf: (site) => [createReceiver(site, sending)],
      works: [
        {
          name: 'customers',
          everyMs: HOUR_MS,
          run: () => eachShop(shops, align),
        },
      ],
      // The metafields went with the app; a new start asks what tags there are.
      uninstalled: async ({ site: { siteId } }) => {
        await written.clear(siteId);
        await choices.forget(siteId);
      },
      forget: (shop, request) => forget(shop, request, { choices, writer }),
    },
  };
}

type Sending = Pick<WriteOutPorts, 'onFault'> & {
  readonly shops: Pick<Shops, 'ofSite'>;
  readonly choices: ChoiceBook;
  readonly writer: Writer;
  readonly note: (site: SiteId, outcome: Outcome<unknown>) => void;
};

function createReceiver(site: SiteId, { shops, choices, writer, note, onFault }: Sending): Receiver {
  void choices.read(site).catch(onFault);
  return {
    name: `${PLATFORM}-customers`,
    wants: (entry) => isAbout(entry, choices.peek(site)),
    laneOf: ({ visitor }) => visitor,
    send: async ({ visitor, t }) => {
      const shop = await shops.ofSite(site);
      if (shop === null || shop.uninstalledAt !== null) return { kind: 'withheld' };
      const outcome = await writer.bring(shop, visitor, { at: t, patience: ONE_TRY });
      note(site, outcome);
      return outcome.ok && !outcome.value ? { kind: 'withheld' } : sendOutcomeOf(outcome);
    },
  };
}

function isAbout({ type, name, properties }: LoggedEntry, { scores, segments }: Choices): boolean {
  if (type === 'score') return scores && LABELS.some((label) => label === name);
  return type === 'notice' && segments.includes(String(properties.segment));
}

async function forget(
  shop: Shop,
  { references }: ForgetRequest,
  { choices, writer }: Pick<Sending, 'choices' | 'writer'>,
): Promise<ForgetOutcome> {
  if (shop.uninstalledAt !== null) return { kind: 'done' };
  // Tags outlive an installation; fields go with it.
  const mayHoldFields = (await choices.read(shop.site.siteId)) !== null;
  for (const reference of references.filter((one) => one.startsWith(CUSTOMER))) {
    const outcome = await writer.wipe(shop, reference, mayHoldFields);
    if (!outcome.ok) return { kind: 'failed', reason: outcome.code, retryAfterMs: null };
  }
  return { kind: 'done' };
}
