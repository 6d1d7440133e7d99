/** What a webhook is told to receive. */
import * as z from 'zod';
import { OUTGOING_TYPES, type OutgoingType, outgoingType } from '../../core/deliveries/outgoing-view.ts';
import type { LoggedEntry } from '../../core/entry.ts';
import { impersonalText } from '../../core/identity/impersonal.ts';

const INCLUDES = ['definition', 'late'] as const;
const MOST_URL = 2_000;

export const endpointSchema = z.strictObject({
  url: impersonalText(MOST_URL).refine((text) => URL.canParse(text), 'write a whole https: address'),
  types: z.array(z.enum(OUTGOING_TYPES)).min(1).max(OUTGOING_TYPES.length),
  /** Notices that are no news: of a changed definition, model or import; and those that came late. */
  includes: z.array(z.enum(INCLUDES)).max(INCLUDES.length).optional(),
  /** How visitors are named: by the receiver's own pseudonym, or by their own id. */
  visitor: z.enum(['pseudonym', 'own']).optional(),
});

export type EndpointRequest = z.infer<typeof endpointSchema>;

/** Lower-case letters, digits and hyphens, beginning with a letter: it stands in addresses and logs. */
const KEY = /^[a-z][a-z0-9-]{0,39}$/;

export function isEndpointKey(key: string): boolean {
  return KEY.test(key);
}

export type Endpoint = {
  readonly key: string;
  readonly url: string;
  readonly types: readonly OutgoingType[];
  readonly includes: readonly (typeof INCLUDES)[number][];
  readonly visitor: 'pseudonym' | 'own';
  readonly createdAt: number;
  /** It answered 410 Gone; putting it again starts it. */
  readonly stopped: { readonly at: number; readonly reason: string } | null;
};

const UNASKED_CAUSES: ReadonlySet<unknown> = new Set(['definition', 'model', 'import']);

/** @example wantsEntry(endpoint, entry) // false for a late notice, unless it asked */
export function wantsEntry({ types, includes }: Endpoint, entry: LoggedEntry): boolean {
  const type = outgoingType(entry);
  if (type === null || !types.includes(type)) return false;
  if (type !== 'notice') return true;
  const { properties } = entry;
  if (UNASKED_CAUSES.has(properties.cause) && !includes.includes('definition')) return false;
  return properties.late !== true || includes.includes('late');
}
