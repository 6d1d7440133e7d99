/**
 * The door of Segment's HTTP Tracking API: what its libraries post, taken or refused message by message.
 * https://segment.com/docs/connections/sources/catalog/libraries/server/http-api/
 */
import type { Accounts } from '../../../core/catalogue/accounts.ts';
import { MOST_EVENTS } from '../../../core/collect/batch.ts';
import { isObject, type JsonObject } from '../../../core/collect/json.ts';
import type { ItemsPost, TakenItems } from '../../../core/collect/take-items.ts';
import { accept, type Outcome, REFUSALS, type Refusal, refuse } from '../../../core/errors.ts';
import type { Circumstances } from '../../../core/identity/circumstances.ts';
import type { ServerItem } from '../../../core/identity/identify-server.ts';
import type { Site } from '../../../core/sites/site.ts';
import type { AccountFacts } from './account.ts';
import { type MessageFrame, type MessageType, translateMessage } from './message.ts';
import { objectIn } from './surroundings.ts';

export type DoorPorts = {
  readonly accounts: Pick<Accounts, 'upsert'>;
  take(post: ItemsPost): Promise<Outcome<TakenItems>>;
  now(): number;
};

export type DoorPost = {
  readonly site: Site;
  /** The call that the address names; null: a batch of any. */
  readonly type: MessageType | null;
  readonly body: JsonObject;
  /** What the request shows of a sender whom nobody vouches for; null: it came with the secret key. */
  readonly claimant: Circumstances | null;
};

export type DoorAnswer = {
  readonly accepted: number;
  readonly refused: readonly Refusal[];
  /** By place in the batch: why a message was not taken, or was taken and nothing kept of it. */
  readonly byMessage: readonly (Refusal | null)[];
};

/** A message of a batch as it is answered. */
export type MessageResult = { readonly index: number; readonly status: number; readonly message: string };

/** @throws InklingError `queue_full` or `store_unavailable`: then nothing of the post is acknowledged. */
export async function takeMessages(post: DoorPost, ports: DoorPorts): Promise<Outcome<DoorAnswer>> {
  const { site, body, type, claimant } = post;
  const messages = messagesIn(post);
  if (!messages.ok) return messages;
  const receivedAt = ports.now();
  const frame: MessageFrame = {
    site,
    receivedAt,
    source: claimant === null ? 'server' : 'web',
    sentAt: type === null ? body.sentAt : undefined,
    context: type === null ? objectIn(body, 'context') : {},
    type,
  };
  const items: ServerItem[] = [];
  const accounts: AccountFacts[] = [];
  const unread: Refusal[] = [];
  for (const [index, message] of messages.value.entries()) {
    if (cameFromHere(message)) continue;
    const translated = translateMessage(message, placeOf(index), frame);
    if (!translated.ok) unread.push(translated);
    else {
      items.push(...translated.value.items);
      if (translated.value.account !== null) accounts.push(translated.value.account);
    }
  }
  // Everybody has the public key: whoever holds it acts for an account, and says nothing of it.
  if (claimant === null && accounts.length > 0) await ports.accounts.upsert(site, accounts);
  const taken = await ports.take({ site, receivedAt, items, claimant });
  if (!taken.ok) return taken;
  const refused = [...unread, ...taken.value.refused].map(nameOwnFields);
  // A page is not told: what it claims to be somebody would be answered by what they have allowed.
  const told = claimant === null ? [...refused, ...taken.value.countedAt.map(isOnlyCounted)] : refused;
  return accept({
    accepted: taken.value.accepted,
    refused,
    byMessage: sortOut(told, messages.value.length),
  });
}

function messagesIn({ body, type }: DoorPost): Outcome<readonly unknown[]> {
  if (type !== null) return accept([body]);
  const { batch } = body;
  if (!Array.isArray(batch)) return refuse('invalid_body', 'batch', 'send {"batch": [ … ]}');
  return batch.length > MOST_EVENTS
    ? refuse('too_many_items', 'batch', `send at most ${MOST_EVENTS} messages a post`)
    : accept(batch);
}

/** What goes back to Segment says so (write-back/client.ts): come round, it would make scores of scores. */
function cameFromHere(message: unknown): boolean {
  return isObject(message) && objectIn(objectIn(message, 'context'), 'integration').name === 'inkling';
}

const PLACE = /^batch\[(\d+)\]\.?/;

function placeOf(index: number): string {
  return `batch[${index}]`;
}

/** What every later stage calls a name and a time has names of its own here. */
function nameOwnFields(refusal: Refusal): Refusal {
  const at = refusal.at.replace(/^(batch\[\d+\])\.(name|time)$/, (_, place: string, field: string) =>
    field === 'name' ? `${place}.event` : `${place}.timestamp`,
  );
  return { ...refusal, at };
}

/** Of several refusals of one message, the first that means it was not taken. */
function sortOut(refused: readonly Refusal[], count: number): readonly (Refusal | null)[] {
  const byMessage = Array.from({ length: count }, (): Refusal | null => null);
  for (const refusal of refused) {
    const index = Number(PLACE.exec(refusal.at)?.[1] ?? 0);
    const known = byMessage[index] ?? null;
    if (known === null || (isTaken(known) && !isTaken(refusal))) byMessage[index] = refusal;
  }
  return byMessage;
}

/** Whether the sender is done with a message: it was taken, or it is one of which nothing is kept. */
export function isTaken(refusal: Refusal | null): boolean {
  return refusal === null || REFUSALS[refusal.code].status === 200;
}

/** Whoever sets the libraries up would else look for visitors in vain, with every message answered as taken. */
function isOnlyCounted(at: string): Refusal {
  return refuse(
    'consent_required',
    at,
    'counted without an id: neither its consent, as consentCategories reads it, nor serverConsent of the site allows analytics',
  );
}

/**
 * What is answered where something may have been refused, as status and body.
 *
 * @param isVouched It came with the secret key: then also what was taken and not kept is told.
 * @example presentTaken([null], true) // { status: 200, body: { success: true } }
 */
export function presentTaken(byMessage: readonly (Refusal | null)[], isVouched: boolean) {
  const isWhole = byMessage.every(isTaken);
  const hasNews = byMessage.some((refusal) => refusal !== null);
  const results = resultsOf(byMessage);
  if (!isWhole) return { status: 207, body: { success: false, results } };
  return { status: 200, body: { success: true, ...(isVouched && hasNews && { results }) } };
}

/** A refusal of the only message of a post, at its place in the body. */
export function asOfBody(refusal: Refusal): Refusal {
  return { ...refusal, at: refusal.at.replace(PLACE, '') };
}

function resultsOf(byMessage: readonly (Refusal | null)[]): readonly MessageResult[] {
  return byMessage.map((refusal, index) => {
    if (refusal === null) return { index, status: 200, message: 'taken' };
    const { code, hint } = refusal;
    const at = refusal.at.replace(PLACE, '');
    return { index, status: REFUSALS[code].status, message: `${code}${at && ` at ${at}`}: ${hint}` };
  });
}
