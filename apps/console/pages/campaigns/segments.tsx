/** Choosing segments of the site. */
import { useRef } from 'react';
import { Button, Inline, Select, Stack, Text } from '../../ui/ui.ts';
import { readAt } from '../../view-models/campaigns-document.ts';
import { CAMPAIGN_BUILDER } from '../../words/campaigns-builder.ts';
import { useWords } from '../console.ts';
import { type Asked, useFieldWords, useForm } from './form.ts';

export function SegmentField(asked: Asked) {
  const words = useWords(CAMPAIGN_BUILDER);
  const { label } = useFieldWords(asked);
  const { draft, put, segments } = useForm();
  const value = String(readAt(draft, asked.path) ?? '');
  const isKnown = value === '' || segments.some(({ key }) => key === value);
  return (
    <Select
      label={label}
      value={value}
      options={[
        { value: '', label: words.choose },
        ...(isKnown ? [] : [{ value, label: value }]),
        ...segments.map(({ key, name }) => ({ value: key, label: name })),
      ]}
      onChange={(key) => put(asked.path, key)}
    />
  );
}

export function SegmentsField(asked: Asked) {
  const words = useWords(CAMPAIGN_BUILDER);
  const { label, noted } = useFieldWords(asked);
  const { draft, put, segments } = useForm();
  const adder = useRef<HTMLDivElement>(null);
  const value = readAt(draft, asked.path);
  const chosen = Array.isArray(value) ? value.map(String) : [];
  const nameOf = (key: string): string => segments.find((segment) => segment.key === key)?.name ?? key;
  const write = (keys: readonly string[]): void => put(asked.path, keys.length === 0 ? undefined : keys);
  const remove = (key: string): void => {
    write(chosen.filter((other) => other !== key));
    adder.current?.querySelector('select')?.focus();
  };
  const open = segments.filter(({ key }) => !chosen.includes(key));
  return (
    <Stack>
      <Text look="strong">{label}</Text>
      <Inline>
        {chosen.length === 0 && <Text look="quiet">{words.noSegments}</Text>}
        {chosen.map((key) => (
          <Button key={key} onPress={() => remove(key)} label={words.remove(nameOf(key))}>
            {`${nameOf(key)} ×`}
          </Button>
        ))}
      </Inline>
      {noted.fault !== undefined && <Text look="bad">{noted.fault}</Text>}
      <div ref={adder}>
        <Select
          label={words.addSegment(label)}
          value=""
          options={[
            { value: '', label: words.choose },
            ...open.map(({ key, name }) => ({ value: key, label: name })),
          ]}
          onChange={(key) => key !== '' && write([...chosen, key])}
        />
      </div>
    </Stack>
  );
}
