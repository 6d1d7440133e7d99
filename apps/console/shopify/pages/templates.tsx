/** The dialog in which a segment is made of a template. */
import { useState } from 'react';
import type { Segments } from '../../../../integrations/shopify/admin-page/contract.ts';
import type { Live } from '../../ui/live.ts';
import { Button, Field, Modal, Rows, Select, Stack, Text } from '../../ui/ui.ts';
import { listPurposes, type TemplateLine, viewTemplates } from '../view-models/segments.ts';
import { useCall } from './call.ts';
import { useConsole } from './console.ts';

type TemplatesProps = {
  readonly segments: Segments;
  readonly live: Live<Segments>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
};

export function Templates({ segments, live, isOpen, onClose }: TemplatesProps) {
  const { words, client, notify } = useConsole();
  const [wish, setWish] = useState({ search: '', kpi: '' });
  const { isBusy, fault, run } = useCall(live);
  const lines = viewTemplates(segments, wish, words);
  const add = async ({ key, name }: TemplateLine): Promise<void> => {
    if (!(await run(() => client.addSegment({ template: key })))) return;
    notify(words.segments.made(name));
    onClose();
  };
  return (
    <Modal title={words.segments.addTitle} isOpen={isOpen} onClose={onClose} closeLabel={words.close}>
      <Stack gap="wide">
        <Field
          label={words.segments.search}
          value={wish.search}
          onChange={(search) => setWish({ ...wish, search })}
        />
        <Select
          label={words.segments.purpose}
          value={wish.kpi}
          options={[{ value: '', label: words.segments.everyPurpose }, ...listPurposes(segments, words)]}
          onChange={(kpi) => setWish({ ...wish, kpi })}
        />
        {fault !== null && <Text look="bad">{fault}</Text>}
        {lines.length === 0 && <Text look="quiet">{words.segments.noMatch}</Text>}
        <Rows
          rows={lines.map((line) => ({
            key: line.key,
            content: <About line={line} />,
            end: <Add line={line} isBusy={isBusy} onAdd={() => void add(line)} />,
          }))}
        />
      </Stack>
    </Modal>
  );
}

function About({ line }: { readonly line: TemplateLine }) {
  return (
    <Stack>
      <Text as="h3" look="strong">
        {line.name}
      </Text>
      <Text>{line.want}</Text>
      <Text look="quiet">{`${line.purpose}. ${line.action}`}</Text>
    </Stack>
  );
}

type AddProps = { readonly line: TemplateLine; readonly isBusy: boolean; readonly onAdd: () => void };

function Add({ line, isBusy, onAdd }: AddProps) {
  const { words } = useConsole();
  if (line.reason !== null) return <Text look="quiet">{line.reason}</Text>;
  return (
    <Button onPress={onAdd} isDisabled={isBusy} label={words.segments.make(line.name)}>
      {words.segments.use}
    </Button>
  );
}
