/** Metafields and tags: written all or none, and only where the app may. */
import { digestOf, fullNamespace, metafieldKey, showMetafield } from './resolve-records.ts';
import { type FakeMetafield, idOf, type ShopState } from './state.ts';

/** https://shopify.dev/docs/api/admin-graphql/latest/mutations/metafieldsSet */
const METAFIELDS_A_CALL = 25;

type Place = { readonly ownerId: string; readonly namespace?: string | null; readonly key: string };
type Given = Place & {
  readonly type?: string | null;
  readonly value: string;
  readonly compareDigest?: string | null;
};
type Fault = { readonly code: string; readonly field: string; readonly message: string };

/** Throws where the app lacks the scope to change what is named. */
export type MayChange = (ownerId: string) => void;

const VALUES: Readonly<Record<string, RegExp>> = {
  number_integer: /^-?\d{1,16}$/,
  number_decimal: /^-?\d{1,13}(\.\d{1,9})?$/,
  boolean: /^(true|false)$/,
  single_line_text_field: /^[^\n]+$/,
  multi_line_text_field: /./s,
  date_time: /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/,
  json: /./s,
  'list.single_line_text_field': /^\[/,
};

export function ownerExists(state: ShopState, ownerId: string): boolean {
  return (
    state.customers.has(idOf('Customer', ownerId)) ||
    state.products.has(idOf('Product', ownerId)) ||
    idOf('AppInstallation', ownerId) === state.appId
  );
}

function isValue(type: string, value: string): boolean {
  if (!VALUES[type]?.test(value)) return false;
  if (type !== 'json' && !type.startsWith('list.')) return true;
  try {
    JSON.parse(value);
    return true;
  } catch {
    return false;
  }
}

/** Whose it is, and whether it is ours. */
function faultOfPlace(state: ShopState, { ownerId, namespace: given }: Place): Fault | null {
  const namespace = fullNamespace(state, given);
  if (!ownerExists(state, ownerId))
    return { code: 'INVALID', field: 'ownerId', message: 'Owner does not exist.' };
  if (namespace.startsWith('app--') && !namespace.startsWith(`app--${state.appId}`))
    return {
      code: 'APP_NOT_AUTHORIZED',
      field: 'namespace',
      message: 'Access to this namespace and key is not allowed.',
    };
  return null;
}

function faultOf(state: ShopState, given: Given): Fault | null {
  const misplaced = faultOfPlace(state, given);
  if (misplaced) return misplaced;
  const namespace = fullNamespace(state, given.namespace);
  const old = state.metafields.get(metafieldKey(given.ownerId, namespace, given.key));
  const type = given.type ?? old?.type;
  if (given.key.length < 2) return { code: 'TOO_SHORT', field: 'key', message: 'Key is too short.' };
  if (given.key.length > 64) return { code: 'TOO_LONG', field: 'key', message: 'Key is too long.' };
  if (!type) return { code: 'BLANK', field: 'type', message: "Type can't be blank." };
  if (!VALUES[type]) return { code: 'INVALID_TYPE', field: 'type', message: 'Type is not a valid type.' };
  if (given.value === '') return { code: 'BLANK', field: 'value', message: "Value can't be blank." };
  if (!isValue(type, given.value))
    return { code: 'INVALID_VALUE', field: 'value', message: `Value is not a valid ${type}.` };
  const isStale = given.compareDigest && given.compareDigest !== (old ? digestOf(old.value) : '');
  if (isStale)
    return { code: 'STALE_OBJECT', field: 'compareDigest', message: 'The resource has been updated since.' };
  return null;
}

function write(state: ShopState, given: Given): FakeMetafield {
  const namespace = fullNamespace(state, given.namespace);
  const place = metafieldKey(given.ownerId, namespace, given.key);
  const old = state.metafields.get(place);
  const metafield = {
    id: old?.id ?? state.nextId(),
    ownerId: given.ownerId,
    namespace,
    key: given.key,
    type: given.type ?? old?.type ?? '',
    value: given.value,
    updatedAtMs: state.clock.now(),
  };
  state.metafields.set(place, metafield);
  return metafield;
}

const tooMany = {
  code: 'LESS_THAN_OR_EQUAL_TO',
  elementIndex: null,
  field: ['metafields'],
  message: `Exceeded the maximum metafields input limit of ${METAFIELDS_A_CALL}.`,
};

export function metafieldMutations(state: ShopState, mayChange: MayChange) {
  return {
    metafieldsSet({ metafields }: { readonly metafields: readonly Given[] }) {
      for (const { ownerId } of metafields) mayChange(ownerId);
      if (metafields.length > METAFIELDS_A_CALL) return { metafields: null, userErrors: [tooMany] };
      const userErrors = metafields.flatMap((given, at) => {
        const fault = faultOf(state, given);
        return fault ? [{ ...fault, elementIndex: at, field: ['metafields', `${at}`, fault.field] }] : [];
      });
      if (userErrors.length > 0) return { metafields: null, userErrors };
      return { metafields: metafields.map((given) => showMetafield(write(state, given))), userErrors };
    },
    metafieldsDelete({ metafields }: { readonly metafields: readonly Place[] }) {
      for (const { ownerId } of metafields) mayChange(ownerId);
      const userErrors = metafields.flatMap((given, at) => {
        const fault = faultOfPlace(state, given);
        return fault ? [{ field: ['metafields', `${at}`, fault.field], message: fault.message }] : [];
      });
      if (userErrors.length > 0) return { deletedMetafields: null, userErrors };
      const deletedMetafields = metafields.map(({ ownerId, namespace, key }) => {
        const full = fullNamespace(state, namespace);
        const wasThere = state.metafields.delete(metafieldKey(ownerId, full, key));
        return wasThere ? { ownerId, namespace: full, key } : null;
      });
      return { deletedMetafields, userErrors };
    },
  };
}

type Tagging = { readonly id: string; readonly tags: readonly string[] };
const MOST_TAG_LENGTH = 255;
/** https://help.shopify.com/manual/shopify-admin/productivity-tools/using-tags */
const MOST_TAGS = 250;

export function tagMutations(state: ShopState, mayChange: MayChange) {
  const find = (id: string) =>
    state.customers.get(idOf('Customer', id)) ?? state.products.get(idOf('Product', id));
  function change({ id, tags }: Tagging, apply: (old: readonly string[]) => readonly string[]) {
    mayChange(id);
    const node = find(id);
    if (!node) return { node: null, userErrors: [{ field: ['id'], message: 'Resource does not exist.' }] };
    if (tags.some((tag) => tag.length > MOST_TAG_LENGTH))
      return { node: null, userErrors: [{ field: ['tags'], message: 'Tag is too long.' }] };
    const next = apply(node.tags);
    if (next.length > MOST_TAGS)
      return { node: null, userErrors: [{ field: ['tags'], message: 'Too many tags.' }] };
    node.tags = next;
    node.updatedAtMs = state.clock.now();
    const __typename = state.customers.has(idOf('Customer', id)) ? 'Customer' : 'Product';
    return { node: { __typename, id }, userErrors: [] };
  }
  return {
    tagsAdd: (given: Tagging) => change(given, (old) => [...new Set([...old, ...given.tags])]),
    tagsRemove: (given: Tagging) => change(given, (old) => old.filter((tag) => !given.tags.includes(tag))),
  };
}
