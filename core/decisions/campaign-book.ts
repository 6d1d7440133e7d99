/** Campaigns of every site: definitions in, compiled campaigns out. */
import { isDeepStrictEqual } from 'node:util';
import type { Json, SiteId } from '../entry.ts';
import { accept, InklingError, type Outcome, type Refusal, refuse } from '../errors.ts';
import type { Clock, RecordStore } from '../ports.ts';
import { changeRecord } from '../record-change.ts';
import { OWN_RECORDS, type Records } from '../records.ts';
import { createNamedTurns } from '../turns.ts';
import type { Campaign } from './campaign.ts';
import {
  type CampaignEntry,
  type CampaignVersion,
  compileCampaigns,
  type SiteCampaigns,
  segmentsOf,
} from './live.ts';
import { createSegmentLeaving, type SegmentLeavingPorts } from './segment-leaving.ts';

const COLLECTION = 'campaigns';
const A_PAGE = 500;
const MOST_CAMPAIGNS = 1_000;

export type CampaignBook = {
  /** Null where a site never had a campaign. */
  of(site: SiteId): SiteCampaigns | null;
  /** By key. */
  list(site: SiteId): readonly CampaignEntry[];
  get(site: SiteId, key: string): CampaignEntry | null;
  /** What would be said against it now; null: nothing. */
  check(site: SiteId, campaign: Campaign): Promise<Refusal | null>;
  /** Creates or changes it. What its result stands on (goal, arms) makes a new version when it changes. */
  /** @param since UTC ms: where what came of it is told with it, when it began. */
  put(site: SiteId, campaign: Campaign, since?: number): Promise<Outcome<CampaignEntry>>;
  /** Its key stays its own: one that comes under it again goes on counting versions. */
  remove(site: SiteId, key: string): Promise<Outcome<null>>;
  /** The site is gone. */
  forget(site: SiteId): void;
  /** Removes a segment that no campaign asks for; meanwhile no campaign is put that does. */
  unlessUsed<T>(site: SiteId, segment: string, remove: () => Promise<Outcome<T>>): Promise<Outcome<T>>;
};

export type CampaignBookPorts = Pick<SegmentLeavingPorts, 'peers'> & {
  readonly store: RecordStore;
  /** Left out where no other server changes campaigns. */
  readonly records?: Pick<Records, 'on'>;
  readonly clock: Clock;
  readonly sites: readonly SiteId[];
  hasSegment(site: SiteId, key: string): boolean;
  /** Null where the channel can carry messages of the site; else what to do so that it can. */
  missingFor(site: SiteId, campaign: Pick<Campaign, 'channel' | 'transactional'>): Promise<string | null>;
  /** Whether the site's platform makes codes. */
  makesCodes(site: SiteId): boolean;
};

type Kept = CampaignEntry & { readonly isRemoved?: true };

