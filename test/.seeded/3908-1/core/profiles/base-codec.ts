/** The stored form of a base. There is no log to make it from again, so that one of a later version is refused. */
import type { Json } from '../entry.ts';
import { InklingError } from '../errors.ts';
import { BASE_VERSION, type VisitorBase } from './base.ts';
import {
  decodeFlags,
  decodeNames,
  decodeTally,
  decodeTotals,
  decodeTouch,
  decodeTrait,
  type EncodedFlags,
  type EncodedNames,
  type EncodedTally,
  type EncodedTotals,
  type EncodedTouch,
  type EncodedTrait,
  encodeFlags,
  encodeNames,
  encodeTally,
  encodeTotals,
  encodeTouch,
  encodeTrait,
} from './parts-codec.ts';

type EncodedBase = readonly [
  events: EncodedTally,
  names: EncodedNames,
  sessions: readonly [ended: number, totalMs: number, drops: readonly number[]],
  orders: EncodedTotals,
  traits: readonly EncodedTrait[],
  firstCampaign: EncodedTouch,
  flags: EncodedFlags,
];

/** For `Base.data`, beside `version: BASE_VERSION`. */
export function encodeBase(base: VisitorBase): Json {
  const { ended, totalMs, drops } = base.sessions;
  const encoded: EncodedBase = [
    encodeTally(base.events),
    encodeNames(base.names),
    [ended, totalMs, drops],
    encodeTotals(base.orders),
    base.traits.map(encodeTrait),
    encodeTouch(base.firstCampaign),
    encodeFlags(base.flags),
  ];
  return encoded;
}

/** @throws InklingError `base_unreadable` where a later program wrote it. */
export function decodeBase({
  version,
  data,
}: {
  readonly version: number;
  readonly data: Json;
}): VisitorBase {
  if (version !== BASE_VERSION) {
    throw new InklingError(
      'base_unreadable',
      'visitor base',
      `version ${version} is not version ${BASE_VERSION}, which this program reads`,
      'start the newer program that wrote it',
    );
  }
  const [events, names, [ended, totalMs, drops], orders, traits, firstCampaign, flags] = data as EncodedBase;
  return {
    events: decodeTally(events),
    names: decodeNames(names),
    sessions: { ended, totalMs, drops },
    orders: decodeTotals(orders),
    traits: traits.map(decodeTrait),
    firstCampaign: decodeTouch(firstCampaign),
    flags: decodeFlags(flags),
  };
}
