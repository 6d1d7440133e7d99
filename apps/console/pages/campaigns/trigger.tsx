/** What sets a campaign off, and from when to when it may. */
import { Card, Select, Stack, Text } from '../../ui/ui.ts';
import {
  SECTIONS,
  TRIGGERS,
  type TriggerName,
  triggerOf,
  triggersFor,
} from '../../view-models/campaigns-fields.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { CAMPAIGN_OPTIONS } from '../../words/campaigns-options.ts';
import { useWords } from '../console.ts';
import { FieldsOf } from './asked.tsx';
import { useForm } from './form.ts';

export function TriggerSection() {
  const words = useWords(CAMPAIGN_BUILDER);
  const { options } = useWords(CAMPAIGN_OPTIONS);
  const { draft, put, fault } = useForm();
  const current = triggerOf(draft.trigger);
  const known = triggersFor(draft.channel);
  const names = current === null || known.includes(current) ? known : [current, ...known];
  const choose = (name: string): void => {
    const next = names.find((own) => own === name);
    if (next !== undefined) put(['trigger'], TRIGGERS[next].fresh);
  };
  const wordOf = (name: TriggerName): string => options.trigger?.[name] ?? name;
  return (
    <Card title={words.sections.when}>
      <Text look="quiet">{words.notes.when}</Text>
      <Stack gap="wide">
        <Select
          label={words.trigger}
          value={current ?? ''}
          options={[
            ...(current === null ? [{ value: '', label: words.choose }] : []),
            ...names.map((name) => ({ value: name, label: wordOf(name) })),
          ]}
          onChange={choose}
        />
        {fault?.at === 'trigger' && <Text look="bad">{fault.text}</Text>}
        {current !== null && <FieldsOf key={current} specs={TRIGGERS[current].fields} path={['trigger']} />}
        <FieldsOf specs={SECTIONS.when} path={[]} />
      </Stack>
    </Card>
  );
}
