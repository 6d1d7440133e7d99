/**
 * `metadata.json` of the destination: what Segment's catalogue reads of a definition. Their build writes it of every destination
 * (`generate:metadata-payload`) and refuses one that is not current; here it is written in the same shape.
 */
import type { InputField } from '@segment/actions-core';
import type { InklingDefinition } from './load.ts';

type Field = Omit<InputField, 'dynamic'> & { readonly dynamic?: unknown };
type Fields = Readonly<Record<string, Field>>;
type Action = InklingDefinition['actions'][string];

/** The text of the file. @throws when a definition holds what this does not write yet. */
export function writeMetadata(definition: InklingDefinition): string {
  const { slug, name, mode, description, authentication, actions, presets = [] } = definition;
  const metadata = {
    slug,
    name,
    mode,
    description,
    authentication: authentication && {
      scheme: authentication.scheme,
      fields: mapValues(authentication.fields as Fields, describeSetting),
    },
    audienceConfig: describeAudiences(definition),
    actions: mapValues(actions, describeAction),
    presets: presets.map((preset) => ({
      name: preset.name,
      type: preset.type,
      partnerAction: preset.partnerAction,
      subscribe: preset.type === 'automatic' ? preset.subscribe : undefined,
      mapping: preset.mapping ?? {},
      eventSlug: preset.type === 'specificEvent' ? preset.eventSlug : null,
    })),
  };
  return `${JSON.stringify(metadata, null, 2)}\n`;
}

function describeAudiences({ audienceConfig, audienceFields }: InklingDefinition): object {
  const { mode } = audienceConfig;
  return {
    mode:
      mode.type === 'synced'
        ? { type: mode.type, full_audience_sync: mode.full_audience_sync }
        : { type: mode.type },
    audienceFields: mapValues(audienceFields as Fields, describeSetting),
    supportsAudienceFunctions: 'createAudience' in audienceConfig && 'getAudience' in audienceConfig,
  };
}

function describeAction(action: Action): object {
  const {
    title,
    description,
    platform = 'cloud',
    defaultSubscription = null,
    hidden = false,
    fields,
  } = action;
  if (action.syncMode !== undefined || action.hooks !== undefined || action.dynamicFields !== undefined) {
    throw new Error(
      `[inkling] [segment] ${title}: metadata.ts writes no sync mode, hook or dynamic field yet`,
    );
  }
  return {
    title,
    description,
    platform,
    defaultSubscription,
    hidden,
    hasPerformBatch: action.performBatch !== undefined,
    syncMode: null,
    hooks: null,
    dynamicFields: null,
    fields: mapValues(fields as Fields, describeField),
  };
}

function describeSetting(field: Field): object {
  const { label, description, type, multiple = false, default: value = null, depends_on = null } = field;
  const required = field.required ?? false;
  return {
    label,
    description,
    type,
    required,
    multiple,
    choices: choicesOf(field),
    default: value,
    depends_on,
  };
}

/** In this order: the file is compared as text. */
function describeField(field: Field): object {
  return {
    label: field.label,
    description: field.description,
    type: field.type,
    required: field.required ?? false,
    multiple: field.multiple ?? false,
    allowNull: field.allowNull ?? false,
    dynamic: typeof field.dynamic === 'function' || (field.dynamic ?? false),
    default: field.default ?? null,
    choices: choicesOf(field),
    placeholder: field.placeholder ?? null,
    properties: field.properties === undefined ? null : mapValues(field.properties as Fields, describeField),
    category: field.category ?? null,
    depends_on: field.depends_on ?? null,
    readOnly: field.readOnly ?? null,
    hidden: field.unsafe_hidden ?? null,
    minimum: field.minimum ?? null,
    maximum: field.maximum ?? null,
    defaultObjectUI: field.defaultObjectUI ?? null,
    disabledInputMethods: field.disabledInputMethods ?? null,
    displayMode: field.displayMode ?? null,
    format: field.format ?? null,
    additionalProperties: field.additionalProperties ?? false,
  };
}

function choicesOf({ choices = [] }: Field): readonly object[] | null {
  if (choices.length === 0) return null;
  return choices.map((choice) => (typeof choice === 'string' ? { label: choice, value: choice } : choice));
}

function mapValues<Value>(
  object: Readonly<Record<string, Value>>,
  describe: (value: Value) => object,
): Record<string, object> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, describe(value)]));
}