/** @throws InklingError `campaigns_unreadable` where a kept one is of a later program. */
export async function createCampaignBook(ports: CampaignBookPorts): Promise<CampaignBook> {
  const { store, clock, records = OWN_RECORDS } = ports;
  const known = new Map<SiteId, Map<string, Kept>>();
  const compiled = new Map<SiteId, SiteCampaigns>();
  const leaving = createSegmentLeaving(ports);
  /** Changes of one site follow each other. */
  const inTurn = createNamedTurns();

  function compile(site: SiteId): void {
    const standing = [...(known.get(site) ?? [])].filter(([, { isRemoved }]) => isRemoved !== true);
    compiled.set(site, compileCampaigns(new Map(standing)));
  }

  for (const site of ports.sites) {
    const kept = await readAll(store, site);
    if (kept.size === 0) continue;
    known.set(site, kept);
    compile(site);
  }

  function note(site: SiteId, entry: Kept): void {
    known.set(site, (known.get(site) ?? new Map()).set(entry.campaign.key, entry));
    compile(site);
  }

  /** As it lies in the store, where another server may have changed it a moment ago. */
  function take(site: SiteId, key: string, value: Json | undefined): void {
    if (value !== undefined && !isDeepStrictEqual(value, known.get(site)?.get(key)))
      note(site, readKept(site, key, value));
  }

  function changeOne(
    site: SiteId,
    key: string,
    make: (before: Kept | undefined) => Outcome<Kept> | Promise<Outcome<Kept>>,
  ): Promise<Outcome<Kept>> {
    return inTurn(site, async () => {
      const made = await changeRecord<Outcome<Kept>>(store, [COLLECTION, site, key], async (value) => {
        take(site, key, value);
        const next = await make(known.get(site)?.get(key));
        return next.ok ? { next: next.value as unknown as Json, answer: next } : { answer: next };
      });
      if (made.ok) note(site, made.value);
      return made;
    });
  }

  const standing = (site: SiteId, key: string): Kept | null => unlessRemoved(known.get(site)?.get(key));

  /** A segment that another server has removed meanwhile, or is removing. */
  async function findLack(site: SiteId, campaign: Campaign): Promise<Refusal | null> {
    const going = await leaving.find(site, segmentsOf(campaign));
    return going === null ? findMissing(ports, site, campaign) : noSegment(campaign, going);
  }

  const check = async (site: SiteId, campaign: Campaign): Promise<Refusal | null> =>
    (await findFault(ports, site, campaign)) ?? findCrowd(known.get(site), campaign);

  records.on(COLLECTION, (site, key) =>
    inTurn(site, async () => take(site, key, await store.getRecord(COLLECTION, site, key))),
  );

  return {
    of: (site) => compiled.get(site) ?? null,
    list: (site) =>
      [...(compiled.get(site)?.entries.values() ?? [])].toSorted((a, b) =>
        a.campaign.key < b.campaign.key ? -1 : 1,
      ),
    get: standing,
    check,
    put: createPut({ changeOne, check, findLack, clock }),
    remove: async (site, key) => {
      const removed = await changeOne(site, key, (before) => {
        const entry = unlessRemoved(before);
        if (entry !== null) return accept<Kept>({ ...entry, isRemoved: true });
        return refuse('not_found', 'key', 'see GET /v1/campaigns for those of this site');
      });
      return removed.ok ? accept(null) : removed;
    },
    forget: (site) => forgetIn([known, compiled], site),
    unlessUsed: (site, segment, remove) =>
      leaving.during(site, segment, () =>
        inTurn(site, async () => findUser(compiled.get(site), segment) ?? remove()),
      ),
  };
}

type PutPorts = {
  readonly changeOne: (
    site: SiteId,
    key: string,
    make: (known: Kept | undefined) => Outcome<Kept> | Promise<Outcome<Kept>>,
  ) => Promise<Outcome<Kept>>;
  readonly check: CampaignBook['check'];
  /** Once it is put. */
  readonly findLack: CampaignBook['check'];
  readonly clock: Pick<Clock, 'now'>;
};

/** What lacks a segment once it is put is taken back. */
function createPut({ changeOne, check, findLack, clock }: PutPorts): CampaignBook['put'] {
  return async (site, campaign, since) => {
    let before: Kept | undefined;
    const put = await changeOne(site, campaign.key, async (known) => {
      before = known;
      return (await check(site, campaign)) ?? accept<Kept>(change(known, campaign, since ?? clock.now()));
    });
    const lack = put.ok ? await findLack(site, campaign) : null;
    if (!put.ok || lack === null) return put;
    const back = before ?? { ...put.value, isRemoved: true as const };
    await changeOne(site, campaign.key, (now) => (isDeepStrictEqual(now, put.value) ? accept(back) : lack));
    return lack;
  };
}

function forgetIn(maps: readonly Pick<Map<SiteId, unknown>, 'delete'>[], site: SiteId): void {
  for (const map of maps) map.delete(site);
}

function unlessRemoved(entry: Kept | undefined): Kept | null {
  return entry === undefined || entry.isRemoved === true ? null : entry;
}

function findUser(campaigns: SiteCampaigns | undefined, segment: string): Refusal | null {
  const user = [...(campaigns?.entries.values() ?? [])].find(({ campaign }) =>
    segmentsOf(campaign).includes(segment),
  );
  if (user === undefined) return null;
  const hint = `the campaign "${user.campaign.key}" asks for it: change or delete that first`;
  return refuse('in_use', 'key', hint);
}

function findMissing(
  { hasSegment }: Pick<CampaignBookPorts, 'hasSegment'>,
  site: SiteId,
  campaign: Campaign,
): Refusal | null {
  const missing = segmentsOf(campaign).find((key) => !hasSegment(site, key));
  return missing === undefined ? null : noSegment(campaign, missing);
}

