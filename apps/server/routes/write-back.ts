/** What goes back to Segment: switching it on and off, how it goes, and whom it passes over. */
import * as z from 'zod';
import type { OpenedLetter } from '../../../core/deliveries/dead-letters.ts';
import type { Engine } from '../../../core/engine.ts';
import type { SiteId } from '../../../core/entry.ts';
import { type Refusal, refuse } from '../../../core/errors.ts';
import { type WriteBackRequest, writeBackSchema } from '../../../integrations/segment/write-back/settings.ts';
import { ok } from '../answer.ts';
import type { Deliveries } from '../deliveries.ts';
import { cutPage, inPages } from '../paging.ts';
import { type Route, siteOf } from '../route.ts';
import { presentWriteBack } from '../write-back-view.ts';

const PATH = '/v1/segment/write-back';
const BY = 'secret key';
const MOST_IDS = 1_000;
const resendSchema = z.strictObject({
  /** All of them when left out. */
  ids: z.array(z.string().min(1).max(100)).max(MOST_IDS).optional(),
});

export type WriteBackRoutePorts = {
  readonly engine: Pick<Engine, 'audit' | 'segments'>;
  readonly deliveries: Pick<Deliveries, 'writeBacks'>;
};

export function writeBackRoutes(ports: WriteBackRoutePorts): readonly Route[] {
  return [...settingsRoutes(ports), ...deadLetterRoutes(ports)];
}

function settingsRoutes({
  engine: { audit, segments: known },
  deliveries: { writeBacks },
}: WriteBackRoutePorts): readonly Route[] {
  return [
    {
      method: 'PUT',
      path: PATH,
      key: 'secret',
      summary: 'Sends scores and segments back to a Segment source; its write key is never answered',
      body: writeBackSchema,
      handle: async ({ caller, body }) => {
        const { siteId } = siteOf(caller);
        const odd = await findOddSegment(known, siteId, body as WriteBackRequest);
        if (odd !== null) return odd;
        const put = await writeBacks.put(siteId, body as WriteBackRequest);
        if (!put.ok) return put;
        const { region, scores, segments, delta, bands } = put.value;
        const detail = { region, scores, segments, delta, bands };
        await audit.write(siteId, { act: 'write-back put', by: BY, detail });
        return ok(presentWriteBack(put.value));
      },
    },
    {
      method: 'GET',
      path: PATH,
      key: 'secret',
      summary: 'What goes back to Segment, how deliveries ended, and how many visitors are passed over',
      handle: async ({ caller }) => ok(presentWriteBack(await writeBacks.read(siteOf(caller).siteId))),
    },
  ];
}

/** A misspelt key would never be told of, and nobody would miss it. */
async function findOddSegment(
  { list }: Pick<Engine['segments'], 'list'>,
  site: SiteId,
  { segments: keys = [] }: WriteBackRequest,
): Promise<Refusal | null> {
  const known = new Set((await list(site)).map(({ key }) => key));
  const at = keys.findIndex((key) => !known.has(key));
  return at < 0
    ? null
    : refuse('invalid_value', `segments[${at}]`, 'see GET /v1/segments for the segments of this site');
}

function deadLetterRoutes({
  engine: { audit },
  deliveries: { writeBacks },
}: WriteBackRoutePorts): readonly Route[] {
  return [
    {
      method: 'GET',
      path: `${PATH}/dead-letters`,
      key: 'secret',
      summary: 'What Segment did not take in a day, by id',
      ...inPages(z.string(), async ({ caller }, { after, limit }) => {
        const found = await writeBacks.listDead(siteOf(caller).siteId, after, limit + 1);
        return found === null ? isOff() : cutPage(found, limit, ({ id }) => id, presentLetter);
      }),
    },
    {
      method: 'POST',
      path: `${PATH}/dead-letters/resend`,
      key: 'secret',
      summary: 'Sends it again, all of it when no ids are named; it has another day',
      body: resendSchema,
      handle: async ({ caller, body }) => {
        const { siteId } = siteOf(caller);
        const { ids } = body as z.infer<typeof resendSchema>;
        const resent = await writeBacks.resend(siteId, ids);
        if (resent === null) return isOff();
        const detail = { key: 'segment', resent };
        await audit.write(siteId, { act: 'dead letters sent again', by: BY, detail });
        return ok({ resent });
      },
    },
    {
      method: 'DELETE',
      path: PATH,
      key: 'secret',
      summary: 'Sends nothing back any more; user ids, what was told and what waits go with the key',
      handle: async ({ caller }) => {
        const { siteId } = siteOf(caller);
        if (!(await writeBacks.remove(siteId))) return isOff();
        await audit.write(siteId, { act: 'write-back removed', by: BY });
        return ok({ removed: 'write-back' });
      },
    },
  ];
}

function presentLetter({ id, entry, attempts, firstAt, lastAt, reason }: OpenedLetter) {
  const [first, last] = [new Date(firstAt).toISOString(), new Date(lastAt).toISOString()];
  const { type, visitor, t } = entry;
  return { id, attempts, firstAt: first, lastAt: last, reason, type, visitor, at: new Date(t).toISOString() };
}

function isOff() {
  return refuse('not_available', '', 'nothing goes back to Segment: PUT /v1/segment/write-back first');
}
