/** `metadata.json` as Segment's command writes it: what is said of a setting, an action and a field, and in which order. */
import { describe, expect, it } from 'vitest';
import { loadDestination } from '../../../integrations/segment/load.ts';
import { writeMetadata } from '../../../integrations/segment/metadata.ts';

const definition = loadDestination();
const metadata = JSON.parse(writeMetadata(definition));

describe('metadata.json', () => {
  it('holds these parts, in this order', () => {
    expect(Object.keys(metadata)).toEqual([
      'slug',
      'name',
      'mode',
      'description',
      'authentication',
      'audienceConfig',
      'actions',
      'presets',
    ]);
    expect(Object.keys(metadata.actions)).toEqual(Object.keys(definition.actions));
    expect(metadata.presets).toHaveLength(definition.presets?.length ?? 0);
  });

  it('says of a setting what a form needs, and nothing of its value', () => {
    const { scheme, fields } = metadata.authentication;
    expect(scheme).toBe('custom');
    expect(Object.entries(fields.secret_key)).toEqual([
      ['label', 'Secret Key'],
      ['description', expect.stringMatching(/^The secret key of your site/)],
      ['type', 'password'],
      ['required', true],
      ['multiple', false],
      ['choices', null],
      ['default', null],
      ['depends_on', null],
    ]);
  });

  it('says that audiences are connected by their own functions', () => {
    expect(metadata.audienceConfig).toMatchObject({
      mode: { type: 'synced', full_audience_sync: false },
      audienceFields: { trait: { label: 'Trait Name', required: false } },
      supportsAudienceFunctions: true,
    });
  });

  it('says of an action that it takes batches, and has none of what it has not', () => {
    const { fields, description, ...action } = metadata.actions.trackPageView;
    expect(Object.entries(action)).toEqual([
      ['title', 'Track Page View'],
      ['platform', 'cloud'],
      ['defaultSubscription', definition.actions.trackPageView?.defaultSubscription],
      ['hidden', false],
      ['hasPerformBatch', true],
      ['syncMode', null],
      ['hooks', null],
      ['dynamicFields', null],
    ]);
  });

  it('says of a field everything, also what it has not', () => {
    expect(Object.entries(metadata.actions.trackPageView.fields.type)).toEqual([
      ['label', 'Call Type'],
      ['description', 'The kind of view: page or screen. Defaults to the type of the call.'],
      ['type', 'string'],
      ['required', true],
      ['multiple', false],
      ['allowNull', false],
      ['dynamic', false],
      ['default', { '@path': '$.type' }],
      [
        'choices',
        [
          { label: 'Page', value: 'page' },
          { label: 'Screen', value: 'screen' },
        ],
      ],
      ['placeholder', null],
      ['properties', null],
      ['category', null],
      ['depends_on', null],
      ['readOnly', null],
      ['hidden', null],
      ['minimum', null],
      ['maximum', null],
      ['defaultObjectUI', null],
      ['disabledInputMethods', null],
      ['displayMode', null],
      ['format', null],
      ['additionalProperties', false],
    ]);
  });

  it('says which fields are hidden, nested, or tell who somebody is', () => {
    const { fields } = metadata.actions.trackOrder;
    expect(fields.consent).toMatchObject({ hidden: true, allowNull: true });
    expect(fields.user_id).toMatchObject({ category: 'identifier', required: false });
    expect(fields.products).toMatchObject({
      multiple: true,
      properties: { sku: { label: 'SKU', hidden: null } },
    });
    expect(fields.page).toMatchObject({ displayMode: 'collapsed' });
  });

  it.each(['syncMode', 'hooks', 'dynamicFields'])('is not written wrong once an action has %s', (part) => {
    const { trackEvent } = definition.actions;
    const actions = { trackEvent: { ...trackEvent, [part]: {} } };
    expect(() => writeMetadata({ ...definition, actions } as never)).toThrow(/Track Event/);
  });
});
