/** Pictures of forms in Segment as they are filled in, for docs/segment.md. */
import { drawForm } from './form-picture.ts';
import type { InklingDefinition } from './load.ts';

/** What is typed into each setting of the destination. */
const VALUES: Readonly<Record<string, string>> = {
  endpoint: 'https://inkling.example.com',
  secret_key: 'sk_2fKq…Wd8M',
  id_key: 'st_5f0c91d2a7b3e846',
  required_consent_category: 'Analytics',
};

/** By the names of their files. @example drawPictures(loadDestination()).get('segment-settings.svg') */
export function drawPictures(definition: InklingDefinition): ReadonlyMap<string, string> {
  return new Map([
    ['segment-settings.svg', drawSettings(definition)],
    ['segment-webhooks.svg', drawWebhooks()],
  ]);
}

function drawSettings({ authentication }: InklingDefinition): string {
  const fields = Object.entries(authentication?.fields ?? {}).map(
    ([name, { label, description, required }]) => {
      const value = VALUES[name];
      if (value === undefined)
        throw new Error(`[inkling] [segment] ${name} has no value: add one to pictures.ts`);
      return { label, value, isRequired: required === true, note: description };
    },
  );
  return drawForm({ title: 'Inkling: Settings', fields });
}

/** Its labels are Segment's: https://github.com/segmentio/action-destinations, destinations/webhook. */
function drawWebhooks(): string {
  return drawForm({
    title: 'Webhooks (Actions): Settings, and the mapping "Send"',
    fields: [
      {
        label: 'Shared Secret',
        value: '3f9c…b71e',
        isRequired: true,
        note: 'Under Settings: as told to PUT /v1/segment/webhook. Left empty, every request is refused here with 401.',
      },
      {
        label: 'Trigger',
        value: 'all of Track, Page, Screen, Identify, Group, Alias',
        isRequired: true,
        note: 'Under "Select events to map and send": Event Type is any of these six.',
      },
      {
        label: 'URL',
        value: 'https://inkling.example.com/v1/segment/webhook',
        isRequired: true,
        note: 'Your own server, with this path.',
      },
      { label: 'Method', value: 'POST', isRequired: true, note: 'As it stands there.' },
      {
        label: 'Headers',
        value: 'Authorization   →   Bearer sk_2fKq…Wd8M',
        isRequired: true,
        note: 'One pair: the name on the left, on the right the word Bearer, a space and the secret key of the site.',
      },
      { label: 'Data', value: '$event', isRequired: true, note: 'As it stands there: the whole event.' },
    ],
  });
}