function noSegment({ trigger }: Campaign, key: string): Refusal {
  const at = 'entry' in trigger || 'exit' in trigger ? 'trigger' : 'audience';
  return refuse('not_available', at, `there is no segment "${key}" on this site: put it first`);
}

async function findFault(
  ports: CampaignBookPorts,
  site: SiteId,
  campaign: Campaign,
): Promise<Refusal | null> {
  const missing = findMissing(ports, site, campaign);
  if (missing !== null) return missing;
  // A draft may be written before its channel is there.
  if (campaign.state === 'draft') return null;
  if (campaign.offer?.codesLast !== undefined && !ports.makesCodes(site)) {
    const hint = 'no platform of this site makes codes: write a code and its end into the treatment';
    return refuse('not_available', 'offer.codesLast', hint);
  }
  const cure = await ports.missingFor(site, campaign);
  return cure === null ? null : refuse('not_available', 'channel', cure);
}

function findCrowd(known: ReadonlyMap<string, Kept> | undefined, { key }: Campaign): Refusal | null {
  if (known === undefined || known.has(key) || known.size < MOST_CAMPAIGNS) return null;
  return refuse(
    'too_many_items',
    'key',
    `a site keeps at most ${MOST_CAMPAIGNS} campaigns: change one of them`,
  );
}

/** The entry with the campaign in it; a new version where its result would stand on something else. */
function change(before: Kept | undefined, campaign: Campaign, now: number): CampaignEntry {
  if (before === undefined) {
    const times = { createdAt: now, changedAt: now, liveSince: liveSinceOf(campaign.state, undefined, now) };
    return { campaign, version: 1, versions: [versionOf(campaign, 1, now)], ...times };
  }
  const { version, versions } = before;
  const next = versionOf(campaign, version + 1, now);
  const isSame = sameMeasure(
    versions.find((own) => own.version === version),
    next,
  );
  // Under the key of a removed one comes another campaign: it goes on with nothing that the first began.
  const isBack = before.isRemoved === true;
  return {
    campaign,
    version: isSame ? version : next.version,
    versions: isSame ? versions : [...versions, next],
    createdAt: isBack ? now : before.createdAt,
    changedAt: now,
    liveSince: liveSinceOf(campaign.state, isBack ? undefined : before, now),
  };
}

/** While it is paused its page still says when it went live; a draft has not gone live yet. */
function liveSinceOf(
  state: Campaign['state'],
  before: CampaignEntry | undefined,
  now: number,
): number | null {
  const known = before?.liveSince ?? null;
  if (state === 'paused') return known;
  if (state === 'draft') return null;
  return before?.campaign.state === 'live' ? known : now;
}

function versionOf({ goal, variants, uplift }: Campaign, version: number, since: number): CampaignVersion {
  const arms = variants.map(({ key, weight, treatment }) => ({ key, weight, isControl: treatment === null }));
  return { version, goal, arms, ...(uplift && { uplift }), since };
}

function sameMeasure(a: CampaignVersion | undefined, b: CampaignVersion): boolean {
  return (
    a !== undefined &&
    JSON.stringify([a.goal, a.arms, a.uplift]) === JSON.stringify([b.goal, b.arms, b.uplift])
  );
}

async function readAll(store: CampaignBookPorts['store'], site: SiteId): Promise<Map<string, Kept>> {
  const found = new Map<string, Kept>();
  for (let after: string | null = null; ; ) {
    const rows = await store.listRecords(COLLECTION, site, after, A_PAGE);
    for (const { key, value } of rows) found.set(key, readKept(site, key, value));
    if (rows.length < A_PAGE) return found;
    after = rows.at(-1)?.key ?? null;
  }
}

function readKept(site: SiteId, key: string, value: Json): Kept {
  const kept = value as unknown as Partial<Kept> | null;
  if (kept?.campaign?.key === key && Array.isArray(kept.versions) && typeof kept.version === 'number')
    return kept as Kept;
  throw new InklingError(
    'campaigns_unreadable',
    `campaign ${key} of site ${site}`,
    'what is kept of it is no campaign of this version of Inkling',
    'run the version that wrote it, or a later one',
  );
}
