/** The pixel, segments and Flow: what the app sets up in a shop. */

import { GraphQLError } from 'graphql';
import { type FlowTriggers, findPayloadFault } from './flow-triggers.ts';
import { showSegment } from './resolve-records.ts';
import { gid, idOf, type ShopState } from './state.ts';

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/flowTriggerReceive */
const MOST_FLOW_BYTES = 50_000;

/** What the toml files of our extensions declare: Shopify knows them from the deployed app. */
export type Declared = {
  readonly pixelSettings: readonly string[];
  readonly flowTriggers: FlowTriggers;
};

type PixelInput = { readonly webPixel: { readonly settings: unknown } };

const pixelFault = (code: string, message: string) => ({
  webPixel: null,
  userErrors: [{ code, field: ['webPixel', 'settings'], message }],
});

/** Objects are taken as they are, texts are read as JSON. */
function parseSettings(settings: unknown): unknown {
  if (typeof settings !== 'string') return settings;
  try {
    return JSON.parse(settings);
  } catch {
    return undefined;
  }
}

export function pixelMutations(state: ShopState, { pixelSettings }: Declared) {
  const show = () => state.pixel && { id: gid('WebPixel', state.pixel.id), settings: state.pixel.settings };
  function set(id: number, given: unknown) {
    const settings = parseSettings(given);
    if (settings === undefined)
      return pixelFault('INVALID_CONFIGURATION_JSON', 'The settings are not valid JSON.');
    const isFit =
      typeof settings === 'object' &&
      settings !== null &&
      JSON.stringify(Object.keys(settings).sort()) === JSON.stringify([...pixelSettings].sort()) &&
      Object.values(settings).every((value) => typeof value === 'string' && value !== '');
    if (!isFit) return pixelFault('INVALID_SETTINGS', 'The settings do not match the definition.');
    state.pixel = { id, settings: JSON.stringify(settings) };
    return { webPixel: show(), userErrors: [] };
  }
  const isThere = (id: string) => state.pixel !== null && idOf('WebPixel', id) === state.pixel.id;
  return {
    webPixelCreate: ({ webPixel }: PixelInput) =>
      state.pixel ? pixelFault('TAKEN', 'Web pixel is taken') : set(state.nextId(), webPixel.settings),
    webPixelUpdate: ({ id, webPixel }: PixelInput & { readonly id: string }) =>
      isThere(id)
        ? set(idOf('WebPixel', id), webPixel.settings)
        : pixelFault('NOT_FOUND', 'No web pixel was found with the given id'),
    webPixelDelete({ id }: { readonly id: string }) {
      if (!isThere(id))
        return {
          deletedWebPixelId: null,
          userErrors: [{ code: 'NOT_FOUND', field: ['id'], message: 'No web pixel was found' }],
        };
      state.pixel = null;
      return { deletedWebPixelId: id, userErrors: [] };
    },
  };
}

export function pixelQuery(state: ShopState) {
  return {
    webPixel() {
      if (!state.pixel)
        throw new GraphQLError('No web pixel was found for this app.', {
          extensions: { code: 'RESOURCE_NOT_FOUND' },
        });
      return { id: gid('WebPixel', state.pixel.id), settings: state.pixel.settings };
    },
  };
}

type SegmentInput = { readonly name?: string | null; readonly query?: string | null };
/** As far as we write them. */
const SEGMENT_QUERY =
  /^(customer_tags|number_of_orders|amount_spent|metafields\.[\w.$:-]+) (NOT )?(CONTAINS|=|>|>=|<|<=|!=) \S/;

export function segmentMutations(state: ShopState) {
  const find = (id: string) => state.segments.get(idOf('Segment', id));
  const gone = { field: ['id'], message: 'Segment does not exist' };
  function faultsOf({ name, query }: SegmentInput, ownId: number) {
    const isTaken = [...state.segments.values()].some((one) => one.name === name && one.id !== ownId);
    return [
      ...(name === '' ? [{ field: ['name'], message: "Name can't be blank" }] : []),
      ...(isTaken ? [{ field: ['name'], message: 'Name has already been taken' }] : []),
      ...(query != null && !SEGMENT_QUERY.test(query)
        ? [{ field: ['query'], message: `Query '${query.split(' ')[0]}' filter cannot be found.` }]
        : []),
    ];
  }
  return {
    segmentCreate({ name, query }: { readonly name: string; readonly query: string }) {
      const userErrors = faultsOf({ name, query }, 0);
      if (userErrors.length > 0) return { segment: null, userErrors };
      const segment = { id: state.nextId(), name, query, editedAtMs: state.clock.now() };
      state.segments.set(segment.id, segment);
      return { segment: showSegment(segment), userErrors };
    },
    segmentUpdate({ id, name, query }: SegmentInput & { readonly id: string }) {
      const segment = find(id);
      if (!segment) return { segment: null, userErrors: [gone] };
      const userErrors = faultsOf(
        { ...(name != null && { name }), ...(query != null && { query }) },
        segment.id,
      );
      if (userErrors.length > 0) return { segment: null, userErrors };
      Object.assign(segment, { name: name ?? segment.name, query: query ?? segment.query });
      segment.editedAtMs = state.clock.now();
      return { segment: showSegment(segment), userErrors };
    },
    segmentDelete({ id }: { readonly id: string }) {
      if (!find(id)) return { deletedSegmentId: null, userErrors: [gone] };
      state.segments.delete(idOf('Segment', id));
      return { deletedSegmentId: id, userErrors: [] };
    },
  };
}

type Triggering = { readonly handle?: string | null; readonly payload?: unknown };

export function flowMutations(state: ShopState, { flowTriggers }: Declared) {
  return {
    flowTriggerReceive({ handle, payload }: Triggering) {
      const no = (field: string, message: string) => ({ userErrors: [{ field: [field], message }] });
      const fields = flowTriggers.get(handle ?? '');
      if (!handle || fields === undefined) return no('handle', `Invalid handle: ${handle}`);
      const value = parseSettings(payload);
      if (typeof value !== 'object' || value === null) return no('payload', 'Payload must be an object');
      if (Buffer.byteLength(JSON.stringify(value)) > MOST_FLOW_BYTES)
        return no('payload', 'Payload size exceeds the limit of 50000 bytes');
      const fault = findPayloadFault(fields, value as Readonly<Record<string, unknown>>);
      if (fault !== null) return no('payload', fault);
      state.flowTriggers.push({ handle, payload: value });
      return { userErrors: [] };
    },
  };
}
